internal import Canvas
internal import Casefile
internal import HuntPipeline

/// What the analyst does with the table: sorting, filtering, columns.
extension Model {
  /// A line is spent above the table on how it is looked at and on what is missing.
  var hasRowStateLine: Bool {
    guard let progress = hunt?.rows, progress.count > 0, !rows.isUnfolded else { return false }
    return rows.filterEditor != nil || !rows.filter.isEmpty || rows.isOrdering || rows.problem != nil || progress.partial != nil
      || progress.scanned != nil || !progress.notes.isEmpty
      || !rows.layout.hidden.isEmpty
  }

  mutating func performRows(_ command: Command) -> [Effect] {
    switch command {
    case .filterRows:
      rows.isUnfolded = false
      rows.filterEditor = TextEditor(rows.filter)
      rows.filterBefore = rows.filter
    case .acceptRowFilter: rows.filterEditor = nil
    case .sortColumn: sortByColumn()
    case .keepValue: filterByValue(isInverse: false)
    case .excludeValue: filterByValue(isInverse: true)
    case .countValues: return countValues()
    case .toggleDecoded: toggleDecoded()
    case .firstColumn: rows.column = 0
    case .lastColumn: rows.column = rows.layout.shown.count - 1
    case .chooseRowColumns: overlay = .rowColumns(cursor: rows.currentColumn.flatMap { rows.layout.order.firstIndex(of: $0) } ?? 0)
    default: changeColumns(command)
    }
    return []
  }

  private mutating func sortByColumn() {
    guard let column = rows.currentColumn else { return }
    switch rows.sort {
    case RowSort(column: column, isDescending: false): rows.sort = RowSort(column: column, isDescending: true)
    case RowSort(column: column, isDescending: true): rows.sort = nil
    default: rows.sort = RowSort(column: column, isDescending: false)
    }
    rows.isUnfolded = false
    show(keeping: rows.sort == nil)
  }

  /// Shows another view from its top, or goes on with the row under the cursor.
  private mutating func show(keeping isKept: Bool) {
    let number = rows.wanted?.row ?? rows.rowUnderCursor?.number
    rows.cursor = 0
    rows.top = 0
    rows.wanted = nil
    if isKept, let number { goTo(row: number, mustShow: false) }
  }

  /// What is typed takes effect at once; taking it all away stays on the row under the cursor, to see what stands round it.
  mutating func filterRows(_ text: String) {
    guard text != rows.filter else { return }
    rows.filter = text
    show(keeping: text.isEmpty)
  }

  /// Leaves the prompt with the filter that was there before, on the row under the cursor where it is still shown.
  mutating func leaveRowFilter() {
    rows.filterEditor = nil
    guard rows.filter != rows.filterBefore else { return }
    rows.filter = rows.filterBefore
    show(keeping: true)
  }

  mutating func clearFilter() { filterRows("") }

  private mutating func filterByValue(isInverse: Bool) {
    guard let column = rows.currentColumn, let columns = hunt?.rows?.columns, columns.indices.contains(column),
      let cells = rows.rowUnderCursor?.cells, cells.indices.contains(column)
    else { return }
    add(filter: cells[column], of: columns[column], isInverse: isInverse)
  }

  /// Adds a term for a value to the filter.
  mutating func add(filter value: Value, of column: Column, isInverse: Bool) {
    let text = value.text
    guard text.utf8.count <= 1_000, !text.contains(where: \.isNewline) else {
      say(Wording.valueTooLong, .note)
      return
    }
    let term = (isInverse ? "!" : "") + RowFilter.term(column: column.name, equals: text)
    filterRows((rows.filter + " " + term).trimmed)
  }

  /// Steps back out of what was asked for: the work under way first, then the filter. False where there is nothing.
  mutating func stepOutOfView() -> Bool {
    if rows.isOrdering, rows.sort != nil {
      rows.sort = nil
      show(keeping: false)
      return true
    }
    guard !rows.filter.isEmpty else { return false }
    clearFilter()
    return true
  }

  private mutating func toggleDecoded() {
    if rows.isUnfolded {
      rows.hidesDecoded.toggle()
    } else {
      rows.showsDecoded.toggle()
      if rows.showsDecoded, rows.window.allSatisfy(\.decoded.isEmpty) { say(Wording.nothingDecoded, .note) }
    }
  }

  private mutating func changeColumns(_ command: Command) {
    guard let column = rows.currentColumn, let columns = hunt?.rows?.columns, columns.indices.contains(column) else { return }
    switch command {
    case .freezeColumns: freeze(through: columns[column].name)
    case .hideColumn: hide(column, columns[column].name)
    case .showAllColumns:
      rows.layout.showAll()
      rows.column = rows.layout.shown.firstIndex(of: column) ?? 0
    case .moveColumnLeft, .moveColumnRight:
      rows.layout.move(column, by: command == .moveColumnLeft ? -1 : 1)
      rows.column = rows.layout.shown.firstIndex(of: column) ?? 0
    case .widenColumn:
      let wide = Model.widths(of: columns, rows.labels.plain, most: 200)[column]
      rows.layout.widen(column, to: rows.layout.isWidened(column) ? nil : wide > rows.layout.width(of: column) ? wide : 8)
    default: break
    }
    columnMemory.keep(rows.layout, of: columns)
  }

  /// Freezes the columns up to the current one, as long as they leave half of the table to the others.
  private mutating func freeze(through name: String) {
    let wanted = rows.column + 1
    let inner = ScreenLayout(self).inner(.rows)
    guard wanted == rows.layout.frozen || wanted <= rows.layout.mostFrozen(RowsPane.tableWidth(self, inner)) else {
      say(Wording.frozenTooWide(name, keys.label(of: .widenColumn)), .note)
      return
    }
    rows.layout.freeze(wanted)
    say(Wording.frozen(rows.layout.frozen), .note)
  }

  private mutating func hide(_ column: Int, _ name: String) {
    guard rows.layout.shown.count > 1 else {
      say(Wording.lastColumnStays, .note)
      return
    }
    rows.layout.toggle(column)
    say(Wording.columnHidden(name, keys.label(of: .showAllColumns)), .note)
  }
}
