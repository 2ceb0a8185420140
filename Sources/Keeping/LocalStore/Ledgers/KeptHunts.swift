import GRDB

extension EmbeddedStore {
  /// Hunts that are kept of each workspace; older ones give way.
  private static let mostHunts = 50
  static let huntPrefix = "hunt."

  /// What the keys of one workspace's hunts begin with. A slash in its name is escaped, so that no workspace finds another's.
  static func prefix(of workspace: String) -> String {
    huntPrefix + workspace.replacing("%", with: "%25").replacing("/", with: "%2F") + "/"
  }

  /// Keeps an ended hunt as text under a key that sorts by its time; of more than fifty of one workspace the oldest go.
  package func keepHunt(_ text: String, under key: String, workspace: String) async throws {
    let prefix = EmbeddedStore.prefix(of: workspace)
    try await write { database in
      try Session.set(prefix + key, to: text, database)
      let keys = try String.fetchAll(
        database, sql: "SELECT key FROM session WHERE substr(key, 1, ?) = ? ORDER BY key DESC",
        arguments: [prefix.unicodeScalars.count, prefix])
      for old in keys.dropFirst(EmbeddedStore.mostHunts) { try Session.set(old, to: nil, database) }
    }
  }

  /// The kept hunts of a workspace, newest first; `key` is what `keptHunt` takes.
  package func keptHunts(of workspace: String) async throws -> [(key: String, text: String)] {
    let prefix = EmbeddedStore.prefix(of: workspace)
    return try await read { database in
      let sql = "SELECT key, value FROM session WHERE substr(key, 1, ?) = ? ORDER BY key DESC"
      return try Row.fetchAll(database, sql: sql, arguments: [prefix.unicodeScalars.count, prefix]).map { (key: $0[0], text: $0[1]) }
    }
  }

  /// One kept hunt; nil when it has given way.
  package func keptHunt(_ key: String) async throws -> String? {
    guard key.hasPrefix(EmbeddedStore.huntPrefix) else { return nil }
    return try await read { try Session.value(key, $0) }
  }
}
