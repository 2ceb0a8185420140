package import Casefile
import Foundation
import GRDB
package import HuntPipeline
import Locking

extension EmbeddedStore: RowBrowser {
  /// Rows between two looks at whether the work is still wanted.
  private static let stretch = 10_000
  /// Bytes of a cell that a page brings.
  private static let cellBytes = 1 << 20
  /// Bytes of a decoded text that a page brings.
  private static let decodedBytes = 4096

  /// Goes through the rows of a view; see `RowBrowser`.
  package func order(_ view: RowView, progress: @escaping @Sendable (RowOrderProgress) -> Void) async throws -> RowOrderProgress {
    if view.isPlain { return RowOrderProgress(looked: view.rowCount, matching: view.rowCount, isComplete: true) }
    let matcher = try view.filter.isEmpty ? nil : RowMatcher(RowFilter(view.filter, columns: try await columns(of: view.resultSet)))
    guard let token = try await claim(view) else {
      return RowOrderProgress(looked: view.rowCount, matching: orders.all(of: view)?.count ?? 0, isComplete: true)
    }
    defer { orders.end(token) }
    let keys = Locked(SortKeys())
    var (matching, told) = (0, 0)
    for start in stride(from: 0, to: view.rowCount, by: EmbeddedStore.stretch) {
      try Task.checkCancellation()
      let range = start..<min(start + EmbeddedStore.stretch, view.rowCount)
      let found = try await read { database in
        try keys.withLock { keys in
          var found: [UInt32] = []
          try EmbeddedStore.each(view.resultSet, range, database) { number, bytes in
            guard matcher?.matches(bytes) ?? true else { return }
            found.append(UInt32(number))
            if let sort = view.sort { keys.add(RawCells.cell(bytes, at: sort.column), row: number) }
          }
          return found
        }
      }
      matching += found.count
      if view.sort == nil { orders.add(found, token: token, isComplete: false) }
      if range.upperBound < view.rowCount, view.sort != nil || matching > 0 || range.upperBound - told >= 50_000 {
        told = range.upperBound
        progress(RowOrderProgress(looked: range.upperBound, matching: matching, isComplete: false))
      }
    }
    try Task.checkCancellation()
    orders.add(view.sort.map { sort in keys.withLock { $0.order(isDescending: sort.isDescending) } } ?? [], token: token, isComplete: true)
    return RowOrderProgress(looked: view.rowCount, matching: matching, isComplete: true)
  }

  /// The token to go through a view with; nil when all of it is known by now. Waits while another pass goes through it.
  private func claim(_ view: RowView) async throws -> Int? {
    while orders.all(of: view) == nil {
      if let token = orders.begin(view) { return token }
      await orders.wait(for: view)
      try Task.checkCancellation()
    }
    return nil
  }

  /// All rows of a view, gone through for it where they are not known.
  private func whole(_ view: RowView) async throws -> [UInt32] {
    while true {
      if let known = orders.all(of: view) { return known }
      _ = try await order(view) { _ in }
      try Task.checkCancellation()
    }
  }

  /// Rows of a view as far as they are known; see `RowBrowser`.
  package func page(of view: RowView, _ range: Range<Int>) async throws -> [NumberedRow] {
    try await page(of: view, range, isWhole: false)
  }

  /// One row (1-based number) with its decoded texts whole; see `RowBrowser`.
  package func wholeRow(_ number: Int, of resultSet: ResultSetID) async throws -> NumberedRow? {
    guard number >= 1 else { return nil }
    return try await page(of: RowView(resultSet: resultSet, rowCount: number), number - 1..<number, isWhole: true).first
  }

