import Casefile
import Locking
import TestSupport
import Testing

@testable import HuntPipeline

@Suite("What a server reports is held beside our own count") struct ReportedUsageTests {
  /// What is booked for an analysis of which the server reports a share of our counts.
  private func booked(
    input: Double = 1, output: Double = 1, cached: Double = 0, card: ModelCard = HuntDesk.card
  ) async throws -> (spend: Spend, counted: Usage, told: String) {
    let counted = Locked(Usage.none)
    let model = Reporting { call, text in
      let own = Usage(input: call.inputTokens ?? 0, output: text.utf8.count / 4)
      counted.withLock { $0 = own }
      return Usage(
        input: Int(Double(own.input) * input), cached: Int(Double(own.input) * cached), output: Int(Double(own.output) * output))
    }
    var desk = HuntDesk(language: model)
    desk.card = card
    let rows = (0..<200).map { number -> [Value] in
      [.datetime(HuntDesk.now - .minutes(Double(number))), .string("WS-123"), .string("tool.exe"), .string("tool \(number * 7919) run")]
    }
    desk.backend = RowsBackend(columns: HuntDesk.table.columns, rows: rows)
    let (hunt, events) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .finished, "\(String(describing: hunt.problem))")
    let spend = try #require(desk.keeper.kept.spends.last)
    let told = events.compactMap { if case .retrying(_, let cause) = $0.event { cause } else { nil } }.joined()
    return (spend, counted.withLock { $0 }, told)
  }

  @Test("A report that understates what was sent or written is not believed: our count is booked, marked and told")
  func understated() async throws {
    for (input, output) in [(0.3, 1.0), (1.0, 0.3), (0.0, 0.0)] {
      let (spend, own, told) = try await booked(input: input, output: output)
      #expect(spend.usage.isEstimated && spend.counted == nil)
      #expect(Double(spend.usage.input) >= 0.5 * Double(own.input) && Double(spend.usage.output) >= 0.9 * Double(own.output), "\(spend)")
      #expect(told.contains("reported") && told.contains("is booked"))
    }
  }

  @Test("An honest report is booked as it is, a little less than our count included", arguments: [0.97, 1.0, 1.3, 3.0])
  func honest(share: Double) async throws {
    let (spend, own, told) = try await booked(input: share, output: max(1, share))
    #expect(!spend.usage.isEstimated && spend.usage.input == Int(Double(own.input) * share) && told.isEmpty, "\(spend) \(told)")
  }

  @Test("Another tokenizer may count half of what we reckon, and no less")
  func foreign() async throws {
    var card = HuntDesk.card
    card.countFactor = 1.2
    #expect(try await !booked(input: 0.7, output: 0.7, card: card).spend.usage.isEstimated)
    #expect(try await booked(input: 0.7, output: 0.3, card: card).spend.usage.isEstimated)
  }

  @Test("Rows that were never sent before are in no cache")
  func cached() async throws {
    let (spend, own, _) = try await booked(cached: 1)
    #expect(spend.usage.isEstimated && spend.usage.input == own.input)
    #expect(spend.usage.cached < own.input)
    let few = try await booked(cached: 0.2)
    #expect(!few.spend.usage.isEstimated && few.spend.usage.cached > 0)
  }

  @Test("What is certain, what may be cached and what is beyond belief", arguments: [OwnCount.Certainty.exact, .measured, .bound])
  func bounds(certainty: OwnCount.Certainty) {
    var own = OwnCount(
      ModelChoice(model: HuntDesk.card, reason: "", inputTokens: 10_000, isEstimated: false, outputTokens: 0, maxOutput: 0, estimate: nil),
      input: 10_000, sent: 1, answered: 1, output: 1200, visible: 1000, certainty: certainty)
    (own.certain, own.known) = (9000, 2000)
    func isBelieved(_ usage: Usage) -> Bool { !own.booked(usage, mostOutput: 8000).isEstimated }
    let least = [OwnCount.Certainty.exact: 8500, .measured: 4450, .bound: 2200][certainty] ?? 0
    #expect(isBelieved(Usage(input: least, output: 1000)) && !isBelieved(Usage(input: least - 50, output: 1000)))
    #expect(!isBelieved(Usage(input: 10_000, output: 100)))
    #expect(isBelieved(Usage(input: 10_000, cached: 2100, output: 1000)) && !isBelieved(Usage(input: 10_000, cached: 9000, output: 1000)))
    #expect(own.booked(Usage(input: 10_000, output: -1), mostOutput: 8000) == own.usage)
    #expect(own.booked(Usage(input: 10_000, output: 9000), mostOutput: 8000) == own.usage)
    #expect(own.booked(nil, mostOutput: 8000) == own.usage)
    // A call that was sent twice may find all of itself.
    own.known = nil
    #expect(isBelieved(Usage(input: 10_000, cached: 9000, output: 1000)))
  }

  @Test("Hunts at once never book more than the day's cap, though every answer goes on past what was asked for", arguments: [1.0, 1.2])
  func endlessCrowd(factor: Double) async {
    let keeper = MemoryKeeper()
    let cap = Money(dollars: 0.08)
    let ended = await withTaskGroup(of: Hunt.self) { group in
      for number in 0..<8 {
        group.addTask {
          let endless = Reporting(plan: HuntDesk.plan(), text: #"{"answer":""# + String(repeating: "and so on ", count: 30_000)) { _, _ in
            nil
          }
          var desk = HuntDesk(language: endless, budget: Budget(perDay: cap))
          desk.card.countFactor = factor
          desk.keeper = keeper
          return await desk.run(Hunt(id: HuntID(at: HuntDesk.now + .seconds(Double(number))), request: HuntDesk.hunt().request)).hunt
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let spent = keeper.kept.spends.compactMap(\.cost).reduce(Money.zero, +)
    #expect(spent <= cap && spent > Money(dollars: 0.02), "\(spent)")
    #expect(ended.contains { $0.stage == .finished } && ended.contains { $0.problem?.kind == .overBudget })
  }

  @Test("The question says what the call may cost at most, and so much is put aside for it")
  func most() async throws {
    let desk = HuntDesk(language: Reporting { _, _ in nil })
    let asked = Locked<ModelChoice?>(nil)
    _ = await desk.run(HuntDesk.hunt()) { hunt, event in
      if case .modelChosen(.analysis, let choice) = event { asked.withLock { $0 = choice } }
      return HuntDesk.willing(hunt, event)
    }
    let choice = try #require(asked.withLock { $0 })
    let (estimate, most) = (try #require(choice.estimate), try #require(choice.most))
    let correct = try #require(choice.model.estimate(input: choice.inputTokens, output: choice.maxOutput))
    #expect(most >= correct && most > estimate)
    #expect(
      choice.question?.reasons.first?.contains("~\(estimate), at most \(most.ceiling)") == true, "\(String(describing: choice.question))")
    #expect(desk.keeper.kept.orders.last?.most == most)
    #expect("\(Money(dollars: 0.0401).ceiling)" == "$0.05" && Money(dollars: 0.04).ceiling == Money(dollars: 0.04))
  }
}

/// Drafts, then answers with a text and reports what it is told to.
private struct Reporting: LanguageModel {
  var plan = HuntDesk.plan()
  var text = #"{"answer":"\#(String(repeating: "quiet so far, ", count: 200))","findings":[]}"#
  let usage: @Sendable (ModelCall, String) -> Usage?

  func answer(_ call: ModelCall, deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> ModelAnswer {
    call.meter?.sent()
    if call.tool != nil {
      var plan = plan
      plan.usage = Usage(input: call.inputTokens ?? 0, output: 100)
      return plan
    }
    var rest = Substring(text)
    while !rest.isEmpty {
      try await deliver(.text(String(rest.prefix(40))))
      rest = rest.dropFirst(40)
    }
    return ModelAnswer(text: text, finish: .complete, usage: usage(call, text))
  }
}
