import Casefile
import HuntPipeline
import Locking
import TestSupport
import Testing

/// Learns something, then is cut in the middle.
private struct LearningModel: LanguageModel {
  let calls = Locked<[ModelCall]>([])

  func answer(_ call: ModelCall, deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> ModelAnswer {
    calls.withLock { $0.append(call) }
    try await deliver(.learnt("luna: this server takes no temperature; sent without"))
    let text = #"{"answer":"half","findings":["#
    try await deliver(.text(text))
    var answer = ModelAnswer(text: text, finish: .cut)
    answer.cutCause = "luna has trouble of its own."
    return answer
  }
}

@Suite("What a model's server teaches on the way") struct LessonTests {
  @Test("A lesson is told like a wait without seconds, a cut says why, and the count goes along for pacing")
  func lesson() async throws {
    let reduction = Reduction(
      legend: "", lines: [], summary: ReductionSummary(rowsIn: 0, rowsSent: 0, groups: 0, tokensBefore: 0, tokensAfter: 0))
    var brief = AnalysisBrief(
      hunt: ULID(at: .minimum), request: AnalystRequest(text: "x", workspace: "w", asked: .minimum), tables: ["T"], kql: "T",
      resultSet: ULID(at: .minimum), columns: [], rowCount: 0, reduction: reduction, model: ModelCard(name: "m"), maxOutput: 100,
      pages: MemoryKeeper())
    brief.inputTokens = 321
    let model = LearningModel()
    let deltas = Locked<[AnalysisDelta]>([])
    let outcome = try await ModelAnalyst(model: model).analyse(brief) { delta in deltas.withLock { $0.append(delta) } }
    #expect(
      deltas.withLock { $0.first } == .retrying(afterSeconds: 0, cause: "luna: this server takes no temperature; sent without"))
    #expect(outcome.cutReason == "the stream ended before the answer did: luna has trouble of its own.")
    #expect(model.calls.withLock { $0.first?.inputTokens } == 321)
  }
}
