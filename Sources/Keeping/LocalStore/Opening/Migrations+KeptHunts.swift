import GRDB

extension Migrations {
  /// Hunts of workspaces with a slash or a percent sign in their name get the keys under which they are looked for.
  static func keptHuntKeys(_ database: Database) throws {
    let prefix = EmbeddedStore.huntPrefix
    let keys = try String.fetchAll(
      database, sql: "SELECT key FROM session WHERE substr(key, 1, ?) = ?", arguments: [prefix.unicodeScalars.count, prefix])
    for key in keys {
      guard let slash = key.lastIndex(of: "/") else { continue }
      let workspace = String(key.dropFirst(prefix.count)[..<slash])
      // A name without a slash whose percent signs are all escapes has its new key already.
      let rest = workspace.replacing("%25", with: "").replacing("%2F", with: "")
      guard workspace.contains("/") || rest.contains("%") else { continue }
      try database.execute(
        sql: "UPDATE OR REPLACE session SET key = ? WHERE key = ?",
        arguments: [EmbeddedStore.prefix(of: workspace) + key[key.index(after: slash)...], key])
    }
  }
}
