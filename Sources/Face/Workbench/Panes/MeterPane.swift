internal import Canvas
internal import Casefile
internal import HuntPipeline

/// What the hunt takes of window, tier and budget: estimated with `~`, counted without.
package enum MeterPane {
  static func figures(_ model: Model) -> [Span] { [Span(card(model)?.name ?? model.place.model, model.theme[.titleFigure])] }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let inside = rect.inset(1, 0)
    if isOffline(model) {
      drawOffline(model, theme, &surface, inside)
      return
    }
    drawWindow(model, theme, &surface, inside.row(0))
    drawTier(model, theme, &surface, inside.row(1))
    surface.draw(money(model, theme), in: inside.row(2))
    drawReduction(model, theme, &surface, inside.row(3))
  }

  /// The one line for narrow screens.
  static func drawLine(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    if isOffline(model) {
      surface.draw(offlineLine(model, theme), in: rect)
      return
    }
    let input = tokensIn(model)
    var spans = [
      Span(" in ", theme[.textDim]), Span(input.map { Figures.short($0.count).withTilde($0.isEstimated) } ?? "–", theme[.number]),
    ]
    if let input, let window = card(model)?.contextWindow {
      spans.append(Span(" \(Figures.percent(Double(input.count), of: Double(window)))", theme[.textDim]))
    }
    spans += [
      Span("  out ", theme[.textDim]), Span(Figures.short(model.hunt?.usage.output ?? 0), theme[.number]), Span("  ", theme[.textDim]),
    ]
    spans += money(model, theme)
    spans += [Span("  \(card(model)?.name ?? model.place.model)", theme[.textDim])]
    surface.draw(spans, in: rect)
  }

  private static func choice(_ model: Model) -> ModelChoice? { model.hunt?.analysisChoice ?? model.hunt?.draftChoice }
  private static func card(_ model: Model) -> ModelCard? { choice(model)?.model }

  /// Input tokens: counted by the provider once it reported, estimated before.
  private static func tokensIn(_ model: Model) -> (count: Int, isEstimated: Bool)? {
    if let hunt = model.hunt, hunt.usage.input > 0, hunt.stage != .awaitingCostConsent { return (hunt.usage.input, false) }
    return choice(model).map { ($0.inputTokens, $0.isEstimated) }
  }

  private static func drawWindow(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let input = tokensIn(model)
    let window = card(model)?.contextWindow
    let count = input.map { Figures.grouped($0.count).withTilde($0.isEstimated) } ?? "–"
    let ceiling = card(model)?.isOffline == true || input == nil ? "" : " / \(window.map(Figures.short) ?? Wording.unknown)  "
    let spans = [
      Span("in  ", theme[.textDim]), Span(count, theme[.number]),
      Span(ceiling, theme[.textDim]),
    ]
    let used = surface.draw(spans, in: rect)
    let out = "out \(Figures.grouped(model.hunt?.usage.output ?? 0))"
    let (right, rest) = rect.cutRight(out.count)
    surface.draw(out, in: right, theme[.text])
    drawGauge(
      Double(input?.count ?? 0), of: window.map(Double.init), model, theme, &surface,
      Rect(x: rect.x + used, y: rect.y, width: rest.right - rect.x - used - 3, height: 1))
  }

  /// A gauge with its share in figures behind it, in the colour its fullness deserves.
  private static func drawGauge(_ part: Double, of whole: Double?, _ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    guard let whole, whole > 0, rect.width >= 8 else { return }
    let share = part / whole
    let role: Role = share > 1 ? .gaugeOver : share >= model.spend.budget.warnRatio ? .gaugeWarning : .gauge
    let figure = Figures.percent(part, of: whole)
    let (right, bar) = rect.cutRight(5)
    surface.gauge(share, in: bar, filled: theme[role], empty: theme[.gaugeGround])
    surface.draw(figure, in: right, theme[share >= model.spend.budget.warnRatio ? .warning : .textDim], align: .right)
  }

  private static func drawTier(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    guard let card = card(model), !card.isOffline else {
      surface.draw(card(model) == nil ? "tier –" : Wording.costsNothing, in: rect, theme[.textDim])
      return
    }
    guard let tier = model.spend.tier, let limit = card.limitsByTier[tier] else {
      surface.draw("tier \(model.spend.tier ?? "") limit \(Wording.unknown)", in: rect, theme[.textDim])
      return
    }
    let input = tokensIn(model)?.count ?? 0
    let used = surface.draw(
      "tier \(tier)  ~\(Figures.short(input)) / \(Figures.short(limit.tokensPerMinute)) per min  ", in: rect, theme[.textDim])
    drawGauge(
      Double(input), of: Double(limit.tokensPerMinute), model, theme, &surface,
      Rect(x: rect.x + used, y: rect.y, width: rect.width - used, height: 1))
  }

  /// Estimate beside actual, this hunt beside today, each with its cap.
  private static func money(_ model: Model, _ theme: Theme) -> [Span] {
    let budget = model.spend.budget
    let actual = model.hunt.map { $0.cost.map(short) ?? Wording.priceUnknown } ?? short(.zero)
    var spans = [Span(Wording.hunt + " ", theme[.textDim])]
    if let estimate = estimate(model) {
      let isSpent = (model.hunt?.usage.input ?? 0) > 0
      spans.append(Span(isSpent ? "\(actual) (\(estimate))" : estimate, theme[.money]))
    } else {
      spans.append(Span(actual, theme[.money]))
    }
    spans.append(Span("/\(budget.perHunt.map(short) ?? Wording.noCap)", theme[.textDim]))
    let isNear = zip(model.spend.today, budget.perDay).map { $0.dollars >= $1.dollars * budget.warnRatio } ?? false
    spans.append(Span(" · \(Wording.today) ", theme[.textDim]))
    spans.append(Span(model.spend.today.map(short) ?? "–", theme[isNear ? .warning : .money]))
    spans.append(Span("/\(budget.perDay.map(short) ?? Wording.noCap)", theme[.textDim]))
    return spans
  }

  /// What the chosen model's call is thought to cost; nothing offline, and never a guess.
  private static func estimate(_ model: Model) -> String? {
    guard let choice = choice(model), !choice.model.isOffline else { return nil }
    return choice.estimate.map { "~\(short($0))" } ?? Wording.priceUnknown
  }

  /// `$5` for five dollars sharp.
  private static func short(_ money: Money) -> String {
    let text = "\(money)"
    return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
  }

  private static func drawReduction(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    guard let reduction = model.hunt?.reduction else { return }
    let saved = Double(reduction.tokensBefore) - Double(reduction.tokensAfter)
    var text = "\(Wording.count(reduction.rowsIn, "row")) → \(Wording.count(reduction.groups, "line"))"
    if reduction.tokensBefore > 0, saved > 0 { text += ", saved \(Figures.percent(saved, of: Double(reduction.tokensBefore)))" }
    if reduction.leftOut != nil { text += ", some left out" }
    surface.draw(text, in: rect, theme[reduction.leftOut == nil ? .text : .warning])
  }

  private static func zip<One, Two>(_ one: One?, _ two: Two?) -> (One, Two)? {
    guard let one, let two else { return nil }
    return (one, two)
  }
}

extension String {
  fileprivate func withTilde(_ isEstimated: Bool) -> String { isEstimated ? "~" + self : self }
}
