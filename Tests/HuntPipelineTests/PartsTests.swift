import Casefile
import Locking
import TestSupport
import Testing

@testable import HuntPipeline

@Suite("Rows in parts, further questions, and what a model left out")
struct PartsTests {
  private static let many: [[Value]] = (0..<400).map { number in
    [
      .datetime(HuntDesk.now - .minutes(Double(number))), .string("WS-\(number)"), .string("tool\(number * 7919 % 10_007).exe"),
      .string("tool\(number * 7919 % 10_007) --key \(number * 104_729 % 1_000_003) --to \(number * 15_485_863 % 999_983)"),
    ]
  }

  private static func small(_ room: Int) -> ModelCard {
    ModelCard(name: "small", maxInput: room, maxOutput: 2000, price: ModelCard.Price(input: 1, output: 2), leavesMachine: false)
  }

  private static func finding(_ title: String, row: Int, indicator: String, confidence: String = "High") -> String {
    #"{"answer":"a","findings":[{"title":"\#(title)","description":"d","tactic":"Execution","technique":"T1059","sub_technique":"","#
      + #""rows":[\#(row)],"log_lines":["\#(indicator)"],"confidence":"\#(confidence)","#
      + #""indicators_of_compromise":["\#(indicator)"],"recommendations":["monitor"],"tags":[],"notes":""}]}"#
  }

  private func desk(_ answers: [String], budget: Budget = Budget()) -> HuntDesk {
    let model = ScriptedModel([HuntDesk.plan()] + answers.map { ModelAnswer(text: $0, finish: .complete) })
    var desk = HuntDesk(model: model, backend: RowsBackend(columns: HuntDesk.table.columns, rows: Self.many))
    desk.card = Self.small(3900)
    desk.budget = budget
    return desk
  }

