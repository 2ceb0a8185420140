import Canvas

/// A table for reading: columns aligned by the width their text takes on a terminal, long cells cut with `…`.
///
/// Cells must be safe to show already. With a `room` no line is wider than that, as far as every column keeps a few characters: the widest
/// columns give way first.
struct TextTable {
  private static let narrowest = 4
  private static let gap = 2
  var header: [String]
  var rows: [[String]]
  var widest = 60
  var room: Int?

  var text: String {
    guard !header.isEmpty else { return "" }
    var widths = header.map { min($0.cellWidth, widest) }
    for row in rows { for (place, cell) in row.enumerated() { widths[place] = max(widths[place], min(cell.cellWidth, widest)) } }
    if let room { widths = TextTable.fitted(widths, room) }
    let lines = [header, widths.map { String(repeating: "─", count: $0) }] + rows
    return lines.map { line(of: $0, widths) + "\n" }.joined()
  }

  /// Takes from the widest columns until the line fits.
  static func fitted(_ widths: [Int], _ room: Int) -> [Int] {
    var widths = widths
    var excess = widths.reduce(0, +) + gap * (widths.count - 1) - room
    while excess > 0, let most = widths.max(), most > narrowest {
      // All of the widest are brought down to the next width below, or as far as is needed.
      let places = widths.indices.filter { widths[$0] == most }
      let below = max(narrowest, widths.filter { $0 < most }.max() ?? narrowest)
      let step = max(1, min(most - below, (excess + places.count - 1) / places.count))
      for place in places { widths[place] -= step }
      excess -= step * places.count
    }
    return widths
  }

  private func line(of cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (place, cell) in cells.enumerated() {
      let isLast = place == cells.count - 1
      let shown = cell.truncated(cells: widths[place])
      line += shown + (isLast ? "" : String(repeating: " ", count: max(0, widths[place] - shown.cellWidth) + TextTable.gap))
    }
    return line
  }
}
