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

  /// Puts money aside for a draft, for two calls where the caps hold them; nil where nothing can be reckoned.
  func purse(forDraft choice: ModelChoice, _ errand: Errand) async throws -> Purse? {
    guard let (first, second) = choice.draftCosts else { return nil }
    let limit = choice.model.draftLimit
    let outputs = (least: min(choice.outputTokens, limit), most: limit)
    guard var purse = try await purse(.draft, choice, choice.inputTokens, outputs, most: first + second, errand) else { return nil }
    purse.holdsSecondCall = purse.reservation.amount >= first + second
    return purse
  }

  /// Puts money aside for one call of an analysis; nil where nothing can be reckoned.
  func purse(forAnalysis choice: ModelChoice, tokens: Int, _ errand: Errand) async throws -> Purse? {
    let usual = choice.outputTokens / max(1, choice.calls)
    guard let most = choice.cost(input: tokens, output: choice.maxOutput) else { return nil }
    return try await purse(
      .analysis, choice, tokens, (least: min(usual, choice.maxOutput), most: choice.maxOutput), most: most, errand)
  }

  private func purse(
    _ purpose: ModelPurpose, _ choice: ModelChoice, _ input: Int, _ outputs: (least: Int, most: Int), most: Money, _ errand: Errand
  ) async throws -> Purse? {
    guard !choice.model.isOffline, let least = choice.cost(input: input, output: outputs.least) else { return nil }
    let now = ports.clock.now()
    let reservation = try await ports.ledger.reserve(
      SpendOrder(
        hunt: errand.hunt, model: choice.model.name, purpose: purpose, least: least, most: max(least, most),
        spentThisHunt: work(of: errand.hunt)?.cost, caps: rules.budget, time: now, expires: now + HuntRunner.longestCall))
    return Purse(
      reservation: reservation, maxOutput: outputs.least + more(reservation.amount - least, choice, input, outputs))
  }

  /// Tokens of answer that money pays for beyond the least.
  private func more(_ left: Money, _ choice: ModelChoice, _ input: Int, _ outputs: (least: Int, most: Int)) -> Int {
    let room = outputs.most - outputs.least
    guard room > 0, let all = choice.cost(input: input, output: outputs.most),
      let least = choice.cost(input: input, output: outputs.least)
    else { return 0 }
    let price = (all - least).dollars
    return price <= 0 || left.dollars >= price ? room : Int((Double(room) * max(0, left.dollars) / price).rounded(.down))
  }

  /// Counts what a model is sent and says; nil for the offline analyst, which costs nothing.
  func meter(of choice: ModelChoice) -> CallMeter? {
    guard !choice.model.isOffline else { return nil }
    return CallMeter(isExact: choice.countsExactly) { self.ownCount($0, choice.model) }
  }

  /// What calls took by our own count: `input` tokens each, of which `answered` came to an answer.
  func ownCount(_ choice: ModelChoice, input: Int, _ meter: CallMeter?, output: Int? = nil, answered: Int) -> OwnCount {
    let isOurs = choice.countsExactly && !rules.pseudonyms.conceals(choice.model)
    return OwnCount(
      choice, input: input, sent: max(answered, meter?.paidCalls ?? 0), answered: answered, output: output ?? meter?.output ?? 0,
      visible: meter?.visible ?? 0,
      certainty: isOurs ? .exact : ports.countsExactly(choice.model.encoding) ? .measured : .bound)
  }

  /// Frees what was put aside for a call that cost nothing. A ledger that cannot be written to frees it when it expires.
  func release(_ purse: Purse?) async {
    if let purse { try? await ports.ledger.settle(purse.reservation, with: nil) }
  }

  /// Records what a provider reported, and reports it. Where it reported nothing, or figures that cannot be, our own count stands in. What
  /// one call was reported to have taken corrects later counts.
  func spend(
    _ reported: Usage?, _ own: OwnCount, _ purpose: ModelPurpose, _ choice: ModelChoice, isOneCall: Bool = true, _ purse: Purse?,
    _ errand: Errand
  ) async throws {
    let most = isOneCall ? choice.model.maxOutput.map { $0 + 1_000 } ?? 10_000_000 : 10_000_000
    let usage = own.booked(reported, mostOutput: most)
    let cost = choice.model.cost(of: usage)
    let counted = usage.isEstimated || !isOneCall ? nil : choice.parts.total
    let spend = Spend(
      hunt: errand.hunt, model: choice.model.name, purpose: purpose, usage: usage, counted: counted, cost: cost, time: ports.clock.now())
    if let purse { try await ports.ledger.settle(purse.reservation, with: spend) } else { try await ports.ledger.record(spend) }
    update(errand.hunt) { work in work.cost = cost.flatMap { cost in work.cost.map { $0 + cost } } }
    if let reported, usage.isEstimated {
      let words = "\(reported.input.grouped) in (\(reported.cached.grouped) cached), \(reported.output.grouped) out"
      let ours = "\(usage.input.grouped) in (\(usage.cached.grouped) cached), \(usage.output.grouped) out"
      errand.report(.retrying(afterSeconds: 0, cause: "\(choice.model.name) reported \(words), which cannot be: \(ours) is booked"))
    }
    errand.report(.usageReported(purpose, usage, cost))
  }
}
