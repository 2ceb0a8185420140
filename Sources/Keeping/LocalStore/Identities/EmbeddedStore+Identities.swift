import Casefile
import GRDB
package import HuntPipeline

extension EmbeddedStore: KnownIdentities {
  /// Rows that are looked through in one transaction: others get to write in between.
  private static let step = 20_000
  private static let alertStep = 2000

  /// Looks through rows that were stored by earlier versions, step by step; what was done stays done when it is stopped.
  package func bringUpToDate() async throws {
    if try await read({ try EmbeddedStore.isBookCurrent($0) }) { return }
    guard !isReadOnly else {
      throw Problem(
        "Nothing may be sent: not all names in the store are known yet.",
        cause: "\(path) is open for reading only, and rows of an earlier version were not looked through for names.",
        remedy: "Open it for writing once, or ask a model on this machine.", kind: .refused)
    }
    let memory = identities
    while try await write({ try EmbeddedStore.takeStep($0, memory) }) { try Task.checkCancellation() }
  }

  private static func isBookCurrent(_ database: Database) throws -> Bool {
    guard try IdentityMark.alerts.isCurrent(database) else { return false }
    return try TableRegistry.tables(database).allSatisfy { try IdentityMark($0).isCurrent(database) }
  }

  /// One step; false where there was nothing left to do.
  private static func takeStep(_ database: Database, _ memory: IdentityMemory) throws -> Bool {
    let book = IdentityBook(memory)
    if try !IdentityMark.alerts.isCurrent(database) {
      try takeAlerts(book, database)
      return true
    }
    for table in try TableRegistry.tables(database) where try !IdentityMark(table).isCurrent(database) {
      try takeRows(of: table, book, database)
      return true
    }
    return false
  }

  private static func takeAlerts(_ book: IdentityBook, _ database: Database) throws {
    let mark = IdentityMark.alerts
    let sql = "SELECT * FROM alerts WHERE row_id > ? ORDER BY row_id LIMIT ?"
    let rows = try Row.fetchCursor(database, sql: sql, arguments: [try mark.row(database), alertStep])
    var (last, count) = (Int64.min, 0)
    while let row = try rows.next() {
      book.take(AlertCoding.alert(row))
      (last, count) = (row["row_id"], count + 1)
    }
    try book.write(database)
    try mark.set(to: count == alertStep ? last : nil, database)
  }

  private static func takeRows(of table: StoredTable, _ book: IdentityBook, _ database: Database) throws {
    let mark = IdentityMark(table)
    let columns = table.columns.compactMap { column in IdentityBook.Spot(column: column.column.name).map { (column, $0) } }
    guard !columns.isEmpty else { return try mark.set(database) }
    let names = columns.map(\.0.physical.quotedName).joined(separator: ", ")
    let sql = "SELECT row_id, \(names) FROM \(table.quoted) WHERE row_id > ? ORDER BY row_id LIMIT ?"
    let rows = try Row.fetchCursor(database, sql: sql, arguments: [try mark.row(database), step])
    var (last, count) = (Int64.min, 0)
    while let row = try rows.next() {
      (last, count) = (row[0], count + 1)
      for (place, column) in columns.enumerated() {
        let stored: DatabaseValue = row[place + 1]
        if !stored.isNull { book.take(stored, column.0.column.type, column.1) }
      }
    }
    try book.write(database)
    try mark.set(to: count == step ? last : nil, database)
  }

  package func lengths(ofNamesBeginningWith words: [Int64]) async throws -> [Int64: UInt64] {
    guard !words.isEmpty else { return [:] }
    let list = "[" + words.map(String.init).joined(separator: ",") + "]"
    return try await read { database in
      let sql = "SELECT hash, lengths FROM known_words WHERE hash IN (SELECT value FROM json_each(?))"
      let rows = try Row.fetchCursor(database, sql: sql, arguments: [list])
      var found: [Int64: UInt64] = [:]
      while let row = try rows.next() { found[row[0]] = UInt64(bitPattern: row[1] as Int64) }
      return found
    }
  }

  package func identities(among keys: [String]) async throws -> [KnownIdentity] {
    guard !keys.isEmpty else { return [] }
    let list = JSONValue.array(keys.map { .string($0.withoutNUL) }).text
    return try await read { database in
      let sql = "SELECT key, kind, form, text FROM known_identities WHERE key IN (SELECT value FROM json_each(?))"
      return try Row.fetchAll(database, sql: sql, arguments: [list]).map { row in
        KnownIdentity(
          IdentityKind(rawValue: row[1]) ?? .object, (row[3] as String?) ?? row[0], form: KnownIdentity.Form(rawValue: row[2]) ?? .part)
      }
    }
  }
}
