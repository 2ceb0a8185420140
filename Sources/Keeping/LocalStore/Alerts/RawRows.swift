import GRDB
import GRDBSQLite

/// Rows of a query read without making values of them, for scans over all alerts.
struct RawRows {
  private let statement: Statement
  private var handle: OpaquePointer { statement.sqliteStatement }

  init(_ database: Database, _ sql: String, _ arguments: StatementArguments = []) throws {
    statement = try database.cachedStatement(sql: sql)
    try statement.setArguments(arguments)
    sqlite3_reset(statement.sqliteStatement)
  }

  /// Goes to the next row; false at the end. Throws what SQLite says, an interruption included.
  func next() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code))
    }
  }

  /// Runs it again for another number in the first place.
  func restart(_ number: Int64) {
    sqlite3_reset(handle)
    sqlite3_bind_int64(handle, 1, number)
  }

  /// To be called when no more rows are wanted, else the read goes on.
  func close() { sqlite3_reset(handle) }

  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// The bytes of a text; they are there until the next row.
  func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
    let start = sqlite3_column_blob(handle, column)
    return UnsafeBufferPointer(start: start?.assumingMemoryBound(to: UInt8.self), count: Int(sqlite3_column_bytes(handle, column)))
  }
}
