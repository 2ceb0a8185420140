internal import Canvas
internal import Casefile
internal import HuntPipeline

/// What the hunt takes of window, tier and budget: estimated with `~`, counted without.
package enum MeterPane {
  static func figures(_ model: Model) -> [Figure] { [Figure(card(model)?.name ?? model.place.model, model.theme[.titleFigure])] }

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
    if let hunt = model.hunt, hunt.usage.input > 0, hunt.stage != .awaitingCostConsent {
      return (hunt.usage.input, hunt.usage.isEstimated)
    }
    // A window holds one call, however many there are.
    return choice(model).map { ($0.callTokens.max() ?? $0.inputTokens, $0.isEstimated) }
  }

  private static func drawWindow(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let input = tokensIn(model)
    let window = card(model)?.contextWindow
    let count = input.map { Figures.grouped($0.count).withTilde($0.isEstimated) } ?? "–"
    let ceiling = card(model)?.isOffline == true || input == nil ? "" : " / \(window.map(Figures.short) ?? Wording.unknown)  "
    let cached = model.hunt?.usage.cached ?? 0
    let spans = [
      Span("in  ", theme[.textDim]), Span(count, theme[.number]),
      Span(cached > 0 ? " (\(Figures.short(cached)) cached)" : "", theme[.textDim]), Span(ceiling, theme[.textDim]),
    ]
    let used = surface.draw(spans, in: rect)
    let out = "out " + Figures.grouped(model.hunt?.usage.output ?? 0).withTilde(model.hunt?.usage.isEstimated ?? false)
    let (right, rest) = rect.cutRight(out.count)
    surface.draw(out, in: right, theme[.text])
    drawGauge(
      Double(input?.count ?? 0), of: window.map(Double.init), model, theme, &surface,
      Rect(x: rect.x + used, y: rect.y, width: rest.right - rect.x - used - 3, height: 1))
  }

  /// A gauge with its share in figures behind it, in the colour its fullness deserves.
  private static func drawGauge(_ part: Double, of whole: Double?, _ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    guard let whole, whole > 0, rect.width >= 4 else { return }
    let share = part / whole
    let role: Role = share > 1 ? .gaugeOver : share >= model.spend.budget.warnRatio ? .gaugeWarning : .gauge
    let figure = Figures.percent(part, of: whole)
    let (right, bar) = rect.cutRight(5)
    // With no room for the bar the share still stands as a figure.
    if bar.width >= 3 { surface.gauge(share, in: bar, filled: theme[role], empty: theme[.gaugeGround]) }
    surface.draw(figure, in: right, theme[share >= model.spend.budget.warnRatio ? .warning : .textDim], align: .right)
  }

  private static func drawTier(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    guard let card = card(model), !card.isOffline else {
      surface.draw(card(model) == nil ? "tier –" : Wording.costsNothing(model.place), in: rect, theme[.textDim])
      return
    }
    guard let tier = model.spend.tier, let limit = card.limitsByTier[tier] else {
      let correction = choice(model)?.correction?.words.map { Wording.countsCorrected($0) } ?? ""
      surface.draw("tier \(model.spend.tier ?? "") limit \(Wording.unknown)\(correction)", in: rect, theme[.textDim])
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
    let isOwn = model.hunt?.usage.isEstimated ?? false
    let actual = model.hunt.map { $0.cost.map { short($0).withTilde(isOwn) } ?? Wording.priceUnknown } ?? short(.zero)
    let planned = (model.hunt?.cost ?? .zero) + ((model.hunt?.usage.input ?? 0) > 0 ? .zero : choice(model)?.estimate ?? .zero)
    let role = role(of: planned, cap: budget.perHunt, budget)
    var spans = [Span(Wording.hunt + " ", theme[.textDim])]
    // Where the cap is passed, that is what must have room.
    if let estimate = estimate(model), role != .bad {
      let isSpent = (model.hunt?.usage.input ?? 0) > 0
      spans.append(Span(isSpent ? "\(actual) (\(estimate))" : estimate, theme[role]))
    } else {
      spans.append(Span(actual, theme[role]))
    }
    spans.append(Span("/\(budget.perHunt.map(short) ?? Wording.noCap)", theme[.textDim]))
    if role == .bad { spans.append(Span(" " + Wording.overCap, theme[.bad])) }
    spans.append(Span(" · \(Wording.today) ", theme[.textDim]))
    spans.append(Span(model.spend.today.map(short) ?? "–", theme[self.role(of: model.spend.today ?? .zero, cap: budget.perDay, budget)]))
    spans.append(Span("/\(budget.perDay.map(short) ?? Wording.noCap)", theme[.textDim]))
    return spans
  }

  /// Money in the colour its share of the cap deserves; the cap itself stands beside it.
  private static func role(of money: Money, cap: Money?, _ budget: Budget) -> Role {
    guard let cap else { return .money }
    return money > cap ? .bad : money.dollars >= cap.dollars * budget.warnRatio ? .warning : .money
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
    if reduction.calls > 1 { text += ", in \(reduction.calls) calls" }
    if reduction.leftOut != nil { text += ", some left out" }
    surface.draw(text, in: rect, theme[reduction.leftOut == nil ? .text : .warning])
  }
}

extension String {
  fileprivate func withTilde(_ isEstimated: Bool) -> String { isEstimated ? "~" + self : self }
}
