import Casefile
import HuntPipeline
import Locking
import TestSupport

/// A whole pipeline on fakes: drives a hunt to a stop and keeps all its events.
struct HuntDesk {
  static let now = DateTime("2026-11-23T03:14:07Z") ?? .minimum
  static let table = TableSchema(
    name: "DeviceProcessEvents",
    columns: [
      Column("TimeGenerated", .datetime), Column("DeviceName", .string), Column("FileName", .string), Column("ProcessCommandLine", .string),
    ])
  static let rows: [[Value]] = (0..<6).map { number -> [Value] in
    [
      .datetime(now - .minutes(Double(number))), .string("WS-123"), .string("powershell.exe"),
      .string(number == 2 ? "powershell -w hidden -enc JABjAD0A" : "powershell Get-Date"),
    ]
  }
  static let card = ModelCard(
    name: "scripted", contextWindow: 100_000, maxInput: 90_000, maxOutput: 8000, price: ModelCard.Price(input: 1, output: 2),
    leavesMachine: false)

  var table = HuntDesk.table
  var keeper = MemoryKeeper()
  var model = ScriptedModel([])
  /// Answers in the place of `model`; nil leaves it to that.
  var language: (any LanguageModel)?
  var backend: any QueryBackend = RowsBackend(columns: HuntDesk.table.columns, rows: HuntDesk.rows)
  /// Tables in the place of `table`; nil leaves it to that.
  var schemas: (any SchemaSource)?
  var policy = GuardrailPolicy(tables: ["DeviceProcessEvents": .all])
  var budget = Budget()
  var context = ContextLists()
  var marker: (any RowMarker & Sendable)?

  var card = HuntDesk.card
  var pseudonyms = PseudonymPolicy.never
  var concealing = ConcealingPorts.none

  /// What the rules find.
  var rulesAnalyst: any Analyst = RulesFake()

  /// What the analyst answers; nil lets the hunt wait.
  typealias Answer = @Sendable (Hunt, HuntEvent) -> HuntEvent?

  /// Says yes to everything and runs what is drafted.
  static let willing: Answer = { hunt, event in
    if case .queryReviewed = event, hunt.stage == .ready { return .runRequested }
    return hunt.consent == nil ? nil : .consentGiven
  }

  /// A runner over the fakes; `deliver` hears of every event.
  func runner(_ deliver: @escaping @Sendable (StampedEvent) -> Void) -> HuntRunner {
    var rules = WorkspaceRules(workspace: "test", policy: policy, budget: budget, models: [card])
    rules.pseudonyms = pseudonyms
    rules.context = context
    let (keeper, marker, rulesAnalyst) = (keeper, marker, rulesAnalyst)
    let model: any LanguageModel = language ?? model
    return HuntRunner(
      ports: HuntPorts(
        clock: FixedClock(Self.now), backend: backend,
        schemas: schemas ?? FixedSchemas([table, TableSchema(name: "Secrets", columns: [])]),
        pages: keeper, archive: keeper, ledger: keeper, journal: keeper, findings: keeper,
        drafter: { ModelPlanDrafter(model: $1?.around(model) ?? model) },
        analyst: { $0.isOffline ? rulesAnalyst : ModelAnalyst(model: $1?.around(model) ?? model) }, concealing: concealing,
        marker: { _, _ in marker },
        countTokens: { text, _ in text.utf8.count / 4 }),
      rules: rules, deliver: deliver)
  }

  func run(_ start: Hunt, answer: (Hunt, HuntEvent) -> HuntEvent? = willing) async -> (hunt: Hunt, events: [StampedEvent]) {
    let (stream, feed) = AsyncStream.makeStream(of: StampedEvent.self)
    let runner = runner { feed.yield($0) }
    var hunt = start
    var events: [StampedEvent] = []
    func take(_ event: HuntEvent) {
      for step in hunt.handle(event, at: Self.now) { runner.perform(step, for: hunt.id, attempt: hunt.attempt) }
    }
    take(.begun)
    for await stamped in stream {
      events.append(stamped)
      guard stamped.attempt == hunt.attempt else { continue }
      take(stamped.event)
      if let next = answer(hunt, stamped.event) { take(next) }
      if hunt.stage.isEnding || hunt.stage == .refused { break }
    }
    await runner.close()
    // What was paid for a call that was stopped is told after the end.
    feed.finish()
    for await stamped in stream where stamped.event.isBooking {
      events.append(stamped)
      take(stamped.event)
    }
    return (hunt, events)
  }

  static func hunt(_ text: String = "suspicious PowerShell on WS-123 in the last day", alerts: [AlertID]? = nil) -> Hunt {
    let subject = alerts.map(AnalystRequest.Subject.alerts) ?? .logs
    return Hunt(id: HuntID(at: now), request: AnalystRequest(text: text, subject: subject, workspace: "test", asked: now))
  }

  static func plan(table: String = "DeviceProcessEvents", host: String = "WS-123", extra: String = "") -> ModelAnswer {
    let arguments = """
      {"table_name":"\(table)","fields":["TimeGenerated","DeviceName","ProcessCommandLine"],"from":"2026-11-22T03:14:07Z",\
      "to":"2026-11-23T03:14:07Z","time_words":"in the last day","filters":[{"field":"DeviceName","op":"has","values":["\(host)"]}],\
      "device_name":"\(host)","user_principal_name":"","caller":"","about_individual_user":false,"about_individual_host":true,\
      "about_network_security_group":false,"limit":100,"rationale":{"table":"t","fields":"f","range":"r","filters":"w"}\(extra)}
      """
    return ModelAnswer(
      toolCalls: [ModelAnswer.ToolCall(id: "1", name: PlanTool.name, arguments: arguments)], finish: .complete,
      usage: Usage(input: 500, output: 100))
  }

  static func analysis(_ findings: String, finish: ModelAnswer.Finish = .complete) -> ModelAnswer {
    ModelAnswer(
      text: "{\"answer\":\"One host ran hidden PowerShell.\",\"findings\":[\(findings)", finish: finish,
      usage: Usage(input: 900, output: 200))
  }

  static let finding = """
    {"title":"Hidden PowerShell","description":"d","tactic":"Execution","technique":"T1059","sub_technique":"T1059.001","rows":[3],\
    "log_lines":["-w hidden -enc JABjAD0A"],"confidence":"High","indicators_of_compromise":[],"recommendations":["create incident"],"tags":[],"notes":""}
    """
}

/// Reports the findings it is given, as the offline analyst does.
struct RulesFake: Analyst {
  var findings: [Finding] = []

  func analyse(_ brief: AnalysisBrief, deliver: @Sendable (AnalysisDelta) async throws -> Void) async throws -> AnalysisOutcome {
    for finding in findings { try await deliver(.finding(finding)) }
    return AnalysisOutcome()
  }
}
