package import Casefile

/// The tables of Log Analytics and advanced hunting, as Microsoft documents them.
package struct TableReference: Sendable {
  /// Whose idea of a table's columns is meant.
  package enum Dialect: Sendable {
    /// A Log Analytics workspace.
    case logAnalytics
    /// Advanced hunting in Defender XDR.
    case advancedHunting
    /// Our own store: every column of both, with the types of Log Analytics.
    case store
  }

  /// The reference this program carries, read from its tables on first use.
  package static let standard = TableReference(
    logAnalytics: PackageResources.log_analytics_tsv, advancedHunting: PackageResources.advanced_hunting_tsv,
    profiles: PackageResources.profiles_tsv)

  /// All tables in the store's dialect, in the order of their names.
  package let tables: [TableSchema]
  private let store: [String: TableSchema]
  private let logAnalytics: [String: TableSchema]
  private let advancedHunting: [String: TableSchema]
  private let profiles: [String: TableProfile]
  /// In how many tables a column occurs, by its name in lower case.
  let columnFrequency: [String: Int]

  init(logAnalytics: [UInt8], advancedHunting: [UInt8], profiles: [UInt8]) {
    let workspace = TableReference.schemas(of: logAnalytics)
    let hunting = TableReference.schemas(of: advancedHunting)
    self.logAnalytics = workspace
    self.advancedHunting = hunting
    let merged = Set(workspace.keys).union(hunting.keys).map { TableReference.merged(workspace[$0], hunting[$0]) }
    tables = merged.sorted { $0.name < $1.name }
    store = Dictionary(merged.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    self.profiles = TableReference.profiles(of: profiles, tables: store)
    var frequency: [String: Int] = [:]
    for table in merged { for column in table.columns { frequency[column.name.lowercased(), default: 0] += 1 } }
    columnFrequency = frequency
  }

  /// The columns of a table, its name in any case; nil when the reference does not have it in that dialect.
  package func schema(named name: String, in dialect: Dialect = .store) -> TableSchema? {
    switch dialect {
    case .store: store[name.lowercased()]
    case .logAnalytics: logAnalytics[name.lowercased()]
    case .advancedHunting: advancedHunting[name.lowercased()]
    }
  }

  /// What the table is about and which columns matter; guessed from the names of its columns when we have written nothing.
  package func profile(of name: String) -> TableProfile? {
    guard let schema = schema(named: name) else { return nil }
    return profiles[schema.name] ?? TableProfile(guessing: schema)
  }

  /// Up to `limit` names most like `name`, the nearest first; names that are nothing like it are left out.
  package func names(near name: String, limit: Int = 3) -> [String] {
    NearestNames.nearest(to: name, among: tables.map(\.name), limit: limit)
  }

  /// Up to `limit` columns of a table most like `column`, the nearest first.
  package func columns(near column: String, in table: String, limit: Int = 3) -> [String] {
    NearestNames.nearest(to: column, among: schema(named: table)?.columns.map(\.name) ?? [], limit: limit)
  }
}

extension TableReference {
  /// The store's columns: time first, then advanced hunting's order, which puts what matters first, then what only the workspace has.
  private static func merged(_ workspace: TableSchema?, _ hunting: TableSchema?) -> TableSchema {
    let name = workspace?.name ?? hunting?.name ?? ""
    var columns: [Column] = []
    var taken: Set<String> = []
    func take(_ column: Column) { if taken.insert(column.name).inserted { columns.append(column) } }
    let isDefender = name.hasPrefix("Device") || name.hasPrefix("Alert")
    if workspace != nil || isDefender { take(Column("TimeGenerated", .datetime)) }
    if isDefender { take(Column("Timestamp", .datetime)) }
    for column in hunting?.columns ?? [] { take(workspace?.column(named: column.name) ?? column) }
    workspace?.columns.forEach(take)
    return TableSchema(name: name, columns: columns)
  }

  private static func schemas(of table: [UInt8]) -> [String: TableSchema] {
    var schemas: [String: TableSchema] = [:]
    for line in table.split(separator: UInt8(ascii: "\n")) {
      let cells = line.split(separator: UInt8(ascii: "\t"), maxSplits: 1)
      guard cells.count == 2 else { continue }
      let name = String(decoding: cells[0], as: UTF8.self)
      let columns = cells[1].split(separator: UInt8(ascii: " ")).map { word -> Column in
        let parts = word.split(separator: UInt8(ascii: ":"), maxSplits: 1).map { String(decoding: $0, as: UTF8.self) }
        return Column(parts[0], parts.count == 2 ? ColumnType(name: parts[1]) ?? .string : .string)
      }
      schemas[name.lowercased()] = TableSchema(name: name, columns: columns)
    }
    return schemas
  }

  private static func profiles(of table: [UInt8], tables: [String: TableSchema]) -> [String: TableProfile] {
    var profiles: [String: TableProfile] = [:]
    for line in table.split(separator: UInt8(ascii: "\n")).dropFirst() {
      let cells = line.split(separator: UInt8(ascii: "\t")).map { String(decoding: $0, as: UTF8.self) }
      guard cells.count == 3, let schema = tables[cells[0].lowercased()] else { continue }
      profiles[schema.name, default: TableProfile(table: schema.name)].set(cells[1], to: cells[2])
    }
    return profiles
  }
}
