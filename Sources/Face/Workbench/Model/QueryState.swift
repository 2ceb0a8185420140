package import Casefile

/// The query draft while it is looked at or typed.
package struct QueryState: Sendable {
  package internal(set) var editor = TextEditor(isMultiline: true)
  package internal(set) var isEditing = false
  package internal(set) var reading = QueryReading()
  package internal(set) var scroll = 0
  /// What is known of the place of the cursor while one types.
  package internal(set) var help = QueryHelp()
  /// The list of what could be typed here; nil when it is closed.
  package internal(set) var completion: CompletionState?
  /// What the text says as a plan; nil when it says more than a plan can, or there is no plan.
  package internal(set) var plan: QueryPlan?
  /// The parts of the plan that the analyst changed since it was drafted.
  package internal(set) var changedParts: Set<PlanPart> = []

  /// What the plan was read for, beside the text.
  struct PlanSource: Equatable, Sendable {
    var hunt: HuntID?
    var attempt: Int
    var hasDraft: Bool
  }

  var planSource: PlanSource?

  package init() {}
}
