import Casefile
import Locking
import TestSupport
import Testing

@testable import HuntPipeline

@Suite("Hunts put money aside") struct ReservingTests {
  private static let quiet = ModelAnswer(
    text: #"{"answer":"quiet","findings":[]}"#, finish: .complete, usage: Usage(input: 900, output: 8000))

  @Test("Many hunts at once never spend more than the day's cap, and each that is refused says so before it sends")
  func crowd() async throws {
    let keeper = MemoryKeeper()
    let cap = Money(dollars: 0.10)
    let sent = Locked(0)
    let ended = await withTaskGroup(of: Hunt.self) { group in
      for number in 0..<16 {
        group.addTask {
          var desk = HuntDesk(language: Counting(answers: [HuntDesk.plan(), Self.quiet], sent: sent), budget: Budget(perDay: cap))
          desk.keeper = keeper
          let start = Hunt(
            id: HuntID(at: HuntDesk.now + .seconds(Double(number))), request: HuntDesk.hunt().request)
          return await desk.run(start).hunt
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let spent = keeper.kept.spends.compactMap(\.cost).reduce(Money.zero, +)
    #expect(spent <= cap, "\(spent)")
    #expect(ended.contains { $0.stage == .finished })
    let refused = ended.filter { $0.problem != nil }
    #expect(!refused.isEmpty && refused.allSatisfy { $0.problem?.kind == .overBudget })
    #expect(sent.withLock { $0 } == keeper.kept.spends.count)
    #expect(keeper.kept.reservations.isEmpty)
  }

  @Test("A draft that fails after calls that were paid is paid for, and nothing stays put aside")
  func failedDraft() async {
    let useless = ModelAnswer(text: "I think so.", finish: .complete, usage: Usage(input: 500, output: 100))
    let desk = HuntDesk(model: ScriptedModel([useless, useless]))
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    #expect(hunt.problem?.summary == "The model gave no usable plan.")
    #expect(hunt.problem?.remedy?.contains("offline planner") == true && hunt.offlineDraftUnavailable == nil)
    #expect(desk.keeper.kept.spends.map(\.usage) == [Usage(input: 1000, output: 200)])
    #expect(desk.keeper.kept.reservations.isEmpty)
  }

  @Test("A call that fails before anything came costs nothing, and frees what was put aside")
  func failedCall() async {
    let desk = HuntDesk(model: ScriptedModel(failing: Problem("The server is down.")))
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    #expect(hunt.problem?.summary == "The server is down.")
    #expect(desk.keeper.kept.spends.isEmpty && desk.keeper.kept.reservations.isEmpty)
    #expect(desk.keeper.kept.lastReservation == 1)
  }

  @Test("Where the budget holds one call of a draft and no second, an unusable plan is not asked for again")
  func noSecondCall() async {
    let useless = ModelAnswer(text: "I think so.", finish: .complete, usage: Usage(input: 500, output: 100))
    let model = ScriptedModel([useless, HuntDesk.plan()])
    let full = await HuntDesk(model: model).run(HuntDesk.hunt())
    #expect(model.calls.count > 2 || full.hunt.problem != nil)
    let poor = ScriptedModel([useless, HuntDesk.plan()])
    let (hunt, _) = await HuntDesk(model: poor, budget: Budget(perHunt: Money(dollars: 0.006))).run(HuntDesk.hunt())
    #expect(poor.calls.count == 1)
    #expect(hunt.problem?.cause?.contains("no second call") == true, "\(String(describing: hunt.problem))")
  }

  @Test("What other calls put aside makes an answer shorter before it makes it impossible")
  func shorter() async throws {
    let desk = HuntDesk(model: ScriptedModel([HuntDesk.plan(), Self.quiet]), budget: Budget(perDay: Money(dollars: 0.03)))
    var other = SpendOrder(
      hunt: HuntID(at: HuntDesk.now - .days(1)), model: "m", purpose: .analysis, least: Money(dollars: 0.02), most: Money(dollars: 0.02),
      caps: Budget(), time: HuntDesk.now, expires: HuntDesk.now + .minutes(30))
    other.spentThisHunt = .zero
    _ = try await desk.keeper.reserve(other)
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .finished, "\(String(describing: hunt.problem))")
    let last = try #require(desk.model.calls.last)
    #expect(last.maxOutput < 8000 && last.maxOutput >= 1500, "\(last.maxOutput)")
  }
}

/// Answers in turn and counts the calls of all.
private struct Counting: LanguageModel {
  let answers: [ModelAnswer]
  let sent: Locked<Int>
  private let place = Locked(0)

  init(answers: [ModelAnswer], sent: Locked<Int>) {
    self.answers = answers
    self.sent = sent
  }

  func answer(_ call: ModelCall, deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> ModelAnswer {
    sent.withLock { $0 += 1 }
    let number = place.withLock { place in
      defer { place += 1 }
      return place
    }
    var answer = answers[min(number, answers.count - 1)]
    // Our count is exact, and no model writes more than it was allowed.
    if let usage = answer.usage { answer.usage = Usage(input: call.inputTokens ?? 0, output: min(usage.output, call.maxOutput)) }
    if !answer.text.isEmpty { try await deliver(.text(answer.text)) }
    return answer
  }
}
