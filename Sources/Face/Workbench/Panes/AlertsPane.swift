internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The list of alerts with its histogram and its filter.
package enum AlertsPane {
  static func figures(_ model: Model) -> [Span] {
    let theme = model.theme
    let state = model.alerts
    var spans = [Span(Wording.alertCount(state.matching, state.total), theme[.titleFigure])]
    if !state.marks.isEmpty { spans.append(Span("\(Figures.grouped(state.marks.count)) marked", theme[.mark])) }
    if !state.listing.filter.isEmpty, state.filterEditor == nil { spans.append(Span("/\(state.listing.filter)", theme[.warning])) }
    spans.append(Span(Wording.sorted(state.listing), theme[.title]))
    if let span = state.span { spans.append(Span(Figures.length(span.length), theme[.title])) }
    return spans
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let layout = ScreenLayout(model)
    var rest = rect
    if layout.histogramLines > 0 {
      let (top, below) = rest.cutTop(layout.histogramLines)
      drawHistogram(model, theme, &surface, top)
      rest = below
    }
    if let editor = model.alerts.filterEditor {
      let (top, below) = rest.cutTop(1)
      drawFilter(editor, model, theme, &surface, top)
      rest = below
    }
    guard model.alerts.hasArrived else {
      surface.draw(Wording.loadingAlerts, in: rest.inset(1, 0), theme[.textDim])
      return
    }
    guard model.alerts.matching > 0 else {
      let filter = model.alerts.listing.filter
      let unknown = FilterWords.unknownField(in: filter).map { " " + Wording.unknownField($0) } ?? ""
      surface.drawWrapped(filter.isEmpty ? Wording.noAlerts : Wording.noMatch(filter) + unknown, in: rest.inset(2, 0), theme[.textDim])
      return
    }
    drawLines(model, theme, &surface, rest, hasHead: layout.hasAlertHead)
  }

  private static func drawHistogram(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let bars = rect.row(0).inset(1, 0)
    surface.sparkline(Bars.spread(model.alerts.histogram, over: bars.width), in: bars, theme[.histogram])
    guard rect.height > 1, let span = model.alerts.span else { return }
    let dates = rect.row(1).inset(1, 0)
    let middle = DateTime(ticks: span.from.ticks / 2 + span.to.ticks / 2)
    surface.draw(Figures.date(span.from, zone: model.zone), in: dates, theme[.textDim])
    if dates.width > 30 { surface.draw(Figures.date(middle, zone: model.zone), in: dates, theme[.textDim], align: .centre) }
    surface.draw(Figures.date(span.to, zone: model.zone), in: dates, theme[.textDim], align: .right)
  }

  private static func drawFilter(_ editor: TextEditor, _ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let line = rect.inset(1, 0)
    surface.draw(Wording.filterPrompt, in: line, theme[.inputPrompt])
    let (_, text) = line.cutLeft(2)
    if editor.isEmpty { surface.draw(Wording.filterHint, in: text, theme[.inputHint]) }
    EditorLine.draw(editor, line: 0, isFocused: model.overlay == nil, in: text, theme[.input], &surface)
  }

  /// As wide as the entities of the page that is here, so that the column stays as it is while one scrolls.
  private static func entityWidth(_ model: Model, width: Int) -> Int {
    min(width >= 84 ? width / 4 : 12, max(Wording.alertColumns[3].cellWidth, model.alerts.entityWidth))
  }

  /// The columns of a list that is so wide, its entities included.
  private static func table(width: Int, entity: Int) -> Table {
    var columns: [Table.Column] = [
      Table.Column(Wording.alertColumns[0], .fixed(3)), Table.Column(Wording.alertColumns[1], .fixed(width >= 84 ? 12 : 6), align: .right),
      Table.Column(Wording.alertColumns[2], .share(weight: 3, least: 12)),
      Table.Column(Wording.alertColumns[3], .fixed(entity)),
    ]
    if width >= 84 { columns.append(Table.Column(Wording.alertColumns[4], .fixed(17))) }
    if width >= 96 { columns.append(Table.Column(Wording.alertColumns[5], .fixed(10))) }
    if width >= 110 { columns.append(Table.Column(Wording.alertColumns[6], .fixed(10))) }
    return Table(columns)
  }

  private static func drawLines(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect, hasHead: Bool) {
    let table = table(width: rect.width, entity: entityWidth(model, width: rect.width))
    let body = Rect(x: rect.x + 2, y: rect.y, width: rect.width - 3, height: rect.height)
    let widths = table.widths(total: body.width)
    var y = 0
    if hasHead {
      surface.drawTitles(of: table, widths: widths, in: body.row(0), theme[.columnHead])
      y = 1
    }
    for place in model.alerts.top..<max(model.alerts.top, min(model.alerts.matching, model.alerts.top + rect.height - y)) {
      let row = rect.row(y)
      let isCursor = place == model.alerts.cursor
      CursorRow.draw(isCursor, isFocused: model.focus == .alerts, in: row, theme, &surface)
      if let line = model.alerts.line(at: place) {
        let isMarked = model.alerts.isMarked(line.id)
        if isMarked || model.alerts.isInRange(place) { surface.draw(isMarked ? "●" : "○", at: Point(x: row.x + 1, y: row.y), theme[.mark]) }
        let entity = BadgeSpans.marked(EntityLabel.short(line.entity), of: line.entity, room: widths[3], model)
        // An address that was cut would be another one: its row's title gives way.
        let excess = EntityLabel.isAddress(entity) ? min(max(0, entity.cellWidth - widths[3]), max(0, widths[2] - 8)) : 0
        var own = widths
        own[2] -= excess
        own[3] += excess
        let spans = cells(line, entity: entity, model, theme, isCursor: isCursor, isWide: rect.width >= 84)
        surface.draw(spans, of: table, widths: own, in: body.row(y))
      } else {
        surface.draw("…", at: Point(x: body.x, y: row.y), theme[.textDim])
      }
      y += 1
    }
  }

  /// The time of day for today, the date before; both where there is room.
  private static func when(_ moment: DateTime, _ model: Model, isLong: Bool) -> String {
    guard isLong else { return Figures.brief(moment, now: model.now, zone: model.zone) }
    return "\(Figures.date(moment, zone: model.zone)) \(Figures.clock(moment, zone: model.zone).prefix(5))"
  }

  private static func cells(_ line: AlertLine, entity: String, _ model: Model, _ theme: Theme, isCursor: Bool, isWide: Bool) -> [Span] {
    let severity = SeverityMark(line.severity)
    return [
      Span("\(severity.shape) \(severity.letter)", theme[severity.role]),
      Span(when(line.created, model, isLong: isWide), theme[.time]),
      Span(line.title, theme[isCursor ? .textStrong : .text]), Span(entity, theme[.text]), Span(line.category, theme[.textDim]),
      Span(line.status, theme[.textDim]), Span(line.source, theme[.textDim]),
    ]
  }
}
