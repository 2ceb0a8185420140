import Casefile

extension ModelChooser {
  /// Adds the reason in words and, where money or data leaves, the question to ask: a model of this machine that is free asks nothing.
  /// Throws when a cap forbids the call.
  func withQuestion(_ choice: ModelChoice, refusals: [String], offers: Int, _ facts: Facts) throws -> ModelChoice {
    var choice = choice
    choice.reason = reason(choice, refusals: refusals, offers: offers, facts)
    if choice.model.isOffline { return choice }
    var reasons: [String] = []
    if let estimate = choice.estimate {
      try checkCaps(estimate, choice, facts)
      boundOutput(&choice, facts)
      choice.most = most(choice, facts).map { max($0, estimate) }
      reasons = warnings(estimate, facts)
    } else if facts.budget.perHunt != nil || facts.budget.perDay != nil {
      guard choice.model.acceptsUnknownPrice else {
        throw Problem(
          "The price of \(choice.model.name) is unknown and a budget is set.",
          cause: "No price is in the catalogue or under [models].",
          remedy: "Add price = { input = …, output = … } to the model, accept it with accept_unknown_price = true, or choose another.",
          kind: .overBudget)
      }
      reasons = ["the price is unknown and was accepted in the configuration: no budget counts this call"]
    }
    if let day = choice.model.shutDown(within: 60, of: facts.now) {
      choice.reason += "; it is shut down on \(day)"
      reasons.append("\(choice.model.name) is shut down on \(day)")
    }
    if let busy = busy(choice.model, facts) { reasons.append(busy + ", so the provider may refuse for up to a minute") }
    let figures = [summary(choice), choice.parts.words].filter { !$0.isEmpty }
    if choice.model.leavesMachine {
      choice.question = ConsentQuestion(
        kind: .egress, reasons: figures + reasons + [egressWarning(facts.purpose, facts.pseudonyms.conceals(choice.model))])
    } else if choice.estimate != .zero, facts.purpose == .analysis || !reasons.isEmpty {
      choice.question = ConsentQuestion(kind: .cost, reasons: figures + reasons)
    }
    return choice
  }

  /// Nobody's name may leave by accident.
  private func egressWarning(_ purpose: ModelPurpose, _ conceals: Bool) -> String {
    let isDraft = purpose == .draft
    if conceals {
      return
        "\(isDraft ? "the request leaves" : "the rows leave") this machine; users, hosts, own addresses and ids leave as stand-ins only"
    }
    let what =
      isDraft ? "the request leaves this machine with the names in it" : "the rows leave this machine with users, hosts and addresses"
    return "\(what): stand-ins are off (pseudonymise = false)"
  }

  private func reason(_ choice: ModelChoice, refusals: [String], offers: Int, _ facts: Facts) -> String {
    if choice.model.isOffline { return "\(choice.model.name): no model is configured, nothing leaves this machine" }
    let parts = choice.calls > 1 ? " in \(choice.calls) calls" : ""
    let tokens = "\(choice.isEstimated ? "~" : "")\(choice.inputTokens.grouped) tokens\(parts)"
    let head: String
    if facts.wanted != nil {
      head = "\(choice.model.name): asked for by name, holds \(tokens)"
    } else if offers > 1 {
      head = "\(choice.model.name): cheapest of \(offers) that hold \(tokens)"
    } else {
      head = "\(choice.model.name): holds \(tokens)"
    }
    return ([head] + refusals).joined(separator: "; ")
  }

  private func summary(_ choice: ModelChoice) -> String {
    let tokens =
      "\(choice.isEstimated ? "~" : "")\(choice.inputTokens.grouped) tokens in\(choice.calls > 1 ? " over \(choice.calls) calls" : ""), up to \((choice.maxOutput * choice.calls).grouped) out"
    let price = choice.priceWords ?? "price unknown"
    let correction = choice.correction?.words.map { " (corrected by \($0))" } ?? ""
    return "\(choice.model.name): \(tokens)\(correction), \(price)"
  }

  /// What may be spent, and never more than the caps still hold: so much is put aside before anything is sent.
  private func most(_ choice: ModelChoice, _ facts: Facts) -> Money? {
    let all = facts.purpose == .draft ? choice.draftCosts.map { $0.first + $0.second } : choice.analysisCost
    return all.map { all in ([all] + left(facts)).min() ?? all }
  }

  /// What each cap still holds.
  private func left(_ facts: Facts) -> [Money] {
    [facts.budget.perHunt.map { $0 - (facts.spentThisHunt ?? .zero) }, facts.budget.perDay.map { $0 - facts.spentToday }].compactMap { $0 }
  }

  /// The answer may be as long as the caps pay for: a bound that is sent must not allow what the budget does not.
  private func boundOutput(_ choice: inout ModelChoice, _ facts: Facts) {
    guard let left = left(facts).min()?.dollars, let price = choice.model.cost(of: Usage(input: 0, output: 1_000_000))?.dollars, price > 0
    else { return }
    let inputs = choice.callTokens.compactMap { choice.model.estimate(input: $0, output: 0)?.dollars }.reduce(0, +)
    let paid = Int(max(0, min(1e9, (left - inputs) / price * 1_000_000))) / choice.calls
    choice.maxOutput = max(choice.outputTokens / choice.calls, min(choice.maxOutput, paid))
  }

  private func checkCaps(_ estimate: Money, _ choice: ModelChoice, _ facts: Facts) throws {
    let hunt = (facts.spentThisHunt ?? .zero) + estimate
    if let cap = facts.budget.perHunt, hunt > cap {
      throw overBudget("this hunt", hunt, cap, choice, spent: facts.spentThisHunt ?? .zero)
    }
    let day = facts.spentToday + estimate
    if let cap = facts.budget.perDay, day > cap { throw overBudget("today", day, cap, choice, spent: facts.spentToday) }
  }

  private func overBudget(_ scope: String, _ sum: Money, _ cap: Money, _ choice: ModelChoice, spent: Money) -> Problem {
    let output = choice.model.cost(of: Usage(input: 0, output: choice.outputTokens)) ?? .zero
    let left = cap.dollars - spent.dollars - output.dollars
    let perToken = (choice.model.price?.input ?? 0) / 1_000_000
    let fits = left > 0 && perToken > 0 ? Int(min(Double(Int32.max), left / perToken)) : 0
    return Problem(
      "This call would go over the budget for \(scope).", cause: "~\(sum) of \(cap) would be spent.",
      remedy: Fit.remedy(needed: choice.inputTokens, fits: fits) + " Or choose a cheaper model, or raise the cap under [budget].",
      kind: .overBudget)
  }

  private func warnings(_ estimate: Money, _ facts: Facts) -> [String] {
    var warnings: [String] = []
    func warn(_ scope: String, _ sum: Money, _ cap: Money?) {
      guard let cap, sum.dollars > cap.dollars * facts.budget.warnRatio else { return }
      warnings.append("~\(sum) of the \(cap) for \(scope)")
    }
    warn("this hunt", (facts.spentThisHunt ?? .zero) + estimate, facts.budget.perHunt)
    warn("today", facts.spentToday + estimate, facts.budget.perDay)
    return warnings
  }
}
