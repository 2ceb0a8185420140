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
      maxOutput: min(brief.maxOutput ?? .max, brief.model.draftLimit))
  }

  package func draft(
    _ brief: PlanningBrief, retrying: @escaping @Sendable (_ afterSeconds: Double, _ cause: String) -> Void
  ) async throws -> DraftedPlan {
    var call = ModelPlanDrafter.call(for: brief)
    call.inputTokens = brief.inputTokens
    call.meter = brief.meter
    var usage: Usage?
    var reasons: [String] = []
    let tries = brief.mayAskAgain ? 2 : 1
    for attempt in 1...tries {
      let answer: ModelAnswer
      do {
        answer = try await model.metered(call) { delta in
          switch delta {
          case .retrying(let seconds, let cause): retrying(seconds, cause)
          case .learnt(let lesson): retrying(0, lesson)
          case .text, .reasoning, .toolArguments: break
          }
        }
      } catch let failure as CallMeter.TooLong {
        let problem = Problem(
          "The model gave no usable plan.", cause: "It was stopped: \(failure.cause).", remedy: ModelPlanDrafter.remedy)
        throw DraftFailure(error: problem, usage: nil)
      } catch {
        // What earlier calls were reported to have taken is not all, where this one has to be paid for too.
        throw DraftFailure(error: error, usage: usage, calls: attempt - 1)
      }
      usage = answer.usage.map { $0 + (usage ?? .none) } ?? usage
      do {
        return DraftedPlan(plan: try plan(from: answer, brief, isLast: attempt == tries), usage: usage, calls: attempt)
      } catch let rejection as PlanReader.Rejection {
        reasons = rejection.reasons
        if attempt < tries { retrying(0, "the plan was not usable and is asked for again: \(reasons.joined(separator: "; "))") }
        call.messages.append(ModelCall.Message(.user, PlanPrompt.correction(rejection.reasons)))
      }
    }
    if !brief.mayAskAgain { reasons.append("the budget holds no second call") }
    let problem = Problem(
      "The model gave no usable plan.", cause: reasons.joined(separator: "; "),
      remedy: ModelPlanDrafter.remedy)
    throw DraftFailure(error: problem, usage: usage, calls: tries)
  }

  private static let remedy =
    "Let the offline planner draft it (--model offline), write the query yourself, ask in other words, or choose another model."

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

/// Why there is no plan, after calls that may have to be paid for all the same.
struct DraftFailure: Error {
  var error: any Error
  /// What the provider reported of the calls that it answered; nil where it reported nothing.
  var usage: Usage?
  /// Calls that it answered.
  var calls = 0
}
