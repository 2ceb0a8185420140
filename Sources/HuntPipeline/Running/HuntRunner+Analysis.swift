import Casefile

extension HuntRunner {
  func analyse(_ order: AnalysisOrder, _ errand: Errand) async throws {
    errand.report(.stageStarted(.analysing))
    guard let reduction = work(of: errand.hunt)?.reduction else { return }
    let brief = AnalysisBrief(
      hunt: errand.hunt, request: order.request, table: order.table, kql: order.kql, resultSet: order.rows.resultSet,
      columns: order.rows.columns, rowCount: order.rows.count, reduction: reduction, model: order.choice.model,
      maxOutput: order.choice.maxOutput, pages: ports.pages)
    let check = evidenceCheck(for: brief)
    let outcome: AnalysisOutcome
    do {
      outcome = try await ports.analyst(order.choice.model).analyse(brief) { delta in
        switch delta {
        case .text(let text): errand.report(.textArrived(text))
        case .retrying(let seconds, let cause): errand.report(.retrying(afterSeconds: seconds, cause: cause))
        case .finding(let claim):
          try await self.keep(try await check.checked(claim), brief, errand)
        }
      }
    } catch let problem as Problem where (work(of: errand.hunt)?.findings ?? 0) > 0 && !Task.isCancelled {
      // What was found before the failure stays found; the ending says that more may be missing.
      finish(errand, cutReason: problem.description)
      return
    }
    if let usage = outcome.usage { try await spend(usage, .analysis, order.choice.model, errand) }
    try Task.checkCancellation()
    if let problem = outcome.problem { throw problem }
    finish(errand, cutReason: outcome.cutReason)
  }

  /// The offline analyst reads every row, a model only what some sent line stands for.
  private func evidenceCheck(for brief: AnalysisBrief) -> EvidenceCheck {
    let pages = brief.pages
    let resultSet = brief.resultSet
    let count = brief.rowCount
    let isWhole = brief.model.isOffline
    let sent = isWhole ? [] : Set(brief.reduction.lines.flatMap(\.rows))
    return EvidenceCheck(
      wasSent: { number in number >= 1 && number <= count && (isWhole || sent.contains(number)) },
      row: { number in try await pages.rows(of: resultSet, (number - 1)..<number).first },
      sentText: isWhole ? "" : brief.reduction.text)
  }

  /// Completes a checked finding, keeps it, and only then reports it.
  private func keep(_ finding: Finding, _ brief: AnalysisBrief, _ errand: Errand) async throws {
    try Task.checkCancellation()
    var finding = finding
    finding.hunt = errand.hunt
    finding.resultSet = brief.resultSet
    finding.mitre = TechniqueCheck.checked(finding.mitre)
    finding.id = FindingIdentity.id(of: finding, workspace: rules.workspace)
    let context = FindingContext(
      workspace: rules.workspace, query: brief.kql, model: brief.model.name, cost: work(of: errand.hunt)?.cost, time: ports.clock.now())
    try await ports.findings.keep(finding, of: context)
    update(errand.hunt) { $0.findings += 1 }
    errand.report(.findingArrived(finding))
  }
}
