import Casefile
import Foundation
import GRDB

/// Names of rows that are written in many transactions and written down together, far fewer times.
///
/// While they wait, the table's mark stays behind its rows: whoever is about to send something looks through those rows first
/// (`bringUpToDate`), as does everyone after a crash. The mark moves on only where nobody moved it meanwhile. Others that write into the table
/// find the mark behind and write their names down at once, so all rows are known when ours are. One thread uses it.
final class DelayedIdentities {
  /// The rows of one table, from the first that waits.
  private struct Run {
    let schema: String
    /// The last row whose names are written down.
    let start: Int64
  }

  let memory: IdentityMemory
  let book: IdentityBook
  private let token = UUID().uuidString
  private var runs: [String: Run] = [:]

  init(_ memory: IdentityMemory) {
    self.memory = memory
    book = IdentityBook(memory)
  }

  /// Whether the names of rows that are now written into the table may wait in the book. Where they may not, they must be written down in
  /// the transaction of their rows.
  func begin(_ table: StoredTable, _ database: Database) throws -> Bool {
    let mark = IdentityMark(table)
    if let run = runs[table.physical] {
      if try stands(run, mark, database) { return true }
      runs[table.physical] = nil
    }
    guard try mark.isCurrent(database) else { return false }
    // Rows that were taken out since may leave the mark too far on.
    let start = try mark.lastRow(database) ?? 0
    try mark.set(to: start, database)
    try mark.claim(token, database)
    runs[table.physical] = Run(schema: table.schema.name, start: start)
    return true
  }

  /// After rows were written: columns that were added are empty in all rows before.
  func rowsWritten(_ table: StoredTable, _ database: Database) throws {
    if let run = runs[table.physical] { try IdentityMark(table).set(to: run.start, database) }
  }

  /// Writes down all names that wait and moves the marks on; in a transaction of its own or at the end of one that wrote rows.
  func settle(_ database: Database) throws {
    defer { runs = [:] }
    try book.write(database)
    for run in runs.values {
      guard let table = try TableRegistry.table(named: run.schema, database) else { continue }
      let mark = IdentityMark(table)
      if try stands(run, mark, database) { try mark.set(database) }
    }
  }

  /// Whether nobody moved the mark since, nor began to delay names of the same rows.
  private func stands(_ run: Run, _ mark: IdentityMark, _ database: Database) throws -> Bool {
    try mark.row(database) == run.start && mark.claim(database) == token
  }
}
