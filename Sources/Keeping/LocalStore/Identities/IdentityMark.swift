import Casefile
import GRDB
import MicrosoftData

/// How far a table's names are written down: those of all rows up to a number, in certain columns.
struct IdentityMark {
  /// The table in SQLite.
  let table: String
  /// Its columns of identities with their kinds. A program that knows more such columns looks through the rows again.
  let columns: String

  init(_ table: StoredTable) {
    self.table = table.physical
    columns = table.schema.identityColumns.map { "\($0.column):\($0.kind.rawValue)" }.joined(separator: "|").withoutNUL
  }

  static let alerts = IdentityMark(table: "alerts", columns: "")

  private init(table: String, columns: String) {
    self.table = table
    self.columns = columns
  }

  /// The last row whose names are written down; before the first where none are.
  func row(_ database: Database) throws -> Int64 {
    let find = try database.cachedStatement(sql: "SELECT row_id FROM known_until WHERE name = ? AND columns = ?")
    return try Int64.fetchOne(find, arguments: [table, columns]) ?? .min
  }

  func isCurrent(_ database: Database) throws -> Bool {
    guard let last = try lastRow(database) else { return true }
    return try row(database) >= last
  }

  /// Nil for a table without rows.
  func lastRow(_ database: Database) throws -> Int64? {
    try Int64.fetchOne(database.cachedStatement(sql: "SELECT max(row_id) FROM \(table.quotedName)"))
  }

  /// Notes down that all names up to a row are written down; nil for all rows there are.
  func set(to row: Int64? = nil, _ database: Database) throws {
    guard let row = try row ?? lastRow(database) else { return }
    let sql = """
      INSERT INTO known_until(name, columns, row_id) VALUES (?, ?, ?)
      ON CONFLICT(name) DO UPDATE SET columns = excluded.columns, row_id = excluded.row_id
      """
    try database.cachedStatement(sql: sql).execute(arguments: [table, columns, row])
  }

  private var claimName: String { table + " waits" }

  /// Who said last that names of this table's rows wait to be written down.
  func claim(_ database: Database) throws -> String? {
    let find = try database.cachedStatement(sql: "SELECT columns FROM known_until WHERE name = ?")
    return try String.fetchOne(find, arguments: [claimName])
  }

  /// Says who delays names of this table's rows; whoever said so before no longer does.
  func claim(_ token: String, _ database: Database) throws {
    let sql = "INSERT INTO known_until(name, columns, row_id) VALUES (?, ?, 0) ON CONFLICT(name) DO UPDATE SET columns = excluded.columns"
    try database.cachedStatement(sql: sql).execute(arguments: [claimName, token])
  }
}
