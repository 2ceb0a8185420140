import Casefile

extension Hunt {
  /// What the runner reports. Reports that come while stopping are kept when they bring something, and start nothing.
  mutating func handleReport(_ event: HuntEvent, at time: DateTime) -> [HuntStep] {
    switch event {
    case .modelChosen(let purpose, let choice): return modelChosen(purpose, choice)
    case .planDrafted(let plan): return planDrafted(plan)
    case .queryReviewed(let review): return reviewed(review)
    case .consentNeeded(let question):
      if stage.isAwaitingConsent { consent = question }
    case .rowsArrived(let progress): return rowsArrived(progress, at: time)
    case .queryProgressed(let progress):
      retrying = nil
      queryProgress = progress
    case .foundEmpty(let result): empty = result
    case .reduced(let summary): return reduced(summary)
    case .textArrived(let text):
      retrying = nil
      answer += text
    case .retrying(let seconds, let cause): retrying = seconds > 0 ? "waiting: \(cause); again in \(seconds.roundedUp) s" : cause
    case .findingArrived(let finding):
      retrying = nil
      // A finding of one part of the rows may come again, joined with that of another.
      if let place = findings.firstIndex(where: { $0.id == finding.id }) { findings[place] = finding } else { findings.append(finding) }
    case .usageReported(_, let used, let price):
      usage = usage + used
      cost = price.flatMap { price in cost.map { $0 + price } }
    case .finished(let ending): finish(ending, at: time)
    case .failed(let problem): fail(problem, at: time)
    case .cancelled:
      stage = .cancelled
      ended = time
    default: break
    }
    return []
  }

  private mutating func modelChosen(_ purpose: ModelPurpose, _ choice: ModelChoice) -> [HuntStep] {
    switch (purpose, stage) {
    case (.draft, .choosingDraftModel):
      draftChoice = choice
      if let question = choice.question {
        stage = .awaitingDraftConsent
        return [.ask(question)]
      }
      stage = .drafting
      return [.draftPlan(request, choice)]
    case (.analysis, .choosingModel):
      analysisChoice = choice
      if let question = choice.question, !acceptsCost {
        stage = .awaitingCostConsent
        return [.ask(question)]
      }
      return analyse()
    default: return []
    }
  }

  private mutating func planDrafted(_ plan: QueryPlan) -> [HuntStep] {
    guard stage == .drafting else { return [] }
    retrying = nil
    self.plan = plan
    drafted = plan
    draft = plan.kql
    stage = .reviewing
    return [.review(kql: draft, request)]
  }

  private mutating func reviewed(_ review: Review) -> [HuntStep] {
    guard stage == .reviewing else { return [] }
    self.review = review
    if case .refused = review {
      stage = .refused
      runsWhenReviewed = false
      return []
    }
    stage = .ready
    guard runsWhenReviewed else { return [] }
    runsWhenReviewed = false
    return handle(.runRequested, at: started ?? .minimum)
  }

  private mutating func rowsArrived(_ progress: RowsProgress, at time: DateTime) -> [HuntStep] {
    rows = progress
    retrying = nil
    if progress.isComplete { queryProgress = nil }
    guard stage == .querying || stage == .collecting, progress.isComplete else { return [] }
    if progress.count == 0 { return [] }
    stage = .reducing
    return [.reduce(progress, request, tables: subjectTables, steps: reductionSteps)]
  }

  private mutating func reduced(_ summary: ReductionSummary) -> [HuntStep] {
    reduction = summary
    guard stage == .reducing, let analysisSubject else { return [] }
    stage = .choosingModel
    return [.chooseAnalysisModel(analysisSubject, wanted: wantedModel, spent: cost)]
  }

  private mutating func finish(_ ending: HuntEnding, at time: DateTime) {
    stage = .finished
    cutReason = ending.cutReason
    retrying = nil
    ended = time
    seconds = ending.seconds
  }

  private mutating func fail(_ problem: Problem, at time: DateTime) {
    self.problem = problem
    retrying = nil
    let canBeMended = problem.kind == .overBudget || problem.kind == .refused
    stage = canBeMended ? .refused : .failed
    if !canBeMended { ended = time }
  }
}
