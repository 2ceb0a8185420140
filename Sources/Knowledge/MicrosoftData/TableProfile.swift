package import Casefile

/// What a planner and a reader need to know of a table beyond its columns.
package struct TableProfile: Equatable, Sendable {
  /// The table's name.
  package let table: String
  /// What the table holds, in one sentence; empty for tables we have not described.
  package private(set) var about = ""
  /// Columns that name a host, the likeliest first; so with the other lists.
  package private(set) var hosts: [String] = []
  /// Columns that name a person or account.
  package private(set) var users: [String] = []
  /// Columns that hold network addresses.
  package private(set) var addresses: [String] = []
  /// Columns that hold port numbers.
  package private(set) var ports: [String] = []
  /// Columns that hold links or host names reached.
  package private(set) var urls: [String] = []
  /// Columns that hold hashes of files.
  package private(set) var hashes: [String] = []
  /// Columns that hold command lines.
  package private(set) var commands: [String] = []
  /// Columns that hold file names and paths.
  package private(set) var files: [String] = []
  /// The columns a plan shows when the request names none.
  package private(set) var fields: [String] = []

  init(table: String) { self.table = table }

  /// A profile made from the names of the columns alone.
  package init(guessing schema: TableSchema) {
    table = schema.name
    for column in schema.columns {
      let name = column.name
      switch IdentityKind(column: name) {
      case .host: hosts.append(name)
      case .user: users.append(name)
      case .address: addresses.append(name)
      case .tenant, .domain, .object, nil: break
      }
      let word = name.lowercased()
      if word.hasSuffix("commandline") { commands.append(name) }
      if word.contains("sha256") || word.contains("sha1") || word.contains("md5") { hashes.append(name) }
      if word.hasSuffix("port") || word.hasSuffix("port_d") { ports.append(name) }
      if word.hasSuffix("url") { urls.append(name) }
      if word.hasSuffix("filename") || word.hasSuffix("folderpath") { files.append(name) }
    }
    let named = [schema.timeColumn].compactMap { $0 } + hosts + users + addresses + commands
    fields = Array((named.isEmpty ? schema.columns.map(\.name) : named).prefix(12))
  }

  mutating func set(_ key: String, to text: String) {
    let names = text.split(separator: " ").map(String.init)
    switch key {
    case "about": about = text
    case "host": hosts = names
    case "user": users = names
    case "address": addresses = names
    case "port": ports = names
    case "url": urls = names
    case "hash": hashes = names
    case "command": commands = names
    case "file": files = names
    case "fields": fields = names
    default: preconditionFailure("profiles.tsv has an unknown key: \(key)")
    }
  }
}
