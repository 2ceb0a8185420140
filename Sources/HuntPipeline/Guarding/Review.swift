/// A guardrail's objection.
package struct Concern: Equatable, Sendable {
  /// The rule's id, e.g. `tables-allowed`.
  package var rule: String
  /// One sentence: what in the query meets the rule.
  package var reason: String
  /// One sentence: what to do about it.
  package var remedy: String

  package init(rule: String, reason: String, remedy: String) {
    self.rule = rule
    self.reason = reason
    self.remedy = remedy
  }
}

/// What the guardrails say of a query.
package enum Review: Equatable, Sendable {
  case allowed(ApprovedQuery)
  case consent(ConsentRequest)
  case refused([Concern])

  /// `allowed`, `consent` or `refused`, as CONTRACTS §5 spells them.
  package var verdict: String {
    switch self {
    case .allowed: "allowed"
    case .consent: "consent"
    case .refused: "refused"
    }
  }

  /// What was added to the analyst's text, in words; empty for a query that may not run.
  package var additions: [String] {
    switch self {
    case .allowed(let query): query.additions
    case .consent(let request): request.additions
    case .refused: []
    }
  }

  package var concerns: [Concern] {
    switch self {
    case .allowed: []
    case .consent(let request): request.concerns
    case .refused(let concerns): concerns
    }
  }
}
