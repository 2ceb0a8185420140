package import Casefile
package import Decoding

/// By which column rows are sorted, and which way.
package struct RowSort: Hashable, Sendable {
  /// Place of the column in the result.
  package var column: Int
  package var isDescending: Bool

  package init(column: Int, isDescending: Bool) {
    self.column = column
    self.isDescending = isDescending
  }
}

/// A result set as it is looked at: which rows of it, in which order. The rows keep their numbers.
package struct RowView: Hashable, Sendable {
  package var resultSet: ResultSetID
  /// Rows the result had when it was asked for; more may have come since.
  package var rowCount: Int
  /// As it is typed, read by `RowFilter`; empty shows all.
  package var filter: String
  /// Nil is the order in which the rows were delivered.
  package var sort: RowSort?

  package init(resultSet: ResultSetID, rowCount: Int, filter: String = "", sort: RowSort? = nil) {
    self.resultSet = resultSet
    self.rowCount = rowCount
    self.filter = filter
    self.sort = sort
  }

  /// True when it shows the rows as they were delivered, so that nothing needs to be gone through.
  package var isPlain: Bool { filter.isEmpty && sort == nil }
}

/// How far the going through of the rows has come.
package struct RowOrderProgress: Equatable, Sendable {
  /// Rows looked at.
  package var looked: Int
  /// Rows the filter lets through so far; with a sort they can be shown only at the end.
  package var matching: Int
  package var isComplete: Bool

  package init(looked: Int, matching: Int, isComplete: Bool) {
    self.looked = looked
    self.matching = matching
    self.isComplete = isComplete
  }
}

/// A row with its number, and what its cells say when they are decoded.
package struct NumberedRow: Equatable, Sendable {
  /// 1-based, in the order of delivery; no sorting or filter changes it.
  package var number: Int
  package var cells: [Value]
  package var decoded: [DecodedCell]

  package init(number: Int, cells: [Value], decoded: [DecodedCell] = []) {
    self.number = number
    self.cells = cells
    self.decoded = decoded
  }
}

/// What the value of one cell says when it is decoded.
package struct DecodedCell: Hashable, Sendable {
  /// Place of the column.
  package var column: Int
  /// At least one.
  package var texts: [DecodedText]

  package init(column: Int, texts: [DecodedText]) {
    self.column = column
    self.texts = texts
  }

  /// The same with no text longer than so many bytes; what is shortened is marked as cut.
  package func cut(bytes: Int) -> DecodedCell {
    guard texts.contains(where: { $0.text.utf8.count > bytes }) else { return self }
    var short = self
    short.texts = texts.map { found in
      guard found.text.utf8.count > bytes else { return found }
      var found = found
      found.text = String(decoding: found.text.utf8.prefix(bytes), as: UTF8.self)
      found.isCut = true
      return found
    }
    return short
  }

  /// What is decoded in a row, numbers in columns of time included.
  package static func all(in cells: [Value], of columns: [Column]) -> [DecodedCell] {
    zip(columns, cells).enumerated().compactMap { place, pair in
      let (column, value) = pair
      if let reading = EpochTime.reading(of: value, column: column.name) {
        let text = reading.moment.text(decimals: reading.moment.ticks % DateTime.ticksPerSecond == 0 ? 0 : 7)
        return DecodedCell(column: place, texts: [DecodedText(layers: [reading.label], text: text, range: 0..<0)])
      }
      let texts = value.decoded
      return texts.isEmpty ? nil : DecodedCell(column: place, texts: texts)
    }
  }
}

extension Value {
  /// The encoded texts in a string or a dynamic value, decoded; empty for all other values.
  package var decoded: [DecodedText] {
    switch self {
    case .string(let text): TextDecoder.decoded(text)
    case .dynamic: TextDecoder.decoded(text)
    default: []
    }
  }
}

/// Result sets as they are looked at: sorted, filtered and counted where they are kept.
package protocol RowBrowser: Sendable {
  /// Goes through the rows for a view and keeps the order; `progress` hears of it on the way, as soon as there is something to show.
  /// Cancelling the task ends it within a few thousand rows.
  func order(_ view: RowView, progress: @escaping @Sendable (RowOrderProgress) -> Void) async throws -> RowOrderProgress
  /// Rows `range` (places in the view, 0-based, clamped), as far as they are known. Cells beyond a megabyte are cut, and say so.
  /// Decoded texts beyond a few kilobytes are cut, and marked as cut.
  func page(of view: RowView, _ range: Range<Int>) async throws -> [NumberedRow]
  /// One row (1-based number) with its decoded texts whole; nil when it is not stored.
  func wholeRow(_ number: Int, of resultSet: ResultSetID) async throws -> NumberedRow?
  /// The place of a row (1-based number) in a view; nil when the filter hides it.
  func place(of row: Int, in view: RowView) async throws -> Int?
  /// How often each value of a column occurs among the rows of a view.
  func frequency(of column: Int, in view: RowView, progress: @escaping @Sendable (Int) -> Void) async throws -> ColumnFrequency
}
