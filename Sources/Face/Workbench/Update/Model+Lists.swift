internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The windows with long lists over the rows: values of a column, and the columns.
extension Model {
  package var isChoosingColumns: Bool { if case .rowColumns = overlay { true } else { false } }

  mutating func countValues() -> [Effect] {
    guard let column = rows.currentColumn, let progress = hunt?.rows, let resultSet = rows.resultSet else { return [] }
    // The order makes no difference to what is counted, and a view without one needs no sorting first.
    let view = RowView(resultSet: resultSet, rowCount: progress.count, filter: rows.filter)
    overlay = .frequency(FrequencyState(view: view, column: column))
    return [.countValues(view, column: column)]
  }

  mutating func valuesCounting(_ view: RowView, _ column: Int, _ looked: Int) {
    guard case .frequency(var state) = overlay, state.view == view, state.column == column, state.frequency == nil else { return }
    state.looked = looked
    overlay = .frequency(state)
  }

  mutating func valuesCounted(_ view: RowView, _ column: Int, _ frequency: ColumnFrequency) {
    guard case .frequency(var state) = overlay, state.view == view, state.column == column else { return }
    state.frequency = frequency
    overlay = .frequency(state)
  }

  /// The counting failed: its window has nothing to show.
  mutating func valuesNotCounted(_ view: RowView, _ column: Int) {
    guard case .frequency(let state) = overlay, state.view == view, state.column == column, state.frequency == nil else { return }
    overlay = nil
  }

  mutating func performList(_ command: Command) {
    switch overlay {
    case .frequency(var state):
      state.cursor = listPlace(state.cursor, count: state.frequency?.lines.count ?? 0, command)
      overlay = .frequency(state)
    case .rowColumns(let cursor): performColumns(command, cursor)
    default: break
    }
  }

  private func listPlace(_ place: Int, count: Int, _ command: Command) -> Int {
    switch command {
    case .listDown: moved(place, count: count, page: 10, .moveDown)
    case .listUp: moved(place, count: count, page: 10, .moveUp)
    case .listPageDown: moved(place, count: count, page: 10, .pageDown)
    case .listPageUp: moved(place, count: count, page: 10, .pageUp)
    case .listFirst: moved(place, count: count, page: 10, .first)
    case .listLast: moved(place, count: count, page: 10, .last)
    default: moved(place, count: count, page: 10, .open)
    }
  }

  private mutating func performColumns(_ command: Command, _ cursor: Int) {
    let order = rows.layout.order
    guard let columns = hunt?.rows?.columns, order.indices.contains(cursor) else { return }
    let column = order[cursor]
    let current = rows.currentColumn
    switch command {
    case .listToggle:
      if !rows.layout.hidden.contains(column), rows.layout.shown.count == 1 { say(Wording.lastColumnStays, .note) }
      rows.layout.toggle(column)
    case .listCarryDown: rows.layout.move(column, by: 1)
    case .listCarryUp: rows.layout.move(column, by: -1)
    default:
      overlay = .rowColumns(cursor: listPlace(cursor, count: order.count, command))
      return
    }
    overlay = .rowColumns(cursor: rows.layout.order.firstIndex(of: column) ?? cursor)
    if let current { rows.column = rows.layout.shown.firstIndex(of: current) ?? rows.column }
    columnMemory.keep(rows.layout, of: columns)
  }

  /// Enter: rows with the value under the cursor, or the column under it.
  mutating func acceptList() -> [Effect] {
    var effects: [Effect] = []
    switch overlay {
    case .frequency(let state):
      effects = state.stopsCounting
      guard let lines = state.frequency?.lines, lines.indices.contains(state.cursor), let columns = hunt?.rows?.columns,
        columns.indices.contains(state.column)
      else { break }
      add(filter: lines[state.cursor].value, of: columns[state.column], isInverse: false)
    case .rowColumns(let cursor):
      let order = rows.layout.order
      if order.indices.contains(cursor), let place = rows.layout.shown.firstIndex(of: order[cursor]) { rows.column = place }
    default: break
    }
    overlay = nil
    return effects
  }
}
