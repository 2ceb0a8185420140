internal import Canvas
internal import Casefile
internal import HuntPipeline

extension Model {
  /// 1-based numbers of the rows that prove the finding under the cursor.
  package var provingRows: [Int] { selectedFinding?.rows ?? [] }

  mutating func rowsProgressed(_ progress: RowsProgress) {
    guard rows.resultSet != progress.resultSet else { return }
    rows = RowsState()
    rows.resultSet = progress.resultSet
  }

  /// Rows on screen that are not here yet; asked for only while they can be seen.
  mutating func missingRows(_ layout: ScreenLayout) -> [Effect] {
    guard let progress = hunt?.rows, let resultSet = rows.resultSet, progress.count > 0, tab == .rows, !layout.inner(.rows).isEmpty else {
      return []
    }
    let height = max(1, layout.rowLines)
    let last = min(progress.count, rows.top + height)
    let isCovered = rows.row(at: rows.top) != nil && rows.row(at: last - 1) != nil
    guard !isCovered, rows.top < last else { return [] }
    let lower = max(0, rows.top - (RowsState.pageLength - height) / 2)
    let wanted = lower..<min(progress.count, lower + RowsState.pageLength)
    guard rows.pending != wanted else { return [] }
    rows.pending = wanted
    return [.loadRows(resultSet, wanted)]
  }

  mutating func rowsArrived(_ resultSet: ResultSetID, start: Int, rows page: [[Value]]) {
    guard resultSet == rows.resultSet else { return }
    rows.pending = nil
    rows.start = max(0, start)
    rows.window = page
    if rows.widths.isEmpty, let columns = hunt?.rows?.columns { rows.widths = Model.widths(of: columns, page) }
  }

  /// Widths by the first rows that came: names and values, between 4 and 40 columns.
  private static func widths(of columns: [Column], _ page: [[Value]]) -> [Int] {
    columns.indices.map { index in
      let longest = page.prefix(50).map { row in row.indices.contains(index) ? RowsPane.cell(row[index]).prefix(60).count : 0 }.max() ?? 0
      return min(40, max(4, columns[index].name.count, longest))
    }
  }

  mutating func moveInRows(_ command: Command) {
    let count = hunt?.rows?.count ?? 0
    if rows.isUnfolded, command != .moveLeft, command != .moveRight {
      switch command {
      case .first, .last, .moveDown, .moveUp:
        rows.cursor = moved(rows.cursor, count: count, page: 1, command)
        rows.unfoldedScroll = 0
      default: rows.unfoldedScroll = moved(rows.unfoldedScroll, count: 10_000, page: ScreenLayout(self).inner(.rows).height, command)
      }
      return
    }
    switch command {
    case .moveLeft: rows.leftColumn = max(0, rows.leftColumn - 1)
    case .moveRight: rows.leftColumn = min(max(0, (hunt?.rows?.columns.count ?? 1) - 1), rows.leftColumn + 1)
    default: rows.cursor = moved(rows.cursor, count: count, page: ScreenLayout(self).rowLines, command)
    }
  }

  /// Holds the cursor inside the rows; what is scrolled to stays as it is while they are not on screen.
  mutating func settleRows(_ inner: Rect, lines: Int) {
    let count = hunt?.rows?.count ?? 0
    rows.cursor = min(max(0, rows.cursor), max(0, count - 1))
    guard !inner.isEmpty else { return }
    rows.top = Model.top(rows.top, cursor: rows.cursor, count: count, height: lines)
    guard rows.isUnfolded, rows.unfoldedScroll > 0 else { return }
    rows.unfoldedScroll = min(rows.unfoldedScroll, max(0, RowsPane.unfoldedLines(self, width: inner.width) - inner.height + 1))
  }

  /// Goes to the proving row after or before the one under the cursor, round the ends.
  mutating func stepProof(_ step: Int) {
    let proving = provingRows.sorted()
    guard !proving.isEmpty else { return }
    let here = rows.cursor + 1
    let next = step > 0 ? proving.first { $0 > here } ?? proving[0] : proving.last { $0 < here } ?? proving[proving.count - 1]
    rows.cursor = max(0, next - 1)
    rows.unfoldedScroll = 0
  }
}
