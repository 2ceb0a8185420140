import Casefile
import Locking
import TestSupport
import Testing

@testable import HuntPipeline

@Suite("Calls are paid for from the moment they are sent") struct PaidCallTests {
  @Test(
    "A call that is stopped before anything came, or while the model only reasons, is booked with our count",
    arguments: [("drafting", ""), ("drafting", "thinking hard "), ("analysing", ""), ("analysing", "thinking hard ")])
  func stopped(_ stage: String, _ reasoning: String) async throws {
    let model = Stuck(after: stage == "drafting" ? [] : [HuntDesk.plan()], reasoning: reasoning, pieces: 50)
    let desk = HuntDesk(language: model)
    let (hunt, _) = await desk.run(HuntDesk.hunt()) { hunt, event in
      if case .retrying(_, "stuck") = event { return .stopRequested }
      return HuntDesk.willing(hunt, event)
    }
    #expect(hunt.stage == .cancelled)
    let spends = desk.keeper.kept.spends.filter(\.usage.isEstimated)
    #expect(spends.count == 1 && desk.keeper.kept.reservations.isEmpty)
    #expect(hunt.cost == desk.keeper.kept.spends.reduce(Money.zero) { $0 + ($1.cost ?? .zero) }, "the hunt hears of it")
    let usage = try #require(spends.first?.usage)
    #expect(usage.input > 100 && spends.first?.cost != .zero)
    #expect(abs(usage.output - 50 * reasoning.utf8.count / 4) < 10, "\(usage)")
  }

  @Test("A call that never left, or was refused, costs nothing")
  func refused() async {
    let desk = HuntDesk(language: Stuck(after: [], refusal: Problem("The key is wrong.")))
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    #expect(hunt.problem?.summary == "The key is wrong.")
    #expect(desk.keeper.kept.spends.isEmpty && desk.keeper.kept.reservations.isEmpty)
  }

  @Test("Reasoning is counted where the server reports no usage")
  func reasoning() async throws {
    let answer = ModelAnswer(text: #"{"answer":"quiet","findings":[]}"#, finish: .complete)
    let model = Talking(plan: HuntDesk.plan(), reasoning: String(repeating: "hm, so ", count: 2000), answer: answer)
    let desk = HuntDesk(language: model)
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .finished)
    let usage = try #require(desk.keeper.kept.spends.last?.usage)
    #expect(usage.isEstimated && abs(usage.output - (14_000 + answer.text.utf8.count) / 4) < 20, "\(usage)")
  }

  @Test("A server that writes on past what it was asked for is stopped, and what came is kept as a cut answer with the reason")
  func endless() async throws {
    let text = #"{"answer":"One host.","findings":[\#(HuntDesk.finding)],"more":""# + String(repeating: "and so on ", count: 100_000)
    let model = Talking(plan: HuntDesk.plan(), reasoning: "", answer: ModelAnswer(text: text, finish: .complete))
    let desk = HuntDesk(language: model)
    let (hunt, events) = await desk.run(HuntDesk.hunt())
    #expect(hunt.stage == .finished && hunt.findings.count == 1)
    let cut = events.compactMap { if case .finished(let ending) = $0.event { "\(ending)" } else { nil } }.first ?? ""
    #expect(cut.contains("wrote on past the 8000 tokens it was asked for"), "\(cut)")
    let usage = try #require(desk.keeper.kept.spends.last?.usage)
    #expect(usage.output > 8000 && usage.output < 9500 && usage.isEstimated, "\(usage)")
  }

  @Test("A plan that does not end is stopped and paid for as far as it came")
  func endlessPlan() async throws {
    let model = Talking(plan: nil, reasoning: String(repeating: "hm, so ", count: 100_000), answer: ModelAnswer(finish: .complete))
    let desk = HuntDesk(language: model)
    let (hunt, _) = await desk.run(HuntDesk.hunt())
    #expect(hunt.problem?.cause?.contains("wrote on past") == true, "\(String(describing: hunt.problem))")
    let usage = try #require(desk.keeper.kept.spends.last?.usage)
    let limit = HuntDesk.card.draftLimit
    #expect(usage.output > limit && usage.output < limit + limit / 10 + 400, "\(usage)")
  }
}

/// Answers from a script, then sends a call and says nothing more but reasoning, until it is stopped.
private final class Stuck: LanguageModel, Sendable {
  private let script: ScriptedModel
  private let left: Locked<Int>
  private let reasoning: String
  private let pieces: Int
  private let refusal: Problem?

  init(after answers: [ModelAnswer], reasoning: String = "", pieces: Int = 0, refusal: Problem? = nil) {
    script = ScriptedModel(answers)
    left = Locked(answers.count)
    (self.reasoning, self.pieces, self.refusal) = (reasoning, pieces, refusal)
  }

  func answer(_ call: ModelCall, deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> ModelAnswer {
    let isScripted = left.withLock { left in
      defer { left -= 1 }
      return left > 0
    }
    if isScripted { return try await script.answer(call, deliver: deliver) }
    call.meter?.sent()
    if let refusal {
      call.meter?.refused()
      throw refusal
    }
    for _ in 0..<pieces where !reasoning.isEmpty { try await deliver(.reasoning(reasoning)) }
    try await deliver(.retrying(afterSeconds: 0, cause: "stuck"))
    let never = AsyncStream<Void> { _ in }
    for await _ in never {}
    throw CancellationError()
  }
}

/// Drafts, reasons and answers in pieces, whatever it was asked to keep to.
private final class Talking: LanguageModel, Sendable {
  private let plan: ModelAnswer?
  private let reasoning: String
  private let last: ModelAnswer

  init(plan: ModelAnswer?, reasoning: String, answer: ModelAnswer) { (self.plan, self.reasoning, last) = (plan, reasoning, answer) }

  func answer(_ call: ModelCall, deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> ModelAnswer {
    call.meter?.sent()
    if call.tool != nil, let plan { return plan }
    for piece in pieces(reasoning) { try await deliver(.reasoning(piece)) }
    for piece in pieces(last.text) { try await deliver(.text(piece)) }
    return last
  }

  private func pieces(_ text: String) -> [String] {
    var rest = Substring(text)
    var pieces: [String] = []
    while !rest.isEmpty {
      pieces.append(String(rest.prefix(40)))
      rest = rest.dropFirst(40)
    }
    return pieces
  }
}
