import GRDB
import GRDBSQLite

/// One statement that is run for very many rows: what it is given is not copied, and nothing is allocated for a row.
struct QuickInsert {
  private let statement: Statement
  private let database: Database
  private var handle: OpaquePointer { statement.sqliteStatement }

  init(_ database: Database, _ sql: String) throws {
    self.database = database
    statement = try database.cachedStatement(sql: sql)
    sqlite3_reset(statement.sqliteStatement)
    sqlite3_clear_bindings(statement.sqliteStatement)
  }

  func bind(_ number: Int, at place: Int32) { sqlite3_bind_int64(handle, place, Int64(number)) }

  /// Runs it with texts as the first, the second and, where there is one, the fourth value; false where no row was changed.
  func run(_ first: String, _ second: String, _ fourth: String?) throws -> Bool {
    var (first, second, fourth) = (first, second, fourth)
    let before = sqlite3_total_changes(database.sqliteConnection)
    try first.withUTF8 { one in
      try second.withUTF8 { two in
        bind(one, at: 1)
        bind(two, at: 2)
        guard fourth != nil else {
          sqlite3_bind_null(handle, 4)
          return try run()
        }
        try fourth?.withUTF8 { four in
          bind(four, at: 4)
          try run()
        }
      }
    }
    return sqlite3_total_changes(database.sqliteConnection) > before
  }

  /// Runs it with what is bound.
  func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    guard code == SQLITE_DONE else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
    }
  }

  /// The text stays where it is until the statement ran.
  private func bind(_ text: UnsafeBufferPointer<UInt8>, at place: Int32) {
    text.withMemoryRebound(to: CChar.self) { _ = sqlite3_bind_text(handle, place, $0.baseAddress, Int32($0.count), nil) }
  }
}
