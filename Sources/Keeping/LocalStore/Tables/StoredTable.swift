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

extension String {
  /// As a name in SQL; quotes within are doubled, since data may bring any name. (GRDB's own quoting leaves them as they are.)
  var quotedName: String { "\"" + replacing("\"", with: "\"\"") + "\"" }
}
