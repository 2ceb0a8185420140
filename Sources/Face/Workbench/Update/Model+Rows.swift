internal import Canvas
internal import Casefile
internal import Decoding
internal import HuntPipeline

extension Model {
  /// 1-based numbers of the rows that prove the finding under the cursor.
  package var provingRows: [Int] { selectedFinding?.rows ?? [] }

  /// Rows of the view that can be shown by now.
  package var shownRows: Int { rows.count(of: hunt?.rows?.count ?? 0) }

  mutating func rowsProgressed(_ progress: RowsProgress) {
    guard rows.resultSet != progress.resultSet else { return }
    rows = RowsState()
    rows.resultSet = progress.resultSet
  }

  /// What is to be gone through, found and read for what is on screen; asked for only while it can be seen.
  mutating func missingRows(_ layout: ScreenLayout) -> [Effect] {
    guard let progress = hunt?.rows, let resultSet = rows.resultSet, progress.count > 0, tab == .rows, !layout.inner(.rows).isEmpty else {
      return []
    }
    let wish = RowView(resultSet: resultSet, rowCount: progress.count, filter: rows.filter, sort: rows.sort)
    var effects = follow(wish)
    if let view = rows.view, let wanted = rows.wanted, !wanted.isAsked, rows.progress.isComplete, rows.problem == nil, !view.isPlain {
      rows.wanted?.isAsked = true
      effects.append(.findRow(view, wanted.row))
    }
    return effects + missingPage(layout.rowLines) + missingWholeRow()
  }

  /// The unfolded row's decoded texts, where the page brought only their beginnings.
  private mutating func missingWholeRow() -> [Effect] {
    guard rows.isUnfolded, let resultSet = rows.resultSet, let row = rows.rowUnderCursor, rows.wholeAsked != row.number,
      row.decoded.contains(where: { $0.texts.contains(where: \.isCut) })
    else { return [] }
    rows.wholeAsked = row.number
    return [.loadWholeRow(resultSet, row.number)]
  }

  mutating func wholeRowArrived(_ resultSet: ResultSetID, _ row: NumberedRow?) {
    guard resultSet == rows.resultSet, let row, row.number == rows.wholeAsked else { return }
    rows.whole = row
  }

  /// Takes up another view, or the same one when more rows came and nothing is under way for it.
  private mutating func follow(_ wish: RowView) -> [Effect] {
    if let view = rows.view, view.filter == wish.filter, view.sort == wish.sort {
      guard view.rowCount != wish.rowCount else { return [] }
      if wish.isPlain { return grow(wish) }
      guard !rows.isOrdering, rows.next == nil else { return [] }
      if rows.problem == nil {
        // What is on screen stays until the rows that came since are gone through.
        rows.next = wish
        return [.orderRows(wish)]
      }
    }
    let wasOrdering = rows.view != nil && rows.problem == nil && (!rows.progress.isComplete || rows.next != nil)
    rows.next = nil
    rows.answered = nil
    rows.isStale = false
    if rows.view?.isPlain != true || !wish.isPlain { rows.window = [] }
    rows.view = wish
    rows.problem = nil
    rows.pending = nil
    let whole = RowOrderProgress(looked: wish.rowCount, matching: wish.rowCount, isComplete: true)
    rows.progress = wish.isPlain ? whole : RowOrderProgress(looked: 0, matching: 0, isComplete: false)
    return wish.isPlain && !wasOrdering ? [] : [.orderRows(wish)]
  }

  /// More rows came: those that are here, or on their way, stay.
  private mutating func grow(_ wish: RowView) -> [Effect] {
    rows.view = wish
    rows.answered = nil
    rows.progress = RowOrderProgress(looked: wish.rowCount, matching: wish.rowCount, isComplete: true)
    return []
  }

  private mutating func missingPage(_ lines: Int) -> [Effect] {
    guard let view = rows.view else { return [] }
    let count = shownRows
    let last = min(count, rows.top + max(1, lines))
    guard rows.top < last, rows.isStale || rows.row(at: rows.top) == nil || rows.row(at: last - 1) == nil else { return [] }
    if let pending = rows.pending, pending.lowerBound <= rows.top, last <= pending.upperBound { return [] }
    let length = max(RowsState.pageLength, lines)
    let lower = max(0, rows.top - (length - max(1, lines)) / 2)
    let wanted = lower..<min(count, lower + length)
    guard rows.answered != wanted else { return [] }
    rows.pending = wanted
    return [.loadRows(view, wanted)]
  }

  mutating func rowsArrived(_ view: RowView, start: Int, rows page: [NumberedRow]) {
    guard let current = rows.view, view == current || (view.isPlain && current.isPlain && view.resultSet == current.resultSet) else {
      return
    }
    rows.answered = rows.pending ?? max(0, start)..<max(0, start) + page.count
    rows.pending = nil
    rows.isStale = false
    rows.start = max(0, start)
    rows.window = page
    labelRows()
    guard rows.layout.order.isEmpty, !page.isEmpty, let columns = hunt?.rows?.columns else { return }
    rows.layout = ColumnLayout(widths: Model.widths(of: columns, rows.labels.plain, most: 40, narrowsConstant: true))
    if let kept = columnMemory[columns] { rows.layout.restore(kept, columns) }
  }

  mutating func rowsOrdered(_ view: RowView, _ progress: RowOrderProgress) {
    if view == rows.next {
      guard progress.isComplete else { return }
      rows.next = nil
      rows.view = view
      rows.pending = nil
      rows.isStale = true
    }
    guard view == rows.view else { return }
    rows.progress = progress
    rows.answered = nil
  }

