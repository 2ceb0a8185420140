import Casefile
import GRDB

/// Knows which tables are kept and what SQLite calls them; makes tables and columns as they come.
///
/// KQL tells `Name` from `name`, SQLite does not, and data may bring any name. So the name in SQLite is `t_<Table>` and the column's own
/// name where that is free, with `~2` and so on behind it where it is not.
enum TableRegistry {
  /// Columns of our own in every table; data may not take their names.
  private static let reserved: Set<String> = ["row_id", "_sample", "_alert", "rowid", "oid", "_rowid_"]

  static func table(named name: String, _ database: Database) throws -> StoredTable? {
    guard
      let row = try Row.fetchOne(database, sql: "SELECT table_id, name, physical FROM stored_tables WHERE name = ?", arguments: [name])
    else { return nil }
    return try table(row, database)
  }

  static func tables(_ database: Database) throws -> [StoredTable] {
    var tables: [StoredTable] = []
    // One walk over both lists: a query for each table would cost a start more than all else it reads.
    let sql = """
      SELECT t.table_id, t.name, t.physical, c.name, c.type, c.physical, c.is_plain FROM stored_tables AS t
      LEFT JOIN stored_columns AS c USING (table_id) ORDER BY t.name, c.ordinal
      """
    let rows = try Row.fetchCursor(database, sql: sql)
    while let row = try rows.next() {
      if tables.last?.id != row[0] as Int64 { tables.append(StoredTable(id: row[0], name: row[1], physical: row[2], columns: [])) }
      guard let name = row[3] as String? else { continue }
      tables[tables.count - 1].columns.append(column(name, type: row[4], physical: row[5], isPlain: row[6]))
    }
    return tables
  }

  private static func column(_ name: String, type: String, physical: String, isPlain: Bool) -> StoredTable.StoredColumn {
    StoredTable.StoredColumn(column: Casefile.Column(name, ColumnType(rawValue: type) ?? .string), physical: physical, isPlain: isPlain)
  }

  private static func table(_ row: Row, _ database: Database) throws -> StoredTable {
    let id: Int64 = row[0]
    let sql = "SELECT name, type, physical, is_plain FROM stored_columns WHERE table_id = ? ORDER BY ordinal"
    let columns = try Row.fetchAll(database, sql: sql, arguments: [id]).map { row in
      column(row[0], type: row[1], physical: row[2], isPlain: row[3])
    }
    return StoredTable(id: id, name: row[1], physical: row[2], columns: columns)
  }

  /// The table, made with these columns where it is missing.
  static func ensure(_ schema: TableSchema, _ database: Database) throws -> StoredTable {
    if let known = try table(named: schema.name, database) { return known }
    let taken = try String.fetchSet(database, sql: "SELECT lower(physical) FROM stored_tables")
    let physical = free("t_" + schema.name.replacing("\0", with: "␀"), taken)
    try database.execute(sql: "INSERT INTO stored_tables(name, physical) VALUES (?, ?)", arguments: [schema.name, physical])
    var table = StoredTable(id: database.lastInsertedRowID, name: schema.name, physical: physical, columns: [])
    try name(schema.columns, in: &table, database)
    let hidden = ["row_id INTEGER PRIMARY KEY", "_sample INTEGER", "_alert INTEGER"]
    let own = table.columns.map(\.physical.quotedName)
    try database.execute(sql: "CREATE TABLE \(table.quoted)(\((hidden + own).joined(separator: ", ")))")
    try index(table, database)
    return table
  }

  /// Adds columns that the table lacks; those it has are left as they are.
  static func add(_ columns: [Casefile.Column], to table: inout StoredTable, _ database: Database) throws {
    let before = table.columns.count
    try name(columns, in: &table, database)
    for column in table.columns[before...] {
      try database.execute(sql: "ALTER TABLE \(table.quoted) ADD COLUMN \(column.physical.quotedName)")
    }
  }

  /// Writes down columns that the table lacks, each with a name that SQLite can tell from the others.
  private static func name(_ columns: [Casefile.Column], in table: inout StoredTable, _ database: Database) throws {
    var known = Set(table.columns.map(\.column.name))
    var taken = Set(table.columns.map { $0.physical.lowercased() }).union(reserved)
    let insert = try database.cachedStatement(
      sql: "INSERT INTO stored_columns(table_id, ordinal, name, type, physical) VALUES (?, ?, ?, ?, ?)")
    for column in columns where known.insert(column.name).inserted {
      let physical = free(column.name.isEmpty ? "column" : column.name.replacing("\0", with: "␀"), taken)
      taken.insert(physical.lowercased())
      try insert.execute(arguments: [table.id, table.columns.count, column.name, column.type.rawValue, physical])
      table.columns.append(StoredTable.StoredColumn(column: column, physical: physical, isPlain: true))
    }
  }

  static func markUneven(_ ordinals: Set<Int>, of table: StoredTable, _ database: Database) throws {
    for ordinal in ordinals {
      try database.execute(
        sql: "UPDATE stored_columns SET is_plain = 0 WHERE table_id = ? AND ordinal = ?", arguments: [table.id, ordinal])
    }
  }

  /// Time is what every query has; hosts, users and alert ids are what most look for. The marks are few and sparse.
  private static func index(_ table: StoredTable, _ database: Database) throws {
    let prefix = table.physical
    if let time = table.physicalTimeColumn {
      try index("\(prefix)/time", table, time.quotedName, database)
    }
    for name in ["DeviceName", "UserPrincipalName", "AlertId", "SystemAlertId"] {
      guard let column = table.column(named: name) else { continue }
      try index("\(prefix)/\(name)", table, column.physical.quotedName + " COLLATE NOCASE", database)
    }
    for mark in ["_sample", "_alert"] {
      try index("\(prefix)/\(mark)", table, "\(mark)", database, condition: " WHERE \(mark) IS NOT NULL")
    }
  }

  /// For rows that are looked up by an id of their own.
  static func indexIdentity(_ name: String, of table: StoredTable, _ database: Database) throws {
    guard let column = table.column(named: name) else { return }
    try index("\(table.physical)/\(name)", table, column.physical.quotedName, database)
  }

  private static func index(
    _ name: String, _ table: StoredTable, _ expression: String, _ database: Database, condition: String = ""
  ) throws {
    try database.execute(
      sql: "CREATE INDEX IF NOT EXISTS \(name.quotedName) ON \(table.quoted)(\(expression))\(condition)")
  }

  private static func free(_ name: String, _ taken: Set<String>) -> String {
    var candidate = name
    var number = 1
    while taken.contains(candidate.lowercased()) {
      number += 1
      candidate = "\(name)~\(number)"
    }
    return candidate
  }
}