  @Test("Rows that one call does not hold are read in several, each row once, and the cost is known before")
  func parts() async throws {
    let desk = desk((0..<8).map { _ in #"{"answer":"quiet","findings":[]}"# })
    let (hunt, events) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .finished)
    let reduction = try #require(hunt.reduction)
    #expect(reduction.calls > 1 && reduction.leftOut == nil && reduction.rowsSent == 400)
    let choice = try #require(hunt.analysisChoice)
    #expect(choice.calls == reduction.calls)
    #expect(choice.reason.contains("in \(choice.calls) calls"))
    #expect(choice.callTokens.allSatisfy { $0 <= 3900 })
    let calls = desk.model.calls.dropFirst()
    #expect(calls.count == choice.calls)
    for number in 0..<400 {
      let holders = calls.filter { $0.messages[1].text.contains("--key \(number * 104_729 % 1_000_003) ") }
      #expect(holders.count <= 1)
    }
    #expect(events.map(\.name).filter { $0 == "chunk" }.count == choice.calls)
    #expect(calls.enumerated().allSatisfy { $1.messages[1].text.contains("part \($0 + 1) of \(choice.calls)") })
  }

  @Test("A long question leaves the rows less room, so that every call fits the model's window")
  func longQuestion() async throws {
    var desk = desk((0..<8).map { _ in #"{"answer":"quiet","findings":[]}"# })
    desk.card = Self.small(8000)
    let words = String(repeating: "and tell what else was run there on that day, by whom, and with which file; ", count: 160)
    let (hunt, _) = await desk.run(HuntDesk.hunt("suspicious PowerShell on WS-123 in the last day " + words))
    #expect(hunt.stage == .finished, "\(String(describing: hunt.problem))")
    let choice = try #require(hunt.analysisChoice)
    #expect(choice.callTokens.allSatisfy { $0 <= 8000 })
    #expect(hunt.reduction?.leftOut == nil)
  }

  @Test("A part's finding may cite only rows that this part held")
  func foreignRows() async throws {
    let desk = desk([Self.finding("t", row: 400, indicator: "WS-399")] + (0..<8).map { _ in #"{"answer":"quiet","findings":[]}"# })
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    #expect(hunt.findings.first?.evidence == .unverified)
  }

  @Test("The same finding in two parts is one with the rows of both; one judged otherwise says so")
  func joined() async throws {
    let answers = [Self.finding("Tool runs", row: 1, indicator: "tool"), Self.finding("Tool runs", row: 399, indicator: "tool")]
    let joiner = FindingJoiner(part: 2)
    var first = Finding(rows: [1], title: "Tool runs", description: "", logLines: ["a"], source: "model:m", indicators: ["tool"])
    first.id = "1"
    first.mitre.id = "T1059"
    first.confidence = .high
    var second = first
    second.id = "2"
    second.rows = [399]
    second.logLines = ["b"]
    let union = try #require(joiner.joined(second, with: [first]))
    #expect(union.id == "1" && union.rows == [1, 399] && union.logLines == ["a", "b"])
    #expect(joiner.joined(first, with: [first]) == nil)
    var contrary = second
    contrary.id = "3"
    contrary.confidence = .low
    let marked = try #require(joiner.joined(contrary, with: [first]))
    #expect(marked.id == "3" && marked.tags.contains(FindingJoiner.contradiction) && marked.notes.contains("Tool runs"))
    #expect(FindingJoiner(part: nil).joined(second, with: [first])?.id == "2")
    #expect(answers.count == 2)
  }

  @Test("Where the budget does not hold so many calls, one is made with what it holds, and what is left out is said")
  func budget() async throws {
    let desk = desk([#"{"answer":"quiet","findings":[]}"#], budget: Budget(perHunt: Money(dollars: 0.009)))
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .finished)
    #expect(hunt.analysisChoice?.calls == 1)
    #expect(hunt.reduction?.leftOut != nil)
    #expect(hunt.analysisChoice?.reason.contains("would hold all rows") == true)
  }

  @Test("A part that fails leaves what was found before it, and the ending says which part it was")
  func failingPart() async throws {
    let model = ScriptedModel([HuntDesk.plan(), ModelAnswer(text: Self.finding("t", row: 1, indicator: "WS-0"), finish: .complete)])
    var desk = HuntDesk(model: model, backend: RowsBackend(columns: HuntDesk.table.columns, rows: Self.many))
    desk.card = Self.small(3900)
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .finished)
    #expect(hunt.findings.count == 1)
    #expect(hunt.cutReason?.contains("part 2 of") == true)
  }

  @Test("What the rules found and the model left out is shown; what it spoke of is not shown twice")
  func unaddressed() async throws {
    var desk = HuntDesk(model: ScriptedModel([HuntDesk.plan(), HuntDesk.analysis(HuntDesk.finding + "]}")]))
    func rule(_ title: String, _ row: Int) -> Finding {
      var finding = Finding(
        rows: [row], title: title, description: "", logLines: ["powershell.exe"], source: "rule:x", indicators: ["powershell.exe"])
      finding.confidence = .high
      return finding
    }
    desk.rulesAnalyst = RulesFake(findings: [rule("Seen", 3), rule("Missed", 5)])
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    #expect(hunt.findings.map(\.title).contains("Missed"))
    #expect(!hunt.findings.map(\.title).contains("Seen"))
    #expect(hunt.findings.last?.tags.contains(Unaddressed.tag) == true)
  }

  @Test("A further question keeps rows, findings and cost, runs no query, and is told what went before")
  func followUp() async throws {
    let second = #"{"answer":"Only WS-123.","findings":[]}"#
    let model = ScriptedModel([
      HuntDesk.plan(), HuntDesk.analysis(HuntDesk.finding + "]}"), ModelAnswer(text: second, finish: .complete),
    ])
    let desk = HuntDesk(model: model)
    let asked = Locked(false)
    let (hunt, events) = await desk.run(HuntDesk.hunt()) { hunt, event in
      if case .finished = event, !asked.withLock({ $0 }) {
        asked.withLock { $0 = true }
        return .followUpAsked("Which hosts?")
      }
      return HuntDesk.willing(hunt, event)
    }
    #expect(hunt.stage == .finished)
    #expect(hunt.findings.count == 1)
    #expect(hunt.answer == "One host ran hidden PowerShell.\n\n▸ Which hosts?\n\nOnly WS-123.")
    #expect(events.filter { $0.name == "queryReviewed" }.count == 1)
    #expect(events.filter { $0.name == "finished" }.count == 2)
    let last = try #require(model.calls.last?.messages[1].text)
    #expect(last.contains("Question: Which hosts?") && last.contains("Answered: One host ran hidden PowerShell."))
    #expect(hunt.request.text == HuntDesk.hunt().request.text)
  }

  @Test("A further question that fails is a failure, keeps what was found, and can be asked again")
  func failingFollowUp() async throws {
    let desk = HuntDesk(model: ScriptedModel([HuntDesk.plan(), HuntDesk.analysis(HuntDesk.finding + "]}")]))
    let asked = Locked(false)
    let (hunt, events) = await desk.run(HuntDesk.hunt()) { hunt, event in
      if case .finished = event, !asked.withLock({ $0 }) {
        asked.withLock { $0 = true }
        return .followUpAsked("Which hosts?")
      }
      return HuntDesk.willing(hunt, event)
    }
    #expect(hunt.stage == .failed)
    #expect(hunt.problem != nil && hunt.findings.count == 1)
    #expect(events.last?.name == "failed")
    #expect(hunt.followUpUnavailable == nil)
  }

  @Test("A hunt that is opened again goes on where a later attempt had ended, and with what it cost")
  func opened() async throws {
    let model = ScriptedModel([
      HuntDesk.analysis(HuntDesk.finding + "]}"), HuntDesk.analysis("]}"),
      ModelAnswer(text: #"{"answer":"b","findings":[]}"#, finish: .complete),
    ])
    let desk = HuntDesk(model: model)
    let (stream, feed) = AsyncStream.makeStream(of: StampedEvent.self)
    let keeper = desk.keeper
    let runner = HuntRunner(
      ports: HuntPorts(
        clock: FixedClock(HuntDesk.now), backend: desk.backend, schemas: FixedSchemas([HuntDesk.table]), pages: keeper, archive: keeper,
        ledger: keeper, journal: keeper, findings: keeper, drafter: { _, _ in ModelPlanDrafter(model: model) },
        analyst: { card, _ -> any Analyst in card.isOffline ? RulesFake() : ModelAnalyst(model: model) },
        countTokens: { text, _ in text.utf8.count / 4 }),
      rules: WorkspaceRules(workspace: "test", policy: desk.policy, budget: Budget(), models: [HuntDesk.card])
    ) { feed.yield($0) }
    var hunt = HuntDesk.hunt()
    _ = hunt.handle(.queryEdited("DeviceProcessEvents | take 10"), at: HuntDesk.now)
    var first: Hunt?
    func take(_ event: HuntEvent) {
      for step in hunt.handle(event, at: HuntDesk.now) { runner.perform(step, for: hunt.id, attempt: hunt.attempt) }
    }
    take(.begun)
    for await stamped in stream {
      guard stamped.attempt == hunt.attempt else { continue }
      take(stamped.event)
      if let answer = HuntDesk.willing(hunt, stamped.event) { take(answer) }
      guard hunt.stage == .finished else { continue }
      if first == nil {
        first = hunt
        take(.queryEdited("DeviceProcessEvents | take 11"))
        continue
      }
      if hunt.attempt == 1 { break }
      hunt = try #require(first.flatMap { $0.kept }.flatMap { Hunt(kept: $0) })
      take(.followUpAsked("and now?"))
    }
    await runner.close()
    #expect(hunt.attempt == 1 && hunt.answer.hasSuffix("b") && hunt.findings.count == 1)
  }

  @Test("With stand-ins on no name leaves, and what comes back is proven against the rows as they are")
  func hidden() async throws {
    let answer = Self.finding("host-01 is hit", row: 3, indicator: "host-01")
    let model = ScriptedModel([HuntDesk.plan(), ModelAnswer(text: answer, finish: .complete)])
    var desk = HuntDesk(model: model)
    desk.pseudonyms = .always
    desk.concealing.known = MemoryIdentities([KnownIdentity(.host, "ws-123")])
    desk.concealing.kindOf = { $0 == "DeviceName" ? .host : nil }
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    let sent = model.calls.flatMap(\.messages).map(\.text).joined()
    #expect(!sent.contains("WS-123") && sent.contains("host-01"))
    #expect(hunt.findings.map(\.title) == ["WS-123 is hit"])
    #expect(hunt.findings.first?.evidence == .verified)
    #expect(hunt.findings.first?.indicators == ["WS-123"])
  }
}