  mutating func rowsNotOrdered(_ view: RowView, _ problem: Problem) {
    if view == rows.next {
      rows.next = nil
      rows.view = view
    }
    guard view == rows.view else { return }
    rows.problem = problem
    rows.wanted = nil
  }

  mutating func rowFound(_ view: RowView, row: Int, place: Int?) {
    guard view == rows.view, let wanted = rows.wanted, wanted.row == row else { return }
    if let place {
      put(cursor: place)
    } else if wanted.mustShow, !rows.filter.isEmpty {
      say(Wording.filterCleared(row), .note)
      rows.filter = ""
      goTo(row: row, mustShow: true)
    } else {
      rows.wanted = nil
    }
  }

  /// Widths by the first rows that came: names and values, between 4 cells and the most.
  ///
  /// A column that says the same in every row tells nothing by its values: where it is to be narrow, its name is enough.
  static func widths(of columns: [Column], _ labels: [[String]], most: Int, narrowsConstant: Bool = false) -> [Int] {
    columns.indices.map { index in
      let texts = labels.map { $0.indices.contains(index) ? $0[index] : "" }
      let name = max(4, min(40, columns[index].name.count))
      if narrowsConstant, texts.count > 1, let first = texts.first, texts.allSatisfy({ $0 == first }) {
        return name
      }
      let longest = texts.prefix(50).map { String($0.prefix(most + 20)).cellWidth }.max() ?? 0
      return min(most, max(name, longest))
    }
  }

  /// Times without their fractions leave room for what tells more.
  var isRowTableNarrow: Bool { size.width < 140 }

  /// On a screen of another width times may read otherwise.
  private mutating func relabelRows() {
    labelRows()
    guard !rows.window.isEmpty, let columns = hunt?.rows?.columns else { return }
    rows.layout.settle(Model.widths(of: columns, rows.labels.plain, most: 40, narrowsConstant: true))
  }

  /// Makes the texts of the cells that are here.
  mutating func labelRows() { rows.labels = RowLabels(rows.window, isNarrow: isRowTableNarrow) }

  mutating func moveInRows(_ command: Command) {
    switch command {
    case .moveLeft: rows.column = max(0, rows.column - 1)
    case .moveRight: rows.column = min(max(0, rows.layout.shown.count - 1), rows.column + 1)
    case .first, .last, .moveDown, .moveUp:
      rows.cursor = moved(rows.cursor, count: shownRows, page: 1, command)
      rows.unfoldedScroll = 0
      rows.wanted = nil
    default:
      if rows.isUnfolded {
        rows.unfoldedScroll = moved(rows.unfoldedScroll, count: 10_000, page: ScreenLayout(self).inner(.rows).height, command)
      } else {
        rows.cursor = moved(rows.cursor, count: shownRows, page: ScreenLayout(self).rowLines, command)
        rows.wanted = nil
      }
    }
  }

  /// Holds the cursors inside the rows and columns; what is scrolled to stays as it is while they are not on screen.
  mutating func settleRows(_ inner: Rect, lines: Int) {
    let count = shownRows
    // While rows are gone through, the place to come back to is not given up.
    if count > 0 || !rows.isOrdering { rows.cursor = min(max(0, rows.cursor), max(0, count - 1)) }
    rows.column = min(max(0, rows.column), max(0, rows.layout.shown.count - 1))
    guard !inner.isEmpty else { return }
    rows.top = Model.top(rows.top, cursor: rows.cursor, count: count, height: lines)
    rows.leftColumn = rows.layout.left(rows.leftColumn, cursor: rows.column, width: RowsPane.tableWidth(self, inner))
    if rows.labels.isNarrow != isRowTableNarrow { relabelRows() }
    if rows.isUnfolded { rows.unfolded.follow(rows) }
    guard rows.isUnfolded, rows.unfoldedScroll > 0 else { return }
    rows.unfoldedScroll = min(rows.unfoldedScroll, max(0, UnfoldedRow.lineCount(self, width: inner.width) - inner.height + 1))
  }

  /// Goes to the proving row after or before the one under the cursor, by number, round the ends.
  mutating func stepProof(_ step: Int) {
    let proving = provingRows.sorted()
    guard !proving.isEmpty else { return }
    let here = rows.wanted?.row ?? rows.rowUnderCursor?.number ?? rows.cursor + 1
    let next = step > 0 ? proving.first { $0 > here } ?? proving[0] : proving.last { $0 < here } ?? proving[proving.count - 1]
    goTo(row: next, mustShow: true)
    rows.unfoldedScroll = 0
  }

  /// Goes to a row by its 1-based number: at once where rows stand in their own order, else when its place is known.
  mutating func goTo(row number: Int, mustShow: Bool) {
    guard rows.filter.isEmpty, rows.sort == nil else {
      rows.wanted = RowsState.Wanted(row: number, mustShow: mustShow)
      return
    }
    put(cursor: min(max(0, number - 1), max(0, (hunt?.rows?.count ?? 1) - 1)))
  }

  private mutating func put(cursor place: Int) {
    rows.wanted = nil
    let lines = ScreenLayout(self).rowLines
    let isInView = place >= rows.top && place < rows.top + lines
    rows.cursor = place
    if !isInView || focus != .rows { rows.top = max(0, place - lines / 2) }
  }
}
