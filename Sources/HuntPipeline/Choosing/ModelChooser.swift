package import Casefile

/// Chooses a model by size, price and budget. A pure function: same facts, same choice.
package struct ModelChooser: Sendable {
  /// What is known when a model is chosen.
  package struct Facts: Sendable {
    package var purpose: ModelPurpose
    /// Input tokens by the o200k and cl100k counts of what will be sent.
    package var tokens: [ModelCard.Encoding: Int]
    package var wanted: String?
    package var budget: Budget
    package var spentThisHunt: Money?
    package var spentToday: Money
    /// The account's usage tier (`1` … `5`); nil when unknown.
    package var tier: String?
    package var now: DateTime

    package init(
      purpose: ModelPurpose, tokens: [ModelCard.Encoding: Int], wanted: String? = nil, budget: Budget, spentThisHunt: Money? = .zero,
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
    guard let best = offers.min(by: { isBetter($0, $1) }) else { throw nothingFits(refusals, facts) }
    return try withQuestion(best, refusals: refusals, offers: offers.count, facts)
  }

  private func candidates(_ wanted: String?) -> [ModelCard] {
    guard let wanted else { return allowed }
    let named = allowed.filter { $0.name == wanted }
    return named.isEmpty ? [] : named
  }

  private func refusal(of card: ModelCard, _ facts: Facts) -> String? {
    if card.isOffline { return nil }
    if let guarded, !guarded.contains(card.name) { return "not in the guardrails' list of models" }
    if card.isShutDown(at: facts.now) { return "shut down on \(card.shutDown ?? "an earlier day")" }
    let tokens = count(card, facts)
    let room = card.maxInput ?? card.contextWindow.map { $0 - reserve(card, facts) }
    if let room, tokens > room { return "its window takes \(room.grouped) tokens of input, \(tokens.grouped) are needed" }
    if let tier = facts.tier, let limit = card.limitsByTier[tier], tokens > limit.tokensPerMinute {
      return "tier \(tier) allows \(limit.tokensPerMinute.grouped) tokens a minute, \(tokens.grouped) are needed"
    }
    return nil
  }

  private func count(_ card: ModelCard, _ facts: Facts) -> Int {
    let counted = facts.tokens[card.encoding] ?? facts.tokens.values.max() ?? 0
    return Int((Double(counted) * card.countFactor).rounded(.up))
  }

  /// Output tokens kept free: room for an answer of the usual length, never more than a quarter of a small window.
  private func reserve(_ card: ModelCard, _ facts: Facts) -> Int {
    let usual = facts.purpose == .draft ? 2000 : 8000
    return min(usual, card.maxOutput ?? usual, (card.contextWindow ?? usual * 4) / 4)
  }

  private func offer(_ card: ModelCard, _ facts: Facts) -> ModelChoice {
    let tokens = count(card, facts)
    let assumed = card.isOffline ? 0 : min(facts.purpose == .draft ? 400 : 1500, reserve(card, facts))
    return ModelChoice(
      model: card, reason: "", inputTokens: tokens, isEstimated: card.isEncodingAssumed || card.countFactor != 1, outputTokens: assumed,
      maxOutput: reserve(card, facts), estimate: card.cost(of: Usage(input: tokens, output: assumed)))
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
    if let wanted = facts.wanted, !allowed.contains(where: { $0.name == wanted }) {
      return Problem(
        "The model '\(wanted)' cannot be used here.", cause: "This workspace may use: \(allowed.map(\.name).joined(separator: ", ")).",
        remedy: "Choose one of these, or add it under [models] and to the workspace.", kind: .refused)
    }
    return Problem(
      "No model may be asked.", cause: refusals.joined(separator: "; "),
      remedy: "Send fewer fields or a shorter range, or configure a model with a larger window.", kind: .overBudget)
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
