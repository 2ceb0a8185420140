import Casefile

/// Money put aside for what is about to be sent, and what it pays for.
struct Purse: Sendable {
  var reservation: Reservation
  /// Tokens of answer that it pays for, in one call.
  var maxOutput: Int
  /// Whether it pays for a second call of a draft.
  var holdsSecondCall = false
}

extension HuntRunner {
  /// No call takes longer: it is given up when nothing comes for minutes. What is put aside by a process that was killed is free again then.
  private static let longestCall = TimeSpan.minutes(30)
  /// Tokens by which a second call of a draft is longer at most: it says what was wrong with the first plan.
  private static let correction = 1000

  /// Puts money aside for a draft, for two calls where the caps hold them; nil where nothing can be reckoned.
  func purse(forDraft choice: ModelChoice, _ errand: Errand) async throws -> Purse? {
    let (card, input) = (choice.model, bound(choice.inputTokens, choice))
    let limit = card.draftLimit
    guard let one = card.estimate(input: input, output: limit),
      let second = card.estimate(input: input + HuntRunner.correction + limit, output: limit)
    else { return nil }
    let outputs = (least: min(choice.outputTokens, limit), most: limit)
    guard var purse = try await purse(.draft, card, input, outputs, most: one + second, errand) else { return nil }
    purse.holdsSecondCall = purse.reservation.amount >= one + second
    return purse
  }

  /// Puts money aside for one call of an analysis; nil where nothing can be reckoned.
  func purse(forAnalysis choice: ModelChoice, tokens: Int, _ errand: Errand) async throws -> Purse? {
    let input = bound(tokens, choice)
    let usual = choice.outputTokens / max(1, choice.calls)
    guard let most = choice.model.estimate(input: input, output: choice.maxOutput) else { return nil }
    return try await purse(
      .analysis, choice.model, input, (least: min(usual, choice.maxOutput), most: choice.maxOutput), most: most, errand)
  }

  /// Counts that are estimates may be too low.
  private func bound(_ tokens: Int, _ choice: ModelChoice) -> Int { choice.isEstimated ? tokens + tokens / 10 : tokens }

  private func purse(
    _ purpose: ModelPurpose, _ card: ModelCard, _ input: Int, _ outputs: (least: Int, most: Int), most: Money, _ errand: Errand
  ) async throws -> Purse? {
    guard !card.isOffline, let least = card.estimate(input: input, output: outputs.least) else { return nil }
    let now = ports.clock.now()
    let reservation = try await ports.ledger.reserve(
      SpendOrder(
        hunt: errand.hunt, model: card.name, purpose: purpose, least: least, most: max(least, most),
        spentThisHunt: work(of: errand.hunt)?.cost, caps: rules.budget, time: now, expires: now + HuntRunner.longestCall))
    return Purse(reservation: reservation, maxOutput: outputs.least + more(reservation.amount - least, card, input, outputs))
  }

  /// Tokens of answer that money pays for beyond the least.
  private func more(_ left: Money, _ card: ModelCard, _ input: Int, _ outputs: (least: Int, most: Int)) -> Int {
    let room = outputs.most - outputs.least
    guard room > 0, let all = card.estimate(input: input, output: outputs.most),
      let least = card.estimate(input: input, output: outputs.least)
    else { return 0 }
    let price = (all - least).dollars
    return price <= 0 || left.dollars >= price ? room : Int((Double(room) * max(0, left.dollars) / price).rounded(.down))
  }

  /// Counts what a model is sent and says; nil for the offline analyst, which costs nothing.
  func meter(of card: ModelCard) -> CallMeter? {
    guard !card.isOffline else { return nil }
    let isExact = ports.countsExactly(card.encoding) && card.countFactor == 1 && !card.isEncodingAssumed
    return CallMeter(isExact: isExact) { self.ownCount($0, card) }
  }

  /// Frees what was put aside for a call that cost nothing. A ledger that cannot be written to frees it when it expires.
  func release(_ purse: Purse?) async {
    if let purse { try? await ports.ledger.settle(purse.reservation, with: nil) }
  }

  /// Records what a provider reported, and reports it. Where it reported nothing, or figures that cannot be, our own count stands in: a
  /// budget is no budget when a server decides what was spent. What one call was reported to have taken corrects later counts.
  func spend(
    _ reported: Usage?, _ own: Usage, _ purpose: ModelPurpose, _ choice: ModelChoice, isOneCall: Bool = true, _ purse: Purse?,
    _ errand: Errand
  ) async throws {
    let most = isOneCall ? choice.model.maxOutput.map { $0 + 1_000 } ?? 10_000_000 : 10_000_000
    let usage = reported.flatMap { $0.isCredible(beside: own, mostOutput: most) ? $0 : nil } ?? own
    let cost = choice.model.cost(of: usage)
    let counted = usage.isEstimated || !isOneCall ? nil : choice.parts.total
    let spend = Spend(
      hunt: errand.hunt, model: choice.model.name, purpose: purpose, usage: usage, counted: counted, cost: cost, time: ports.clock.now())
    if let purse { try await ports.ledger.settle(purse.reservation, with: spend) } else { try await ports.ledger.record(spend) }
    update(errand.hunt) { work in work.cost = cost.flatMap { cost in work.cost.map { $0 + cost } } }
    errand.report(.usageReported(purpose, usage, cost))
  }
}

extension Usage {
  /// False for negative and absurd figures: less than a quarter of what we counted ourselves, more than ten times of it or than the model
  /// can write, with some grace for servers that report small things loosely.
  fileprivate func isCredible(beside own: Usage, mostOutput: Int) -> Bool {
    guard input >= 0, cached >= 0, written >= 0, output >= 0, reasoning >= 0, cached <= input, written <= input - cached else {
      return false
    }
    return input >= own.input / 4 - 50 && input <= own.input * 10 + 10_000 && output >= own.output / 4 - 50
      && output <= max(mostOutput, own.output + 1_000)
  }
}
