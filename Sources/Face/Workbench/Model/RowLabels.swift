internal import Casefile
internal import HuntPipeline

/// How the cells of the rows that are here read in a table, made once when they arrive and not with every frame.
package struct RowLabels: Equatable, Sendable {
  /// By row and column; at most 400 letters each.
  private(set) var plain: [[String]] = []
  /// What stands in the place of an encoded cell, by row and column.
  private(set) var decoded: [[Int: String]] = []
  /// Whether each row's text talks to a model.
  private(set) var talks: [Bool] = []
  /// Whether times stand without their fractions.
  private(set) var isNarrow = false

  package init() {}

  init(_ rows: [NumberedRow], isNarrow: Bool) {
    self.isNarrow = isNarrow
    talks = rows.map { TalkingText.talks($0.cells) }
    plain = rows.map { row in row.cells.map { RowLabels.text($0, isNarrow: isNarrow) } }
    decoded = rows.map { row in
      var texts: [Int: String] = [:]
      for cell in row.decoded where row.cells.indices.contains(cell.column) {
        texts[cell.column] = String(cell.inPlace(of: row.cells[cell.column].text).unicodeScalars.prefix(400))
      }
      return texts
    }
  }

  /// Whether the row's text talks to a model, as far as one row tells.
  func talks(_ row: Int) -> Bool { talks.indices.contains(row) && talks[row] }

  /// The cell as the table shows it: encoded ones bear a sign, or are decoded in their place.
  func text(_ row: Int, _ column: Int, showsDecoded: Bool) -> String {
    guard plain.indices.contains(row), plain[row].indices.contains(column) else { return "" }
    guard let said = decoded[row][column] else { return plain[row][column] }
    return showsDecoded ? said : Wording.decodedSign + plain[row][column]
  }

  private static func text(_ value: Value, isNarrow: Bool) -> String {
    if isNarrow, case .datetime(let moment) = value { return moment.text(decimals: 0) }
    return RowsPane.cell(value)
  }
}

/// The cells of the unfolded row as they are read, laid out once for each row.
package struct UnfoldedTexts: Equatable, Sendable {
  private var row: NumberedRow?
  private(set) var texts: [String] = []

  package init() {}

  /// Takes up the row under the cursor where it is another one.
  mutating func follow(_ rows: RowsState) {
    guard let current = rows.rowUnderCursor, current.number != row?.number || current.cells != row?.cells else { return }
    row = current
    texts = current.cells.map(UnfoldedTexts.text)
  }

  /// A dynamic value laid out for reading; all others as they are.
  private static func text(_ value: Value) -> String {
    switch value {
    case .dynamic(.object), .dynamic(.array): if case .dynamic(let json) = value { json.prettyText } else { value.text }
    default: value.text
    }
  }
}
