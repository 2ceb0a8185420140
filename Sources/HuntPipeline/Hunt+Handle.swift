package import Casefile

extension Hunt {
  /// Takes one event and says what to do now. Events that the stage does not expect change nothing.
  package mutating func handle(_ event: HuntEvent, at time: DateTime) -> [HuntStep] {
    let wasWorking = stage.isWorking
    defer { if !wasWorking, stage.isWorking { workStarted = time } }
    return take(event, at: time)
  }

  private mutating func take(_ event: HuntEvent, at time: DateTime) -> [HuntStep] {
    switch event {
    case .begun: begin(at: time)
    case .queryEdited(let text, let plan): edit(text, plan)
    case .runRequested: run()
    case .consentGiven: consentGiven()
    case .consentRefused: consentRefused()
    case .stopRequested: requestStop()
    case .modelWanted(let name): want(name)
    case .followUpAsked(let text): followUp(text)
    case .reductionWanted(let steps): want(steps)
    default: handleReport(event, at: time)
    }
  }

  private mutating func begin(at time: DateTime) -> [HuntStep] {
    guard stage == .idle else { return [] }
    started = time
    attempt += 1
    switch request.subject {
    case .alerts(let ids):
      stage = .collecting
      return [.collectAlerts(ids)]
    case .logs where draft.isEmpty:
      stage = .choosingDraftModel
      return [.chooseDraftModel(request, wanted: draftsOffline ? ModelCard.offline.name : wantedModel)]
    case .logs:
      stage = .reviewing
      return [.review(kql: draft, request)]
    }
  }

  private mutating func edit(_ text: String, _ plan: QueryPlan?) -> [HuntStep] {
    guard case .logs = request.subject, stage != .stopping, text != draft || stage.isEnding else { return [] }
    let before = draft
    draft = text
    self.plan = plan
    review = nil
    runsWhenReviewed = false
    guard stage != .idle else { return [] }
    // What the query before brought stays until another one runs: this one may be refused, or never be run.
    if hasResults, stage.isEnding || rows?.isComplete ?? true {
      earlierQuery = earlierQuery ?? EarlierQuery(kql: before, stage: stage)
    }
    if earlierQuery == nil { forgetResults() }
    startWork()
    stage = .reviewing
    return [.review(kql: draft, request)]
  }

  /// True when something of a run is there to be shown.
  package var hasResults: Bool { rows != nil || empty != nil || !answer.isEmpty || !findings.isEmpty }

  /// True when what is shown was brought by a query that was edited since.
  package var resultsAreEarlier: Bool { earlierQuery.map { $0.kql != draft } ?? false }

  /// Forgets what an earlier run brought; the plan and the query stay.
  private mutating func startAnew() {
    forgetResults()
    startWork()
  }

  private mutating func startWork() {
    attempt += 1
    consent = nil
    retrying = nil
    problem = nil
    acceptsCost = false
  }

  private mutating func forgetResults() {
    earlierQuery = nil
    rows = nil
    empty = nil
    reduction = nil
    analysisChoice = nil
    answer = ""
    earlier = []
    followUp = nil
    answeredBefore = 0
    findingsTold = 0
    findings = []
    cutReason = nil
    ended = nil
    seconds = nil
  }

  private mutating func run() -> [HuntStep] {
    switch (stage, review) {
    case (.reviewing, _):
      runsWhenReviewed = true
      return []
    case (.ready, .allowed(let approved)?), (.finished, .allowed(let approved)?), (.failed, .allowed(let approved)?),
      (.cancelled, .allowed(let approved)?):
      if stage != .ready || earlierQuery != nil { startAnew() }
      stage = .querying
      return [.run(approved)]
    case (.ready, .consent(let request)?), (.finished, .consent(let request)?), (.failed, .consent(let request)?),
      (.cancelled, .consent(let request)?):
      askedFrom = stage
      stage = .awaitingQueryConsent
      return [.ask(ConsentQuestion(kind: .query, reasons: request.concerns.map(\.reason)))]
    default: return []
    }
  }

