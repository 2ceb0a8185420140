import Casefile

extension HuntRunner {
  /// Reads the rows part by part. What was found before a failure stays found, and the ending says that more may be missing.
  func analyse(_ order: AnalysisOrder, _ errand: Errand) async throws {
    errand.report(.stageStarted(.analysing))
    guard let parts = work(of: errand.hunt)?.reductions, !parts.isEmpty else { return }
    let hiding = try await concealment(for: order.choice.model, order.subject.request, hasRows: true, errand.hunt)
    let before = work(of: errand.hunt)?.findings.count ?? 0
    var cuts: [String] = []
    for (place, part) in parts.enumerated() {
      if parts.count > 1 { errand.report(.partStarted(number: place + 1, of: parts.count)) }
      let words = parts.count > 1 ? "part \(place + 1) of \(parts.count): " : ""
      if place > 0, let full = try await budgetFull(order.choice, place, errand) {
        cuts.append("\(words)\(full)")
        break
      }
      do {
        if let cut = try await analyse(order, part, place, of: parts.count, hiding, errand) { cuts.append(words + cut) }
      } catch let problem as Problem where !Task.isCancelled {
        guard work(of: errand.hunt)?.findings.count ?? 0 > before || place > 0 else { throw problem }
        cuts.append(words + problem.description)
        break
      }
    }
    do {
      try await reportUnaddressed(order, hiding?.concealment, errand)
    } catch let problem as Problem where !Task.isCancelled {
      cuts.append("the rules could not be held beside the answer: \(problem.description)")
    }
    finish(errand, cutReason: cuts.isEmpty ? nil : cuts.joined(separator: "; "))
  }

  /// Why the budget holds no further call, after what the earlier ones really cost; nil when it does.
  private func budgetFull(_ choice: ModelChoice, _ place: Int, _ errand: Errand) async throws -> String? {
    let input = choice.callTokens.indices.contains(place) ? choice.callTokens[place] : 0
    guard let next = choice.model.estimate(input: input, output: choice.outputTokens / max(1, choice.calls)) else { return nil }
    if let cap = rules.budget.perHunt, let spent = work(of: errand.hunt)?.cost, spent + next > cap {
      return "the budget of \(cap) for a hunt holds no further call"
    }
    let now = ports.clock.now()
    let today = try await ports.ledger.spent(onDayOf: now) + ports.ledger.reserved(at: now)
    if let cap = rules.budget.perDay, today + next > cap { return "the budget of \(cap) for a day holds no further call" }
    return nil
  }

  /// Reads one part; why its answer is not whole, nil when it is.
  private func analyse(
    _ order: AnalysisOrder, _ part: Reduction, _ place: Int, of parts: Int, _ hiding: HuntConcealment?, _ errand: Errand
  ) async throws -> String? {
    let choice = order.choice
    let tokens = choice.callTokens.indices.contains(place) ? choice.callTokens[place] : choice.inputTokens
    let purse = try await purse(forAnalysis: choice, tokens: tokens, errand)
    var brief = brief(
      order.subject, part, choice.model, maxOutput: purse?.maxOutput ?? choice.maxOutput, inputTokens: tokens, errand)
    if parts > 1 { brief.part = (place + 1, parts) }
    let meter = meter(of: choice)
    brief.meter = meter
    let (sent, joiner) = (brief, FindingJoiner(part: parts > 1 ? place + 1 : nil))
    // What comes back names people again, so that it is held against rows that do.
    let check = EvidenceCheck(of: hiding?.concealment.revealed(brief) ?? brief)
    let outcome: AnalysisOutcome
    do {
      outcome = try await ports.analyst(choice.model, hiding).analyse(brief) { delta in
        switch delta {
        case .text(let text): errand.report(.textArrived(text))
        case .retrying(let seconds, let cause): errand.report(.retrying(afterSeconds: seconds, cause: cause))
        case .finding(let found):
          let claim = hiding?.concealment.revealed(found) ?? found
          try await self.keep(try await check.checked(claim), sent, joiner, errand)
        }
      }
    } catch {
      // What was sent is paid for, however early it was stopped or failed.
      if let meter, meter.paidCalls > 0 {
        try await spend(nil, meter, choice, tokens, purse, errand)
      } else {
        await release(purse)
      }
      throw error
    }
    if let meter { try await spend(outcome.usage, meter, choice, tokens, purse, errand) }
    try Task.checkCancellation()
    if parts > 1, place + 1 < parts { errand.report(.textArrived("\n\n")) }
    if let problem = outcome.problem { throw problem }
    return outcome.cutReason
  }

  /// Shows what the rules find in the same rows and no finding of the model speaks of: an analyst must see what a model left out.
  private func reportUnaddressed(_ order: AnalysisOrder, _ hiding: Concealment?, _ errand: Errand) async throws {
    guard !order.choice.model.isOffline, order.subject.earlier.isEmpty, let work = work(of: errand.hunt), var part = work.reductions.first
    else { return }
    let offline = ModelCard.offline
    part.talking = work.reductions.flatMap(\.talking)
    part.names = work.reductions.reduce(into: []) { $0.formUnion($1.names) }
    let brief = brief(order.subject, hiding?.revealed(part) ?? part, offline, maxOutput: 0, errand)
    let check = EvidenceCheck(of: brief)
    let addressed = Unaddressed(findings: work.findings)
    _ = try await ports.analyst(offline, nil).analyse(brief) { delta in
      guard case .finding(var claim) = delta, !addressed.covers(claim) else { return }
      claim.tags.append(Unaddressed.tag)
      try await self.keep(try await check.checked(claim), brief, FindingJoiner(part: nil), errand)
    }
  }

  /// Records what an analysis took; what came, reasoning included, is counted where the provider reports nothing.
  private func spend(
    _ reported: Usage?, _ meter: CallMeter, _ choice: ModelChoice, _ tokens: Int, _ purse: Purse?, _ errand: Errand
  ) async throws {
    let own = ownCount(choice, input: tokens, meter, answered: 1)
    try await spend(reported, own, .analysis, choice, isOneCall: choice.calls == 1, purse, errand)
  }

  /// Completes a checked finding, keeps it, and only then reports it. One that an earlier part reported already is joined with it.
  private func keep(_ finding: Finding, _ brief: AnalysisBrief, _ joiner: FindingJoiner, _ errand: Errand) async throws {
    try Task.checkCancellation()
    var finding = finding
    finding.hunt = errand.hunt
    finding.resultSet = brief.resultSet
    finding.mitre = TechniqueCheck.checked(finding.mitre)
    finding.id = FindingIdentity.id(of: finding, workspace: rules.workspace)
    guard let told = joiner.joined(finding, with: work(of: errand.hunt)?.findings ?? []) else { return }
    let context = FindingContext(
      workspace: rules.workspace, query: brief.kql, model: brief.model.name, cost: work(of: errand.hunt)?.cost, time: ports.clock.now())
    try await ports.findings.keep(told, of: context)
    update(errand.hunt) { work in
      if let place = work.findings.firstIndex(where: { $0.id == told.id }) {
        work.findings[place] = told
      } else {
        work.findings.append(told)
      }
    }
    errand.report(.findingArrived(told))
  }
}
