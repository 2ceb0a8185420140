import Canvas

/// A table for reading: columns aligned by the width their text takes on a terminal, long cells cut with `…`.
struct TextTable {
  var header: [String]
  var rows: [[String]]
  var widest = 60

  var text: String {
    guard !header.isEmpty else { return "" }
    var widths = header.map { $0.cellWidth }
    let cells = rows.map { row in row.map { $0.truncated(cells: widest) } }
    for row in cells { for (place, cell) in row.enumerated() { widths[place] = max(widths[place], cell.cellWidth) } }
    let lines = [header, widths.map { String(repeating: "─", count: $0) }] + cells
    return lines.map { line(of: $0, widths) + "\n" }.joined()
  }

  private func line(of cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (place, cell) in cells.enumerated() {
      let isLast = place == cells.count - 1
      line += cell + (isLast ? "" : String(repeating: " ", count: max(0, widths[place] - cell.cellWidth) + 2))
    }
    return line
  }
}
