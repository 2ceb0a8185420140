package import Casefile

/// Chooses a model by size, price and budget. A pure function: same facts, same choice.
package struct ModelChooser: Sendable {
  /// What is known when a model is chosen.
  package struct Facts: Sendable {
    package var purpose: ModelPurpose
    /// What will be sent, by the o200k and cl100k counts.
    package var tokens: [ModelCard.Encoding: CallTokens]
    /// The same of the calls after the first, where rows are read in parts.
    package var furtherCalls: [ModelCard.Encoding: [CallTokens]] = [:]
    /// Encodings whose counts are upper bounds: their vocabulary is damaged.
    package var bounded: Set<ModelCard.Encoding> = []
    /// When names leave only as stand-ins.
    package var pseudonyms = PseudonymPolicy.never
    /// How far earlier counts lay from what was reported, by model.
    package var corrections: [String: CountCorrection] = [:]
    /// Tokens that went to each model within the last minute.
    package var lastMinute: [String: Int] = [:]
    package var wanted: String?
    package var budget: Budget
    package var spentThisHunt: Money?
    package var spentToday: Money
    /// The account's usage tier (`1` … `5`); nil when unknown.
    package var tier: String?
    package var now: DateTime

    package init(
      purpose: ModelPurpose, tokens: [ModelCard.Encoding: CallTokens], wanted: String? = nil, budget: Budget, spentThisHunt: Money? = .zero,
      spentToday: Money = .zero, tier: String? = nil, now: DateTime
    ) {
      self.purpose = purpose
      self.tokens = tokens
      self.wanted = wanted
      self.budget = budget
      self.spentThisHunt = spentThisHunt
      self.spentToday = spentToday
      self.tier = tier
      self.now = now
    }
  }

  /// The models this workspace may use, best liked first.
  package var allowed: [ModelCard]
  /// Models the guardrails name; nil means all of `allowed`.
  package var guarded: Set<String>?

  package init(allowed: [ModelCard], guarded: Set<String>?) {
    self.allowed = allowed
    self.guarded = guarded
  }

  /// Throws a `Problem` of kind `refused` or `overBudget` when no model may be asked.
  package func choose(_ facts: Facts) throws -> ModelChoice {
    var refusals: [String] = []
    var offers: [ModelChoice] = []
    for card in candidates(facts.wanted) {
      if let refusal = refusal(of: card, facts) { refusals.append("\(card.name): \(refusal)") } else { offers.append(offer(card, facts)) }
    }
    guard !offers.isEmpty else { throw nothingFits(refusals, facts) }
    // A model whose minute is full can be asked later; one with room is asked now.
    let ready = offers.filter { busy($0.model, facts) == nil }
    guard let best = (ready.isEmpty ? offers : ready).min(by: { isBetter($0, $1) }) else { throw nothingFits(refusals, facts) }
    refusals += ready.isEmpty ? [] : offers.compactMap { busy($0.model, facts) }
    return try withQuestion(best, refusals: refusals, offers: ready.isEmpty ? offers.count : ready.count, facts)
  }

  private func candidates(_ wanted: String?) -> [ModelCard] {
    guard let wanted else { return allowed }
    let named = allowed.filter { $0.name == wanted }
    // Rules need no configuration, and are there when no model is of any use.
    return named.isEmpty && ModelChooser.offlineNames.contains(wanted) ? [.offline] : named
  }

  /// What the rules are called in the place of a model's name.
  package static let offlineNames: Set<String> = [ModelCard.offline.name, "offline"]

  /// Why a model would have to be waited for: with these tokens its minute would be over the tier's limit. Nil where it has room.
  func busy(_ card: ModelCard, _ facts: Facts) -> String? {
    guard let used = facts.lastMinute[card.name], used > 0, let tier = facts.tier, let limit = card.limitsByTier[tier] else { return nil }
    guard used + counts(card, facts).reduce(0, +) > limit.tokensPerMinute else { return nil }
    return "\(card.name): \(used.grouped) of tier \(tier)'s \(limit.tokensPerMinute.grouped) tokens a minute are used up"
  }

  private func refusal(of card: ModelCard, _ facts: Facts) -> String? {
    if card.isOffline { return nil }
    if let guarded, !guarded.contains(card.name) { return "not in the guardrails' list of models" }
    if card.isShutDown(at: facts.now) { return "shut down on \(card.shutDown ?? "an earlier day")" }
    let tokens = count(card, facts)
    if let room = window(card, facts), tokens > room {
      return "its window takes \(room.grouped) tokens of input, \(tokens.grouped) are needed"
    }
    if let tier = facts.tier, let limit = card.limitsByTier[tier], tokens > limit.tokensPerMinute {
      return "tier \(tier) allows \(limit.tokensPerMinute.grouped) tokens a minute, \(tokens.grouped) are needed"
    }
    return nil
  }

  /// Tokens of the largest call: what a window must hold.
  private func count(_ card: ModelCard, _ facts: Facts) -> Int { counts(card, facts).max() ?? 0 }

  private func counts(_ card: ModelCard, _ facts: Facts) -> [Int] {
    ([parts(card, facts)] + further(card, facts)).map { Int((Double($0.total) * factor(card, facts)).rounded(.up)) }
  }

  private func further(_ card: ModelCard, _ facts: Facts) -> [CallTokens] {
    facts.furtherCalls[card.encoding] ?? facts.furtherCalls.values.first ?? []
  }

  private func parts(_ card: ModelCard, _ facts: Facts) -> CallTokens {
    facts.tokens[card.encoding] ?? facts.tokens.values.max { $0.total < $1.total } ?? CallTokens()
  }

  /// What a provider reported of earlier calls corrects the count; until then the card's own factor does.
  private func factor(_ card: ModelCard, _ facts: Facts) -> Double {
    facts.corrections[card.name].map(\.factor).flatMap { $0 == 1 ? nil : $0 } ?? card.countFactor
  }

  private func window(_ card: ModelCard, _ facts: Facts) -> Int? {
    card.maxInput ?? card.contextWindow.map { $0 - reserve(card, facts) }
  }

  /// Input tokens that the model's window and the tier's minute hold.
  private func room(_ card: ModelCard, _ facts: Facts) -> Int {
    let minute = facts.tier.flatMap { card.limitsByTier[$0]?.tokensPerMinute }
    return [window(card, facts), minute].compactMap { $0 }.min() ?? .max
  }

  /// Output tokens kept free: room for an answer of the usual length, never more than a quarter of a small window.
  private func reserve(_ card: ModelCard, _ facts: Facts) -> Int {
    let usual = facts.purpose == .draft ? card.draftLimit : 8000
    return min(usual, card.maxOutput ?? usual, (card.contextWindow ?? usual * 4) / 4)
  }

  private func offer(_ card: ModelCard, _ facts: Facts) -> ModelChoice {
    let calls = counts(card, facts)
    let tokens = calls.reduce(0, +)
    // A model that always reasons writes more than is seen; what it writes is paid as output.
    let usual = (facts.purpose == .draft ? 400 : 1500) + (card.alwaysReasons ? 1500 : 0)
    let assumed = card.isOffline ? 0 : min(usual, reserve(card, facts))
    let costs = calls.map { card.estimate(input: $0, output: assumed) }
    var choice = ModelChoice(
      model: card, reason: "", inputTokens: tokens,
      isEstimated: card.isEncodingAssumed || factor(card, facts) != 1 || facts.bounded.contains(card.encoding),
      outputTokens: assumed * calls.count,
      maxOutput: reserve(card, facts), estimate: costs.contains(nil) ? nil : costs.reduce(Money.zero) { $0 + ($1 ?? .zero) })
    choice.callTokens = calls
    choice.countsExactly = card.countFactor == 1 && !card.isEncodingAssumed && !facts.bounded.contains(card.encoding)
    choice.parts = further(card, facts).reduce(parts(card, facts), +)
    choice.correction = facts.corrections[card.name]
    return choice
  }

  /// Cheaper is better, known prices before unknown ones, then the order of the configuration.
  private func isBetter(_ left: ModelChoice, _ right: ModelChoice) -> Bool {
    switch (left.estimate, right.estimate) {
    case (let left?, let right?): left < right
    case (_?, nil): true
    default: false
    }
  }

  private func nothingFits(_ refusals: [String], _ facts: Facts) -> Problem {
    if let wanted = facts.wanted, candidates(wanted).isEmpty {
      return Problem(
        "The model '\(wanted)' cannot be used here.", cause: "This workspace may use: \(allowed.map(\.name).joined(separator: ", ")).",
        remedy: "Choose one of these, or add it under [models] and to the workspace.", kind: .refused)
    }
    let rooms = candidates(facts.wanted).filter { guarded?.contains($0.name) ?? true }.map { card in
      (needed: count(card, facts), fits: room(card, facts))
    }
    let best = rooms.max { $0.fits < $1.fits }
    return Problem(
      "No model may be asked.", cause: refusals.joined(separator: "; "),
      remedy: (best.map { Fit.remedy(needed: $0.needed, fits: $0.fits) } ?? "Send fewer fields or a shorter range.")
        + " Or configure a model with a larger window.", kind: .overBudget)
  }
}

extension Int {
  /// With thin separators between thousands: `412,000`.
  package var grouped: String {
    var digits = Array(String(magnitude))
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    return (self < 0 ? "-" : "") + String(digits)
  }
}