  private mutating func consentGiven() -> [HuntStep] {
    guard consent != nil else { return [] }
    consent = nil
    switch stage {
    case .awaitingDraftConsent:
      guard let draftChoice else { return [] }
      stage = .drafting
      return [.draftPlan(request, draftChoice)]
    case .awaitingQueryConsent:
      guard case .consent(let request)? = review else { return [] }
      if askedFrom != .ready || earlierQuery != nil { startAnew() }
      stage = .querying
      return [.run(request.granted())]
    case .awaitingCostConsent:
      acceptsCost = true
      return analyse()
    default: return []
    }
  }

  private mutating func consentRefused() -> [HuntStep] {
    guard consent != nil else { return [] }
    consent = nil
    switch stage {
    case .awaitingQueryConsent:
      stage = askedFrom
      return []
    case .awaitingDraftConsent, .awaitingCostConsent:
      let kept = findings.count
      stage = .stopping
      return [.stop(keptFindings: kept)]
    default: return []
    }
  }

  private mutating func requestStop() -> [HuntStep] {
    guard !stage.isEnding, stage != .stopping, stage != .idle else { return [] }
    stage = .stopping
    consent = nil
    return [.stop(keptFindings: findings.count)]
  }

  private mutating func want(_ name: String?) -> [HuntStep] {
    wantedModel = name
    guard stage == .awaitingCostConsent || stage == .refused, earlierQuery == nil, reduction != nil, let analysisSubject else { return [] }
    consent = nil
    problem = nil
    stage = .choosingModel
    return [.chooseAnalysisModel(analysisSubject, wanted: name, spent: cost)]
  }

  private mutating func want(_ steps: Set<ReductionStep>) -> [HuntStep] {
    guard steps != reductionSteps else { return [] }
    reductionSteps = steps
    guard stage == .awaitingCostConsent || stage == .refused, earlierQuery == nil, reduction != nil, let analysisSubject else {
      return []
    }
    consent = nil
    problem = nil
    stage = .reducing
    return [.reduce(analysisSubject, steps: steps)]
  }

  /// The step that starts the analysis with the chosen model.
  mutating func analyse() -> [HuntStep] {
    guard let analysisSubject, let analysisChoice else { return [] }
    stage = .analysing
    return [.analyse(AnalysisOrder(subject: analysisSubject, choice: analysisChoice))]
  }

  /// What is to be analysed; nil until rows came.
  var analysisSubject: AnalysisSubject? {
    guard let rows else { return nil }
    var asked = request
    if let followUp { asked.text = followUp }
    var subject = AnalysisSubject(request: asked, tables: subjectTables, kql: queryAsRun, rows: rows)
    subject.earlier = earlier
    subject.isEdited = isEdited
    return subject
  }

  /// The query with what the guardrails added to it.
  private var queryAsRun: String {
    switch review {
    case .allowed(let approved)?: approved.text
    case .consent(let request)?: request.text
    default: draft
    }
  }

  /// True when the analyst changed the query that was drafted, or wrote it without a draft.
  var isEdited: Bool { !draft.isEmpty && draft != drafted?.kql }

  /// Why the planning rules cannot draft this hunt's request; nil where no plan came, and a model was asked or would be.
  package var offlineDraftUnavailable: String? {
    guard stage.isEnding || stage == .refused, case .logs = request.subject, !request.text.isEmpty, draft.isEmpty, drafted == nil,
      draftChoice?.model.isOffline != true
    else { return "no plan of a model failed" }
    return nil
  }

  /// The tables the rows come from, in the query's order; `Alerts` alone for a question about alerts.
  package var subjectTables: [String] {
    if case .alerts = request.subject { return ["Alerts"] }
    let read: [String]
    switch review {
    case .allowed(let approved)?: read = approved.tables
    case .consent(let request)?: read = request.tables
    default: read = []
    }
    let planned = ((plan ?? drafted)?.table).map { [$0] } ?? []
    return read.isEmpty ? planned : read
  }

  /// The same in words: `SigninLogs`, `SigninLogs and 3 more tables`; empty before any is known.
  package var subjectTable: String { AnalysisSubject.words(subjectTables) }
}
