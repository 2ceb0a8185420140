import Casefile
import Locking
import HuntPipeline
import TestSupport
import Testing

@Suite("A whole hunt") struct WholeHuntTests {
  private func names(_ events: [StampedEvent]) -> [String] {
    events.map(\.name).filter { $0 != "stageStarted" && $0 != "textArrived" }
  }

  @Test("From request to proven finding, in the order of the contract")
  func whole() async {
    let desk = HuntDesk(model: ScriptedModel([HuntDesk.plan(), HuntDesk.analysis(HuntDesk.finding + "]}")]))
    let (hunt, events) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .finished)
    #expect(hunt.findings.map(\.evidence) == [.verified])
    #expect(hunt.findings.first?.mitre.id == "T1059.001")
    #expect(hunt.answer == "One host ran hidden PowerShell.")
    #expect(hunt.usage.input == 1400)
    #expect(
      names(events).filter { $0 != "rowsArrived" } == [
        "modelChosen", "usageReported", "planDrafted", "queryReviewed", "reduced", "modelChosen", "consentNeeded", "findingArrived",
        "usageReported", "finished",
      ])
    #expect(events.map(\.sequence) == Array(1...events.count))
    #expect(desk.keeper.kept.findings.count == 1)
    #expect(desk.keeper.kept.journal.last == "finished")
    #expect(desk.keeper.kept.spends.map(\.purpose) == [.draft, .analysis])
  }

  @Test("The rows travel inside a boundary that the system prompt names, and the analysis has no tools")
  func boundary() async throws {
    let model = ScriptedModel([HuntDesk.plan(), HuntDesk.analysis("]}")])
    _ = await HuntDesk(model: model).run(HuntDesk.hunt())
    let call = try #require(model.calls.last)
    #expect(call.tool == nil)
    let boundary = try #require(call.messages[1].text.firstMatch(of: /<<([0-9a-f]{16})/)?.1)
    #expect(call.messages[0].text.contains(boundary))
    #expect(call.messages[1].text.contains("\n\(boundary)>>"))
  }

  @Test("An ended hunt is found again as it was; one at work is not kept")
  func kept() async throws {
    let desk = HuntDesk(model: ScriptedModel([HuntDesk.plan(), HuntDesk.analysis(HuntDesk.finding + "]}")]))
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    let text = try #require(hunt.kept).text
    let again = try #require(Hunt(kept: try JSONValue(parsing: text)))
    #expect(again.id == hunt.id)
    #expect(again.request == hunt.request)
    #expect(again.plan == hunt.plan)
    #expect(again.rows == hunt.rows)
    #expect(again.findings == hunt.findings)
    #expect(again.answer == hunt.answer)
    #expect(again.cost == hunt.cost)
    #expect(again.stage == .finished)
    #expect(HuntDesk.hunt().kept == nil)
    for part in ["{}", "[]", "null", "{\"id\":\"x\"}"] { #expect(Hunt(kept: try JSONValue(parsing: part)) == nil) }
  }

  @Test("Zero rows end without an analysis call and say why")
  func empty() async {
    let model = ScriptedModel([HuntDesk.plan()])
    let (hunt, events) = await HuntDesk(model: model, backend: RowsBackend(columns: HuntDesk.table.columns, rows: [])).run(HuntDesk.hunt())
    #expect(hunt.stage == .finished)
    #expect(hunt.empty?.reason == .tooNarrow)
    #expect(model.calls.count == 1)
    #expect(names(events).suffix(2) == ["foundEmpty", "finished"])
  }

  @Test(
    "A table that is not allowed is refused, whoever wrote the query",
    arguments: ["Secrets", "Secrets | take 1", "union Secrets, DeviceProcessEvents"])
  func refused(kql: String) async {
    var hunt = HuntDesk.hunt()
    _ = hunt.handle(.queryEdited(kql), at: HuntDesk.now)
    let (ended, _) = await HuntDesk().run(hunt)
    #expect(ended.stage == .refused)
    #expect(ended.review?.concerns.contains { $0.rule == "tables-allowed" } == true)
  }

  @Test("Over the budget nothing is sent")
  func overBudget() async {
    let model = ScriptedModel([HuntDesk.plan(), HuntDesk.analysis("]}")])
    let (hunt, _) = await HuntDesk(model: model, budget: Budget(perHunt: Money(nanoDollars: 1))).run(HuntDesk.hunt())
    #expect(hunt.problem?.kind == .overBudget)
    #expect(model.calls.isEmpty)
  }

  @Test("A cut answer keeps its whole findings, marks the last one cut and says so")
  func cut() async {
    let half = HuntDesk.finding + ",{\"title\":\"Half a fin"
    let desk = HuntDesk(model: ScriptedModel([HuntDesk.plan(), HuntDesk.analysis(half, finish: .length)]))
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .finished)
    #expect(hunt.cutReason?.contains("length") == true)
    #expect(hunt.findings.map(\.cut) == [false, true])
  }

  @Test(
    "An answer in another form is read where it can be, and is never 'nothing found' where it cannot",
    arguments: [
      ("I looked at the rows and all is well.", Stage.failed, 0), ("{\"foo\": 1}", .failed, 0), ("", .failed, 0),
      ("{\"findings\": null}", .finished, 0),
      ("[]", .finished, 0), ("[{\"title\":\"x\",\"rows\":[1]}]", .finished, 1),
      ("{\"findings\":{\"title\":\"x\",\"rows\":[1]}}", .finished, 1),
      ("{\"answer\":\"quiet\",\"findings\":[]}", .finished, 0),
    ] as [(String, Stage, Int)])
  func otherForms(text: String, stage: Stage, findings: Int) async {
    let answer = ModelAnswer(text: text, finish: .complete, usage: Usage(input: 10, output: 5))
    let (hunt, events) = await HuntDesk(model: ScriptedModel([HuntDesk.plan(), answer])).run(HuntDesk.hunt())
    #expect(hunt.stage == stage)
    #expect(hunt.findings.count == findings)
    #expect(events.filter(\.event.isEnding).count == 1)
    if stage == .failed {
      #expect(hunt.answer == text, "its words are not lost")
      #expect(names(events).contains("usageReported"), "what was paid is counted")
    }
  }

  @Test(
    "What no server reports, or reports absurdly, is booked by our own count",
    arguments: [nil, Usage(input: -5, output: 1), Usage(input: .max, output: 9), Usage(input: 2_000, output: 9_000_000)])
  func usage(reported: Usage?) async {
    var plan = HuntDesk.plan()
    plan.usage = reported
    var analysis = HuntDesk.analysis(HuntDesk.finding + "]}")
    analysis.usage = reported
    let desk = HuntDesk(model: ScriptedModel([plan, analysis]))
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .finished)
    #expect(hunt.usage.isEstimated)
    #expect(hunt.usage.input > 500 && hunt.usage.input < 100_000)
    #expect(desk.keeper.kept.spends.allSatisfy { ($0.cost ?? .zero) > .zero })
  }

  @Test("An answer that fails in the middle is booked by our own count, and one that was reported is held against it")
  func brokenOff() async throws {
    let broken = HuntDesk(
      model: ScriptedModel(
        [HuntDesk.plan(), HuntDesk.analysis(HuntDesk.finding + "]}")], breakingOff: Problem("The connection was lost.")))
    let (hunt, _) = await broken.run(HuntDesk.hunt())
    #expect(hunt.findings.count == 1)
    let spend = try #require(broken.keeper.kept.spends.last)
    #expect(spend.purpose == .analysis)
    #expect(spend.usage.isEstimated && spend.usage.output > 10)
    #expect(spend.counted == nil, "our own count proves nothing about our own count")
    let whole = HuntDesk(model: ScriptedModel([HuntDesk.plan(), HuntDesk.analysis(HuntDesk.finding + "]}")]))
    _ = await whole.run(HuntDesk.hunt())
    let reported = whole.keeper.kept.spends.filter { !$0.usage.isEstimated }
    #expect(reported.allSatisfy { $0.counted ?? 0 > 500 })
  }

  @Test("The same finding twice is one, and an answer without end is ended and said to be cut")
  func endless() async {
    let many = Array(repeating: HuntDesk.finding, count: 40).joined(separator: ",")
    let desk = HuntDesk(model: ScriptedModel([HuntDesk.plan(), HuntDesk.analysis(many + "]}")]))
    let (hunt, events) = await desk.run(HuntDesk.hunt())
    #expect(hunt.findings.count == 1)
    #expect(events.filter { $0.name == "findingArrived" }.count == 1)
    let text = String(repeating: "and on ", count: 30_000)
    let endless = HuntDesk(model: ScriptedModel([HuntDesk.plan(), HuntDesk.analysis("{\"title\":\"\(text)")]))
    let (cut, _) = await endless.run(HuntDesk.hunt())
    #expect(cut.cutReason?.contains("length") == true)
  }

  @Test("A result that breaks off is kept, marked partial and analysed")
  func partial() async {
    let backend = RowsBackend(columns: HuntDesk.table.columns, rows: HuntDesk.rows, breaksAfter: 4)
    let desk = HuntDesk(model: ScriptedModel([HuntDesk.plan(), HuntDesk.analysis("]}")]), backend: backend)
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .finished)
    #expect(hunt.rows?.count == 4)
    #expect(hunt.rows?.partial == "The service broke off.")
  }

  @Test("Rows that the service takes back are not analysed, and the hunt says so")
  func withdrawn() async throws {
    let model = ScriptedModel([HuntDesk.plan(), HuntDesk.analysis(HuntDesk.finding + "]}")])
    let keeper = MemoryKeeper()
    var desk = HuntDesk(keeper: keeper, model: model)
    desk.backend = WithdrawingBackend()
    let (hunt, events) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .failed && hunt.problem == WithdrawingBackend.problem)
    #expect(hunt.rows?.count == 0 && hunt.rows?.partial == "The rows were taken back." && hunt.findings.isEmpty)
    let set = try #require(hunt.rows?.resultSet)
    #expect(keeper.kept.rows[set] == [] && keeper.kept.partial[set] == "The rows were taken back.")
    #expect(model.calls.count == 1 && !names(events).contains("reduced"))
    #expect(hunt.followUpUnavailable != nil)
  }

  @Test("A question about alerts takes the same road, runs no KQL and knows no limit of eight")
  func alerts() async {
    let alerts = (1...30).map { Alert(id: "a\($0)", source: "test", title: "Alert number \($0)", created: HuntDesk.now) }
    let claim = "{\"title\":\"x\",\"rows\":[17],\"log_lines\":[\"Alert number 17\"],\"confidence\":\"High\"}]}"
    let keeper = MemoryKeeper(alerts: alerts)
    let desk = HuntDesk(keeper: keeper, model: ScriptedModel([HuntDesk.analysis(claim)]))
    let (hunt, events) = await desk.run(HuntDesk.hunt("who else?", alerts: alerts.map(\.name)))
    #expect(hunt.stage == .finished)
    #expect(hunt.rows?.count == 30)
    #expect(hunt.findings.first?.evidence == .verified)
    #expect(!names(events).contains("queryReviewed"))
  }

  @Test("Of two alerts with one id the one of the source that is meant is read")
  func sameID() async {
    let alerts = ["graph", "office365"].map { Alert(id: "a1", source: $0, title: "Alert of \($0)", created: HuntDesk.now) }
    for (source, other) in [("graph", "office365"), ("office365", "graph")] {
      let keeper = MemoryKeeper(alerts: alerts)
      let desk = HuntDesk(keeper: keeper, model: ScriptedModel([HuntDesk.analysis("]}")]))
      let (hunt, _) = await desk.run(HuntDesk.hunt("what is it?", alerts: [AlertID("a1", source: source)]))
      #expect(hunt.rows?.count == 1 && hunt.rows?.partial == nil)
      let sent = desk.model.calls.flatMap(\.messages).map(\.text).joined()
      #expect(sent.contains("Alert of \(source)") && !sent.contains("Alert of \(other)"))
    }
  }

  @Test("A journal that cannot be written is said, once")
  func brokenJournal() async {
    let desk = HuntDesk(model: ScriptedModel([HuntDesk.plan()]))
    desk.keeper.breakJournal()
    let (hunt, events) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .failed)
    #expect(events.filter { $0.name == "failed" }.count == 1)
  }

  @Test("Stopping at any stage ends in cancelled and keeps what came")
  func stops() async {
    for stage in [Stage.drafting, .ready, .querying, .analysing, .awaitingCostConsent] {
      let desk = HuntDesk(model: ScriptedModel([HuntDesk.plan(), HuntDesk.analysis(HuntDesk.finding + "]}")]))
      var isStopped = false
      let (hunt, events) = await desk.run(HuntDesk.hunt()) { hunt, event in
        if hunt.stage == stage, !isStopped {
          isStopped = true
          return .stopRequested
        }
        return isStopped ? nil : HuntDesk.willing(hunt, event)
      }
      // An analysis may have ended before the stop reached it; then it is finished, and not both.
      let isOver = hunt.stage == .cancelled || (stage == .analysing && hunt.stage == .finished)
      #expect(isOver, "stopped in \(stage), was \(hunt.stage)")
      #expect(events.filter(\.event.isEnding).count == 1)
    }
  }

  @Test("Steps that are switched while the cost waits for a yes are done anew before anything is sent")
  func reducedAnew() async throws {
    let desk = HuntDesk(model: ScriptedModel([HuntDesk.plan(), HuntDesk.analysis("]}")]))
    var isSwitched = false
    let (hunt, events) = await desk.run(HuntDesk.hunt()) { hunt, event in
      if hunt.stage == .awaitingCostConsent, hunt.consent != nil, !isSwitched {
        isSwitched = true
        return .reductionWanted([.folding])
      }
      return HuntDesk.willing(hunt, event)
    }
    #expect(hunt.stage == .finished)
    let summaries = events.compactMap { stamped -> ReductionSummary? in
      if case .reduced(let summary) = stamped.event { summary } else { nil }
    }
    #expect(summaries.map { $0.savings.filter(\.isOn).count } == [ReductionStep.allCases.count, 1])
    #expect(summaries[1].tokensAfter >= summaries[0].tokensAfter)
    let line = try #require(events.first { $0.name == "reduced" }?.json.text)
    #expect(line.contains("\"step\":\"constants\",\"on\":true,\"tokens_saved\":"))
  }

  @Test("Rows that a rule marks are marked in what the model reads")
  func marked() async throws {
    struct ThirdRow: RowMarker, Sendable {
      func marked(_ batch: RowBatch, firstRow: Int) -> [Int] { [3] }
      func finish() -> [Int] { [] }
    }
    let model = ScriptedModel([HuntDesk.plan(), HuntDesk.analysis("]}")])
    var desk = HuntDesk(model: model)
    desk.marker = ThirdRow()
    _ = await desk.run(HuntDesk.hunt())
    let text = try #require(model.calls.last?.messages.last?.text)
    #expect(text.contains("\n!3|"))
    #expect(!text.contains("!1"))
  }

  @Test("An edited query is put to the model as the analyst's, as it ran, beside the request; one that was drafted is not")
  func edited() async throws {
    for edit in [nil, "DeviceProcessEvents | where FileName == 'cmd.exe'"] {
      let model = ScriptedModel([HuntDesk.plan(), HuntDesk.analysis("]}")])
      let isEdited = Locked(false)
      let (hunt, _) = await HuntDesk(model: model).run(HuntDesk.hunt()) { hunt, event in
        if let edit, case .queryReviewed = event, hunt.stage == .ready, !isEdited.withLock({ $0 }) {
          isEdited.withLock { $0 = true }
          return .queryEdited(edit)
        }
        return HuntDesk.willing(hunt, event)
      }
      #expect(hunt.stage == .finished)
      let text = try #require(model.calls.last?.messages.last?.text)
      #expect(text.hasPrefix("Question: \(hunt.request.text)\n"))
      #expect(text.contains("which the analyst wrote or changed after the question") == (edit != nil), "\(text.prefix(600))")
      guard case .allowed(let approved)? = hunt.review else {
        Issue.record("nothing was allowed")
        continue
      }
      #expect(text.contains(approved.text) && (edit == nil || approved.text != hunt.draft))
      if let edit { #expect(text.contains("FileName == ") && hunt.draft == edit) }
    }
  }

  @Test("No rows are an ending, also where the question for the reason fails; then the reason is told as not known")
  func unexplained() async {
    var desk = HuntDesk(model: ScriptedModel([HuntDesk.plan()]))
    desk.backend = UnexplainedBackend()
    let (hunt, events) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .finished)
    let empty = events.lazy.compactMap { stamped -> EmptyResult? in if case .foundEmpty(let empty) = stamped.event { empty } else { nil } }
      .first
    #expect(empty?.reason == .notKnown)
    #expect(empty?.explanation.contains("The service is busy. HTTP 429") == true)
  }
}

/// Delivers rows and takes them back.
private struct WithdrawingBackend: QueryBackend {
  let name = "withdrawing"

  static var problem: Problem {
    var problem = Problem("The rows were taken back.")
    problem.withdrawsRows = true
    return problem
  }

  func run(
    _ query: ApprovedQuery, progress: @escaping @Sendable (QueryProgress) -> Void, deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> QueryOutcome {
    try await deliver(RowBatch(columns: HuntDesk.table.columns, rows: HuntDesk.rows))
    throw Self.problem
  }

  func explainEmpty(_ query: ApprovedQuery) async throws -> EmptyResult { throw Problem("Nobody asks.") }
}

/// Has no rows, and no time to say why.
private struct UnexplainedBackend: QueryBackend {
  let name = "busy"

  func run(
    _ query: ApprovedQuery, progress: @escaping @Sendable (QueryProgress) -> Void, deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> QueryOutcome {
    try await deliver(RowBatch(columns: HuntDesk.table.columns, rows: []))
    return QueryOutcome(rows: 0)
  }

  func explainEmpty(_ query: ApprovedQuery) async throws -> EmptyResult { throw Problem("The service is busy.", cause: "HTTP 429") }
}
