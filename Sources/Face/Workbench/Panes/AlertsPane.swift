internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The list of alerts with its histogram and its filter.
package enum AlertsPane {
  static func figures(_ model: Model) -> [Figure] {
    let theme = model.theme
    let state = model.alerts
    let count = state.isCounted ? Wording.alertCount(state.matching, state.total) : Wording.uncounted(state.total)
    var spans = [Figure(count, theme[.titleFigure])]
    if state.problem != nil { spans.insert(Figure(Wording.notRead(model.keys.label(of: .refresh)), theme[.bad]), at: 0) }
    let age = age(model)
    if let (words, role) = Wording.sources(model.sources, now: model.now, waitsForSignIn: model.signIn != nil) {
      spans.append(Figure(words, theme[role], isNeeded: true))
      // Where not all is well, how old the rest is belongs to it.
      if let age, !model.sources.failed.isEmpty { spans.append(age) }
    }
    if state.newCount > 0 { spans.append(Figure(Wording.new(state.newCount), theme[.good])) }
    if !state.marks.isEmpty { spans.append(Figure("\(Figures.grouped(state.marks.count)) marked", theme[.mark])) }
    if let range = state.listing.range {
      spans.append(
        Figure("\(Figures.stretch(range, now: model.now, zone: model.zone)) \(model.zone.label)", theme[.warning], isNeeded: true))
    }
    if !state.listing.filter.isEmpty, state.filterEditor == nil {
      spans.append(Figure("/\(state.listing.filter)", theme[.warning], isNeeded: true))
    }
    if let grouping = state.listing.grouping { spans.append(Figure(Wording.byGroup(grouping), theme[.title])) }
    spans.append(Figure(Wording.sorted(state.listing), theme[.title]))
    if let age, model.sources.failed.isEmpty { spans.append(age) }
    if state.listing.range == nil, let span = state.span { spans.append(Figure(Figures.length(span.length), theme[.title])) }
    return spans
  }

  /// How long ago the alerts were read, and whether they are read again.
  private static func age(_ model: Model) -> Figure? {
    let refresh = model.alerts.refresh
    guard refresh.seconds > 0, let read = model.listRead else { return nil }
    let words = Wording.readAgo(Int((model.now - read).totalSeconds / 60), isPaused: refresh.isPaused)
    return Figure(words, model.theme[.title], isNeeded: !model.sources.failed.isEmpty)
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let layout = ScreenLayout(model)
    var rest = rect
    if layout.histogramLines > 0 {
      let (top, below) = rest.cutTop(layout.histogramLines)
      AlertHistogram.draw(model, theme, &surface, top)
      rest = below
    }
    if let editor = model.alerts.filterEditor {
      let (top, below) = rest.cutTop(1)
      drawFilter(editor, model, theme, &surface, top)
      rest = below
    }
    if let problem = model.alerts.problem, model.alerts.lines.isEmpty {
      surface.drawWrapped(Wording.line(problem), in: rest.inset(2, 0), theme[.bad])
      return
    }
    guard model.alerts.hasArrived else {
      surface.draw(Wording.loadingAlerts, in: rest.inset(1, 0), theme[.textDim])
      return
    }
    guard model.alerts.lineCount > 0 else {
      let filter = model.alerts.listing.filter
      if !model.alerts.isCounted || filter.isEmpty && model.alerts.listing.range != nil {
        let words = model.alerts.isCounted ? Wording.noneInRange : Wording.noMatch(filter, isCounted: false)
        surface.drawWrapped(words, in: rest.inset(2, 0), theme[.textDim])
        return
      }
      let failed = model.sources.failed
      if filter.isEmpty, !failed.isEmpty { return FailedSources.draw(failed, model, theme, &surface, rest.inset(2, 0)) }
      let unknown = FilterWords.unknownField(in: filter).map { " " + Wording.unknownField($0) } ?? ""
      surface.drawWrapped(filter.isEmpty ? Wording.noAlerts : noMatch(model) + unknown, in: rest.inset(2, 0), theme[.textDim])
      return
    }
    drawLines(model, theme, &surface, rest, hasHead: layout.hasAlertHead)
  }

  private static func noMatch(_ model: Model) -> String {
    let filter = model.alerts.listing.filter
    return model.alerts.filterEditor == nil ? Wording.noMatch(filter) : Wording.noMatchTyped(filter, before: model.alerts.before.filter)
  }

  private static func drawFilter(_ editor: TextEditor, _ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let line = rect.inset(1, 0)
    surface.draw(Wording.filterPrompt, in: line, theme[.inputPrompt])
    let (_, text) = line.cutLeft(2)
    if editor.isEmpty { surface.draw(Wording.filterHint, in: text, theme[.inputHint]) }
    EditorLine.draw(editor, line: 0, isFocused: model.overlay == nil, in: text, theme[.input], &surface)
  }

  private static func drawLines(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect, hasHead: Bool) {
    let rows = AlertRows(model, theme, width: rect.width)
    let body = Rect(x: rect.x + 2, y: rect.y, width: rect.width - 3, height: rect.height)
    var y = 0
    if hasHead {
      rows.drawTitles(in: body.row(0), &surface)
      y = 1
    }
    for place in model.alerts.top..<max(model.alerts.top, min(model.alerts.lineCount, model.alerts.top + rect.height - y)) {
      let row = rect.row(y)
      let isCursor = place == model.alerts.cursor
      CursorRow.draw(isCursor, isFocused: model.focus == .alerts && model.alerts.walk == nil, in: row, theme, &surface)
      if let line = model.alerts.line(at: place) {
        let isMarked = model.alerts.isMarked(line)
        let sign = isMarked ? (line.isNew ? "◉" : "●") : model.alerts.isInRange(place) ? "○" : line.isNew ? "+" : " "
        surface.draw(sign, at: Point(x: row.x + 1, y: row.y), theme[sign == "+" ? .good : .mark])
        rows.draw(line, isCursor: isCursor, in: body.row(y), &surface)
      } else {
        surface.draw("…", at: Point(x: body.x, y: row.y), theme[.textDim])
      }
      y += 1
    }
  }
}
