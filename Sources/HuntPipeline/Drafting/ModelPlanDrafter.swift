import Casefile
import KQL

/// Drafts plans with a language model: one strict function call, asked again once when it is missing, doubled or malformed.
package struct ModelPlanDrafter: PlanDrafter {
  private let model: any LanguageModel

  package init(model: any LanguageModel) { self.model = model }

  /// The first call as it will be sent; it is counted before.
  static func call(for brief: PlanningBrief) -> ModelCall {
    ModelCall(
      model: brief.model.name, messages: PlanPrompt.messages(for: brief), tool: PlanTool.tool(for: brief),
      maxOutput: brief.model.draftLimit)
  }

  package func draft(
    _ brief: PlanningBrief, retrying: @escaping @Sendable (_ afterSeconds: Double, _ cause: String) -> Void
  ) async throws -> DraftedPlan {
    var call = ModelPlanDrafter.call(for: brief)
    call.inputTokens = brief.inputTokens
    var usage: Usage?
    var reasons: [String] = []
    for attempt in 1...2 {
      let answer = try await model.answer(call) { delta in
        switch delta {
        case .retrying(let seconds, let cause): retrying(seconds, cause)
        case .learnt(let lesson): retrying(0, lesson)
        case .text, .reasoning, .toolArguments: break
        }
      }
      usage = answer.usage.map { $0 + (usage ?? .none) } ?? usage
      do {
        return DraftedPlan(plan: try plan(from: answer, brief, isLast: attempt == 2), usage: usage, calls: attempt)
      } catch let rejection as PlanReader.Rejection {
        reasons = rejection.reasons
        if attempt == 1 { retrying(0, "the plan was not usable and is asked for again: \(reasons.joined(separator: "; "))") }
        call.messages.append(ModelCall.Message(.user, PlanPrompt.correction(rejection.reasons)))
      }
    }
    throw Problem(
      "The model gave no usable plan.", cause: reasons.joined(separator: "; "),
      remedy: "Write the query yourself, ask in other words, or choose another model.")
  }

  private func plan(from answer: ModelAnswer, _ brief: PlanningBrief, isLast: Bool) throws -> QueryPlan {
    if answer.finish == .refused || answer.refusal != nil {
      throw PlanReader.Rejection(reasons: ["the model refused: \(answer.refusal ?? "no reason given")"])
    }
    if answer.finish == .length || answer.finish == .cut { throw PlanReader.Rejection(reasons: ["the call was cut before its end"]) }
    let calls = answer.toolCalls.filter { $0.name == PlanTool.name }
    guard let call = calls.first else { throw PlanReader.Rejection(reasons: ["no call of \(PlanTool.name) was made"]) }
    guard Set(calls.map(\.arguments)).count == 1 else {
      throw PlanReader.Rejection(reasons: ["\(PlanTool.name) was called \(calls.count) times with different arguments"])
    }
    var plan = try PlanReader(brief: brief, leavesOutUnknown: isLast).plan(from: call.arguments, draftedBy: "model:\(brief.model.name)")
    plan.kql = PlanText.kql(of: plan, brief)
    return plan
  }
}
