import Casefile
import Locking

extension HuntRunner {
  func analyse(_ order: AnalysisOrder, _ errand: Errand) async throws {
    errand.report(.stageStarted(.analysing))
    guard let reduction = work(of: errand.hunt)?.reduction else { return }
    let choice = order.choice
    let brief = brief(
      order.subject, reduction, choice.model, maxOutput: choice.maxOutput, inputTokens: choice.inputTokens, errand)
    let hiding = try await concealment(for: choice.model, order.subject.request, hasRows: true, errand.hunt)
    // What comes back names people again, so that it is held against rows that do.
    let check = EvidenceCheck(of: hiding?.concealment.revealed(brief) ?? brief)
    let said = Locked("")
    let outcome: AnalysisOutcome
    do {
      outcome = try await ports.analyst(order.choice.model, hiding).analyse(brief) { delta in
        switch delta {
        case .text(let text):
          said.withLock { $0 += text }
          errand.report(.textArrived(text))
        case .retrying(let seconds, let cause): errand.report(.retrying(afterSeconds: seconds, cause: cause))
        case .finding(let claim):
          said.withLock { $0 += claim.json.text }
          try await self.keep(try await check.checked(claim), brief, errand)
        }
      }
    } catch {
      // An answer that was stopped, or failed in the middle, is paid for all the same.
      if !said.withLock({ $0.isEmpty }) { try await spend(nil, said.withLock { $0 }, order.choice, errand) }
      guard let problem = error as? Problem, work(of: errand.hunt)?.findingIDs.isEmpty == false, !Task.isCancelled else { throw error }
      // What was found before the failure stays found; the ending says that more may be missing.
      finish(errand, cutReason: problem.description)
      return
    }
    try await spend(outcome.usage, said.withLock { $0 }, order.choice, errand)
    try Task.checkCancellation()
    if let problem = outcome.problem { throw problem }
    finish(errand, cutReason: outcome.cutReason)
  }

  /// Records what an analysis took; what was said is counted where the provider reports nothing.
  private func spend(_ reported: Usage?, _ said: String, _ choice: ModelChoice, _ errand: Errand) async throws {
    guard !choice.model.isOffline else { return }
    let own = Usage(input: choice.inputTokens, output: ownCount(said, choice.model), isEstimated: true)
    try await spend(reported, own, .analysis, choice, errand)
  }

  /// Completes a checked finding, keeps it, and only then reports it.
  private func keep(_ finding: Finding, _ brief: AnalysisBrief, _ errand: Errand) async throws {
    try Task.checkCancellation()
    var finding = finding
    finding.hunt = errand.hunt
    finding.resultSet = brief.resultSet
    finding.mitre = TechniqueCheck.checked(finding.mitre)
    finding.id = FindingIdentity.id(of: finding, workspace: rules.workspace)
    guard isNew(finding.id, errand.hunt) else { return }
    let context = FindingContext(
      workspace: rules.workspace, query: brief.kql, model: brief.model.name, cost: work(of: errand.hunt)?.cost, time: ports.clock.now())
    try await ports.findings.keep(finding, of: context)
    errand.report(.findingArrived(finding))
  }

  /// Notes a finding's id; false when this attempt has it already.
  private func isNew(_ id: String, _ hunt: HuntID) -> Bool {
    let isNew = Locked(false)
    update(hunt) { work in isNew.withLock { $0 = work.findingIDs.insert(id).inserted } }
    return isNew.withLock { $0 }
  }
}
