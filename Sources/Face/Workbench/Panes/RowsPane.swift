internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The rows the query brought, as a table or one row unfolded.
package enum RowsPane {
  static func figures(_ model: Model) -> [Span] {
    let theme = model.theme
    guard let rows = model.hunt?.rows else { return [] }
    var spans = [Span(Figures.grouped(rows.count) + (rows.isComplete ? "" : " …"), theme[.titleFigure])]
    if let partial = rows.partial { spans.append(Span(Wording.partial(partial), theme[.warning])) }
    return spans
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    guard let progress = model.hunt?.rows, progress.count > 0 else {
      let words = model.hunt?.empty == nil ? Wording.rowsHint : Wording.emptyTitle
      surface.drawWrapped(words, in: rect.inset(1, 0), theme[.textDim])
      return
    }
    if model.rows.isUnfolded {
      drawUnfolded(model, progress, theme, &surface, rect)
      return
    }
    let gutter = max(3, Figures.grouped(progress.count).count) + 2
    let table = Rect(x: rect.x + gutter + 1, y: rect.y, width: rect.width - gutter - 1, height: rect.height)
    draw(progress.columns.map { Span($0.name, theme[.columnHead]) }, model, &surface, table.row(0))
    let proving = Set(model.provingRows)
    for offset in 1..<max(1, rect.height) {
      let place = model.rows.top + offset - 1
      guard place < progress.count else { break }
      let row = rect.row(offset)
      let isCursor = place == model.rows.cursor
      CursorRow.draw(isCursor, isFocused: model.focus == .rows, in: row, theme, &surface)
      let number = Rect(x: row.x + 1, y: row.y, width: gutter - 2, height: 1)
      surface.draw(Figures.grouped(place + 1), in: number, theme[.lineNumber], align: .right)
      if proving.contains(place + 1) { surface.draw("✓", at: Point(x: row.x + gutter - 1, y: row.y), theme[.proving]) }
      guard let cells = model.rows.row(at: place) else {
        surface.draw("…", in: table.row(offset), theme[.textDim])
        continue
      }
      draw(cells.enumerated().map { Span(cell($1), theme[role(progress.columns, $0)]) }, model, &surface, table.row(offset))
    }
  }

  private static func role(_ columns: [Column], _ index: Int) -> Role {
    guard columns.indices.contains(index) else { return .text }
    switch columns[index].type {
    case .datetime, .timespan: return .time
    case .int, .long, .real, .decimal: return .number
    default: return .text
    }
  }

  private static func draw(_ cells: [Span], _ model: Model, _ surface: inout Surface, _ rect: Rect) {
    var x = rect.x
    for index in cells.indices.dropFirst(model.rows.leftColumn) where x < rect.right {
      let wide = model.rows.widths.indices.contains(index) ? model.rows.widths[index] : 12
      let isLast = index == cells.count - 1
      let place = Rect(x: x, y: rect.y, width: isLast ? rect.right - x : min(wide, rect.right - x), height: rect.height)
      let isRight = model.hunt?.rows?.columns.indices.contains(index) == true && model.hunt?.rows?.columns[index].type.isNumeric == true
      surface.draw(cells[index].text, in: place, cells[index].style, align: isRight && !isLast ? .right : .left)
      x += wide + 1
    }
  }

  /// A value as a table has room for it: seconds are enough, and a long value is cut before it is drawn.
  static func cell(_ value: Value) -> String {
    switch value {
    case .datetime(let moment): moment.text(decimals: moment.ticks % DateTime.ticksPerSecond == 0 ? 0 : 3)
    case .string(let text): String(text.unicodeScalars.prefix(400))
    default: String(value.text.unicodeScalars.prefix(400))
    }
  }

  private static func drawUnfolded(_ model: Model, _ progress: RowsProgress, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let inside = rect.inset(1, 0)
    surface.draw(Wording.rowPlace(model.rows.cursor + 1, progress.count), in: inside.row(0), theme[.columnHead])
    guard let cells = model.rows.row(at: model.rows.cursor) else {
      surface.draw(Wording.loadingRows, in: inside.row(1), theme[.textDim])
      return
    }
    let enough = model.rows.unfoldedScroll + rect.height
    let lines = unfolded(Array(Swift.zip(progress.columns, cells)), model.theme, width: inside.width, enough: enough)
    for (offset, line) in lines.dropFirst(model.rows.unfoldedScroll).prefix(max(0, rect.height - 1)).enumerated() {
      surface.draw(line, in: inside.row(offset + 1))
    }
  }

  /// Lines of the row that is unfolded, counted up to a hundred screens.
  static func unfoldedLines(_ model: Model, width: Int) -> Int {
    guard let progress = model.hunt?.rows, let cells = model.rows.row(at: model.rows.cursor), width > 2 else { return 0 }
    let enough = min(10_000, model.rows.unfoldedScroll + model.size.height)
    return unfolded(Array(Swift.zip(progress.columns, cells)), model.theme, width: width - 2, enough: enough).count
  }

  /// A row as one cell below the other; no more lines are made than are enough.
  private static func unfolded(_ cells: [(column: Column, value: Value)], _ theme: Theme, width: Int, enough: Int) -> [[Span]] {
    let longest = cells.map(\.column.name.count).max() ?? 8
    let indent = min(longest, max(8, width / 3)) + 2
    var lines: [[Span]] = []
    for (column, value) in cells where !value.isEmpty && lines.count < enough {
      let name = column.name.truncated(cells: indent - 2)
      // A cell of megabytes is wrapped only as far as the screen can show.
      let text = String(value.text.unicodeScalars.prefix((enough - lines.count + 1) * max(1, width)))
      lines += SpanWrapping.labelled(name, text, label: theme[.field], text: theme[.textStrong], width: width, indent: indent)
    }
    return lines
  }
}
