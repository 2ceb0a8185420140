import Casefile
import GRDB

/// A table as it is kept: what KQL calls it and what SQLite calls it.
struct StoredTable: Equatable, Sendable {
  /// A column as it is kept.
  struct StoredColumn: Equatable, Sendable {
    var column: Casefile.Column
    var physical: String
    /// True while every text in it is ASCII without NUL.
    var isPlain: Bool
  }

  let id: Int64
  let name: String
  let physical: String
  var columns: [StoredColumn]

  var schema: TableSchema { TableSchema(name: name, columns: columns.map(\.column)) }
  var quoted: String { physical.quotedName }
  /// What SQLite calls the column that time ranges apply to.
  var physicalTimeColumn: String? { schema.timeColumn.flatMap { column(named: $0)?.physical } }

  func column(named name: String) -> StoredColumn? { columns.first { $0.column.name == name } }
  func ordinal(of name: String) -> Int? { columns.firstIndex { $0.column.name == name } }
}

extension StoredTable {
  /// Whether it has any row.
  func hasRows(_ database: Database) throws -> Bool {
    try Bool.fetchOne(database, sql: "SELECT EXISTS(SELECT 1 FROM \(quoted))") ?? false
  }

  /// Whether it has a row of the sample; the index of the sample tells.
  func hasSampleRows(_ database: Database) throws -> Bool {
    try Bool.fetchOne(database, sql: "SELECT EXISTS(SELECT 1 FROM \(quoted) WHERE _sample IS NOT NULL)") ?? false
  }

  /// Whether it has a row that is not the sample's. The sample's rows are usually in one piece: where they fill every number between
  /// the first and the last, the index of the sample tells; only where they do not, rows are looked through.
  func hasOwnRows(_ database: Database) throws -> Bool {
    let ends = "(SELECT min(row_id) FROM \(quoted)), (SELECT max(row_id) FROM \(quoted))"
    guard let row = try Row.fetchOne(database, sql: "SELECT \(ends)"), let first = row[0] as Int64?, let last = row[1] as Int64? else {
      return false
    }
    let sample = try Int64.fetchOne(database, sql: "SELECT count(*) FROM \(quoted) WHERE _sample IS NOT NULL") ?? 0
    if sample == last - first + 1 { return false }
    return try Bool.fetchOne(database, sql: "SELECT EXISTS(SELECT 1 FROM \(quoted) WHERE _sample IS NULL)") ?? false
  }
}

extension String {
  /// As a name in SQL; quotes within are doubled, since data may bring any name. (GRDB's own quoting leaves them as they are.)
  var quotedName: String { "\"" + replacing("\"", with: "\"\"") + "\"" }
}
