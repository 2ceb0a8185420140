internal import Canvas
internal import Casefile
internal import HuntPipeline

/// Subscriptions of Office 365: what there is, then the exact requests, then what the service answered.
enum SubscriptionsOverlay {
  static func draw(_ model: Model, _ state: SubscriptionsState, _ theme: Theme, _ surface: inout Surface) {
    let width = width(surface.size.width)
    let lines = lines(model, state, theme, width: width - 4)
    let inside = Window.open(Wording.subscriptionsTitle(state), width: width, height: lines.count + 4, theme, &surface)
    let (answer, body) = inside.cutBottom(1)
    let shown = max(1, body.height - 1)
    // While types are chosen, the one under the cursor is on screen.
    let top =
      state.phase == .choosing
      ? Model.top(0, cursor: lines.count - state.offers.count + state.cursor, count: lines.count, height: shown)
      : min(state.scroll, max(0, lines.count - shown))
    Window.draw(lines, from: top, in: body, model, &surface)
    surface.draw(
      Wording.subscriptionsAnswer(state, model.keys), in: answer,
      theme[state.phase == .confirming && !state.isArmed ? .textDim : .overlayTitle])
  }

  /// The lines of the window as it is on screen.
  static func lines(_ model: Model, _ state: SubscriptionsState) -> [[Span]] {
    lines(model, state, model.theme, width: width(model.size.width) - 4)
  }

  private static func width(_ screen: Int) -> Int { min(96, screen - 4) }

  private static func lines(_ model: Model, _ state: SubscriptionsState, _ theme: Theme, width: Int) -> [[Span]] {
    switch state.phase {
    case .drafting:
      if let problem = state.problem { return wrapped(Wording.line(problem), theme[.bad], width) }
      return [[Span(Wording.readingSubscriptions, theme[.busy])]]
    case .choosing: return choice(state, theme, width: width)
    case .confirming, .sending, .ended: return requests(state, theme, width: width)
    }
  }

  private static func choice(_ state: SubscriptionsState, _ theme: Theme, width: Int) -> [[Span]] {
    let rows = state.offers.enumerated().map { place, offer -> [Span] in
      let isCursor = place == state.cursor
      let plain = theme[isCursor ? .selection : offer.isEnabled ? .textDim : .text]
      let sign = offer.isEnabled ? "✓" : state.chosen.contains(offer.type) ? "●" : "○"
      return [
        Span("\(isCursor ? "›" : " ") \(sign) ", plain), Span(Wording.oneLine(offer.type).fitted(cells: 28), plain),
        Span(Wording.subscription(offer, isChosen: state.chosen.contains(offer.type)), theme[offer.isEnabled ? .good : .textDim]),
      ]
    }
    return wrapped(Wording.subscriptionsMean, theme[.textDim], width) + [[]] + rows
  }

  private static func requests(_ state: SubscriptionsState, _ theme: Theme, width: Int) -> [[Span]] {
    state.requests.enumerated().flatMap { place, request -> [[Span]] in
      var lines = wrapped("\(request.method) \(request.address)", theme[.field], width)
      lines += wrapped(request.consequence, theme[.text], width)
      if state.results.indices.contains(place) {
        switch state.results[place] {
        case .started(let words): lines += wrapped("✓ " + words, theme[.good], width)
        case .failed(let problem): lines += wrapped("✗ " + Wording.line(problem), theme[.bad], width)
        }
      } else if state.phase == .sending {
        lines.append([Span(Wording.requestUnderWay, theme[.busy])])
      }
      return lines + [[]]
    }
  }

  private static func wrapped(_ text: String, _ style: Style, _ width: Int) -> [[Span]] {
    text.harmless.wrapped(cells: max(8, width)).map { [Span(String($0), style)] }
  }
}
