internal import Canvas
internal import Casefile
internal import HuntPipeline

/// A change of alerts: what is chosen, then the exact requests, then what the services answered.
enum WriteBackOverlay {
  static func draw(_ model: Model, _ state: WriteBackState, _ theme: Theme, _ surface: inout Surface) {
    let width = min(96, surface.size.width - 4)
    let lines = state.phase == .choosing ? form(model, state, theme, width: width - 4) : lines(model, state, theme, width: width - 4)
    let title = Wording.writeBackTitle(state)
    let inside = Window.open(title, width: width, height: lines.count + 4, theme, &surface)
    let (answer, body) = inside.cutBottom(1)
    Window.draw(lines, from: min(state.scroll, max(0, lines.count - body.height + 1)), in: body, model, &surface)
    let words = Wording.writeBackAnswer(state, model.keys, last: model.sentChange.map { !$0.undoing.isEmpty } ?? false)
    surface.draw(words, in: answer, theme[state.phase == .confirming && !state.isArmed ? .textDim : .overlayTitle])
  }

  private static func form(_ model: Model, _ state: WriteBackState, _ theme: Theme, width: Int) -> [[Span]] {
    let shown = model.presentAlert(of: state)
    var lines: [[Span]] = [[Span(Wording.writeBackOf(state.alerts.count, shown?.title), theme[.textDim])], []]
    for (place, field) in WriteBackState.Field.allCases.enumerated() {
      let isCursor = place == state.cursor
      let style = theme[isCursor ? .selection : .text]
      let now = Wording.present(field, of: shown)
      let wanted = Wording.wanted(field, state.change)
      let mark = isCursor ? "› " : "  "
      let name = padded(Wording.changeField(field), 16)
      let value = wanted ?? Wording.asItIs
      let spans = [
        Span(mark + name, style), Span(padded(value.harmless, 34), wanted == nil ? theme[isCursor ? .selection : .textDim] : style),
        Span(now, theme[.textDim]),
      ]
      lines.append(spans)
    }
    return lines
  }

  /// The requests as they will be sent, each with what became of it.
  static func lines(_ model: Model, _ state: WriteBackState) -> [[Span]] {
    lines(model, state, model.theme, width: min(96, model.size.width - 4) - 4)
  }

  private static func lines(_ model: Model, _ state: WriteBackState, _ theme: Theme, width: Int) -> [[Span]] {
    guard state.phase != .drafting else { return [[Span(Wording.draftingRequests, theme[.textDim])]] }
    var lines: [[Span]] = []
    var place = 0
    for draft in state.drafts {
      lines.append([Span(draft.title.harmless, theme[.textStrong])])
      for warning in draft.warnings { lines += wrapped("! " + warning, theme[.warning], width) }
      if let problem = draft.problem { lines += wrapped("✗ " + Wording.line(problem), theme[.bad], width) }
      for request in draft.requests {
        lines += wrapped("\(request.method) \(request.address)", theme[.field], width)
        lines += wrapped(request.body, theme[.text], width)
        if state.results.indices.contains(place) {
          switch state.results[place] {
          case .answered(let words, let remark, let isAsAsked):
            lines += wrapped((isAsAsked ? "✓ " : "! ") + words, theme[isAsAsked ? .good : .warning], width)
            if let remark { lines += wrapped("! " + remark, theme[.warning], width) }
          case .leftOut: lines += wrapped(Wording.requestLeftOut, theme[.warning], width)
          case .failed(let problem): lines += wrapped("✗ " + Wording.line(problem), theme[.bad], width)
          }
        } else if state.phase == .sending {
          lines.append([Span(Wording.underWay(since: place == state.results.count ? state.sentAt : nil, now: model.now), theme[.busy])])
        } else if state.phase == .ended {
          lines.append([Span(Wording.requestNotSent, theme[.warning])])
        }
        place += 1
      }
      lines.append([])
    }
    return lines
  }

  /// Filled with blanks to so many cells, and cut where it is longer.
  private static func padded(_ text: String, _ width: Int) -> String {
    let fitting = text.cellWidth < width ? text : String(text.wrapped(cells: width - 2).first ?? "") + "…"
    return fitting + String(repeating: " ", count: max(0, width - fitting.cellWidth))
  }

  private static func wrapped(_ text: String, _ style: Style, _ width: Int) -> [[Span]] {
    text.harmless.wrapped(cells: max(8, width)).map { [Span(String($0), style)] }
  }
}