  private func page(of view: RowView, _ range: Range<Int>, isWhole: Bool) async throws -> [NumberedRow] {
    let columns = try await columns(of: view.resultSet)
    let range = range.clamped(to: 0..<max(0, view.rowCount))
    let numbers: [UInt32]
    if view.isPlain {
      numbers = range.map { UInt32($0) }
    } else if let known = orders.rows(of: view, range) {
      numbers = known
    } else {
      let known = try await whole(view)
      numbers = Array(known[range.clamped(to: known.indices)])
    }
    let path = self.path
    return try await read { database in
      try EmbeddedStore.cells(of: view.resultSet, numbers, database) { number, bytes in
        var raw = RawCells(bytes)
        var cells: [Value] = []
        while cells.count < columns.count {
          guard let cell = raw.next()?.value(most: EmbeddedStore.cellBytes) else { throw StoreProblem.corrupt(path) }
          cells.append(cell)
        }
        let decoded = DecodedCell.all(in: cells, of: columns)
        return NumberedRow(
          number: number + 1, cells: cells, decoded: isWhole ? decoded : decoded.map { $0.cut(bytes: EmbeddedStore.decodedBytes) })
      }
    }
  }

  /// The place of a row in a view; see `RowBrowser`.
  package func place(of row: Int, in view: RowView) async throws -> Int? {
    guard row >= 1, row <= view.rowCount else { return nil }
    if view.isPlain { return row - 1 }
    return try await whole(view).firstIndex(of: UInt32(row - 1))
  }

  /// How often each value of a column occurs in a view; see `RowBrowser`.
  package func frequency(
    of column: Int, in view: RowView, progress: @escaping @Sendable (Int) -> Void
  ) async throws -> ColumnFrequency {
    var shown: [Bool]?
    if !view.filter.isEmpty {
      var marks = [Bool](repeating: false, count: view.rowCount)
      for row in try await whole(view) where Int(row) < marks.count { marks[Int(row)] = true }
      shown = marks
    }
    let counter = Locked(ValueCounter())
    let marks = shown
    for start in stride(from: 0, to: view.rowCount, by: EmbeddedStore.stretch) {
      try Task.checkCancellation()
      let range = start..<min(start + EmbeddedStore.stretch, view.rowCount)
      try await read { database in
        try counter.withLock { counter in
          try EmbeddedStore.each(view.resultSet, range, database) { number, bytes in
            if marks?[number] ?? true { counter.add(RawCells.cell(bytes, at: column)) }
          }
        }
      }
      progress(range.upperBound)
    }
    return counter.withLock { $0.finish() }
  }

  private func columns(of resultSet: ResultSetID) async throws -> [Casefile.Column] { try await description(of: resultSet).columns }

  /// Stored rows of a stretch, by number (0-based), without copying them.
  private static func each(
    _ resultSet: ResultSetID, _ range: Range<Int>, _ database: Database, _ body: (Int, UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let sql = "SELECT number, cells FROM result_rows WHERE set_id = ? AND number >= ? AND number < ? ORDER BY number"
    let id = try setID(resultSet, database)
    let rows = try Row.fetchCursor(database, sql: sql, arguments: [id, range.lowerBound, range.upperBound])
    while let row = try rows.next() {
      let number: Int = row[0]
      try row.withUnsafeData(atIndex: 1) { data in
        guard let data else { return }
        try data.withUnsafeBytes { try body(number, $0) }
      }
    }
  }

  /// Single stored rows, in the order asked for; numbers that are not there are left out.
  private static func cells<Result>(
    of resultSet: ResultSetID, _ numbers: [UInt32], _ database: Database, _ body: (Int, UnsafeRawBufferPointer) throws -> Result
  ) throws -> [Result] {
    let id = try setID(resultSet, database)
    let statement = try database.cachedStatement(sql: "SELECT cells FROM result_rows WHERE set_id = ? AND number = ?")
    var results: [Result] = []
    for number in numbers {
      let rows = try Row.fetchCursor(statement, arguments: [id, Int(number)])
      guard let row = try rows.next() else { continue }
      try row.withUnsafeData(atIndex: 0) { data in
        guard let data else { return }
        results.append(try data.withUnsafeBytes { try body(Int(number), $0) })
      }
    }
    return results
  }

  private static func setID(_ resultSet: ResultSetID, _ database: Database) throws -> Int64 {
    let sql = "SELECT set_id FROM result_sets WHERE result_set = ?"
    guard let id = try Int64.fetchOne(database, sql: sql, arguments: [resultSet.description]) else { throw unknown(resultSet) }
    return id
  }
}
