internal import Canvas
internal import Casefile
internal import HuntPipeline

/// How often each value of a column occurs, as bars; how numbers and times spread stands above them.
enum FrequencyOverlay {
  static func draw(_ model: Model, _ state: FrequencyState, _ theme: Theme, _ surface: inout Surface) {
    let columns = model.hunt?.rows?.columns ?? []
    let name = columns.indices.contains(state.column) ? columns[state.column].name : ""
    let inside = Window.open(Wording.valuesTitle(name), width: 100, height: surface.size.height - 4, theme, &surface)
    guard let frequency = state.frequency else {
      surface.draw(Wording.counting(state.looked, of: state.view.rowCount), in: inside.row(0), theme[.busy])
      return
    }
    var head = Wording.frequencyHead(frequency, filter: state.view.filter)
    if let partial = model.hunt?.rows?.partial { head += " · " + Wording.partial(partial) }
    surface.draw(head, in: inside.row(0), theme[.overlayTitle])
    var rest = inside.cutTop(1).rest
    if frequency.uncounted > 0 {
      surface.draw(Wording.uncounted(frequency), in: rest.row(0), theme[.warning])
      rest = rest.cutTop(1).rest
    }
    if let spread = frequency.spread, rest.height > 8 {
      drawSpread(spread, theme, &surface, rest)
      rest = rest.cutTop(2).rest
    }
    rest = rest.cutTop(1).rest
    guard !frequency.lines.isEmpty else {
      surface.draw(Wording.noValues, in: rest.row(0), theme[.textDim])
      return
    }
    drawLines(frequency, state.cursor, theme, &surface, rest)
  }

  private static func drawSpread(_ spread: ColumnFrequency.Spread, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let bars = rect.row(0)
    surface.sparkline(Bars.spread(spread.counts, over: min(bars.width, spread.counts.count)), in: bars, theme[.histogram])
    let ends = Rect(x: bars.x, y: bars.y + 1, width: min(bars.width, spread.counts.count), height: 1)
    surface.draw(RowsPane.cell(spread.least), in: ends, theme[.textDim])
    surface.draw(RowsPane.cell(spread.greatest), in: ends, theme[.textDim], align: .right)
  }

  private static func drawLines(
    _ frequency: ColumnFrequency, _ cursor: Int, _ theme: Theme, _ surface: inout Surface, _ rect: Rect
  ) {
    let top = Model.top(0, cursor: cursor, count: frequency.lines.count, height: rect.height)
    let most = Double(frequency.lines.map(\.count).max() ?? 1)
    let bar = min(24, rect.width / 4)
    let figures = 18
    for offset in 0..<rect.height {
      let place = top + offset
      guard frequency.lines.indices.contains(place) else { break }
      let line = rect.row(offset)
      let isCursor = place == cursor
      let role: Role = isCursor ? .selection : .text
      if isCursor { surface.fill(line, theme[.selection]) }
      let item = frequency.lines[place]
      let name = line.cutRight(bar + figures + 1).rest
      // Behind the first half the rarest begin; what is between them is not shown.
      let isGap = frequency.leftOut > 0 && place == ColumnFrequency.mostLines / 2
      let text = (isGap ? Wording.leftOut(frequency.leftOut) + " " : "") + RowsPane.cell(item.value)
      surface.draw((isCursor ? "› " : "  ") + text, in: name, theme[role])
      let gauge = Rect(x: name.right + 1, y: line.y, width: bar, height: 1)
      surface.gauge(Double(item.count) / most, in: gauge, filled: theme[.histogram], empty: theme[isCursor ? .selection : .overlay])
      let counts = Rect(x: gauge.right, y: line.y, width: figures, height: 1)
      let (share, count) = counts.cutRight(6)
      surface.draw(Figures.grouped(item.count), in: count, theme[isCursor ? .selection : .number], align: .right)
      surface.draw(
        Figures.percent(Double(item.count), of: Double(frequency.rows)), in: share, theme[isCursor ? .selection : .textDim], align: .right)
    }
  }
}

/// All columns of the rows, to show, hide and move them.
enum RowColumnsOverlay {
  static func draw(_ model: Model, _ cursor: Int, _ theme: Theme, _ surface: inout Surface) {
    let columns = model.hunt?.rows?.columns ?? []
    let layout = model.rows.layout
    let inside = Window.open(
      Wording.rowColumnsTitle, width: 56, height: min(surface.size.height - 4, layout.order.count + 2), theme, &surface)
    let top = Model.top(0, cursor: cursor, count: layout.order.count, height: inside.height)
    let frozen = Set(layout.shown.prefix(layout.frozen))
    for (offset, column) in layout.order.dropFirst(top).prefix(inside.height).enumerated() where columns.indices.contains(column) {
      let line = inside.row(offset)
      let isCursor = top + offset == cursor
      let isHidden = layout.hidden.contains(column)
      if isCursor { surface.fill(line, theme[.selection]) }
      let role: Role = isCursor ? .selection : isHidden ? .textDim : .text
      surface.draw("\(isCursor ? "›" : " ") \(isHidden ? "[ ]" : "[x]") \(columns[column].name)", in: line, theme[role])
      let note = columns[column].type.rawValue + (frozen.contains(column) ? " · frozen" : "")
      surface.draw(note, in: line.cutRight(18).right, theme[isCursor ? .selection : .textDim], align: .right)
    }
  }
}
