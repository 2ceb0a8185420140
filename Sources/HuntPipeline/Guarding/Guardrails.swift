package import Casefile
package import KQL

/// Holds queries against a policy. Whoever wrote the query, this is the only way to an `ApprovedQuery`.
package struct Guardrails: Sendable {
  let policy: GuardrailPolicy
  private let tables: any TableCatalogue
  private let now: DateTime

  /// `tables` are those the workspace has; `now` is what `ago(…)` counts from.
  package init(policy: GuardrailPolicy, tables: any TableCatalogue, now: DateTime) {
    self.policy = policy
    self.tables = tables
    self.now = now
  }

  /// The query with its names resolved against the workspace's tables.
  package func bound(_ query: KQLQuery) -> BoundQuery { KQLBinder(catalogue: tables, now: now).bind(query) }

  /// All rules, in the order their concerns are shown.
  static let rules: [any GuardrailRule] = [
    SoundQuery(), NothingOutside(), TablesAllowed(), FieldsAllowed(), RangeAllowed(), CostlyShapes(),
  ]

  /// Every objection of every rule.
  func objections(_ query: KQLQuery, _ bound: BoundQuery, range: TimeRange?) -> [Objection] {
    let subject = ReviewSubject(query: query, bound: bound, policy: policy, knownTables: tables.tableNames, range: range, now: now)
    return Guardrails.rules.flatMap { $0.objections(to: subject) }
  }
}

/// One rule, in a file of its own.
protocol GuardrailRule: Sendable {
  func objections(to subject: ReviewSubject) -> [Objection]
}

/// What a rule looks at.
struct ReviewSubject: Sendable {
  let query: KQLQuery
  let bound: BoundQuery
  let policy: GuardrailPolicy
  let knownTables: [String]
  /// The range asked for beside the text.
  let range: TimeRange?
  let now: DateTime
}

/// A concern, and how much it weighs.
struct Objection: Equatable, Sendable {
  enum Weight: Sendable {
    /// May run after a yes.
    case asks
    case refuses
  }

  var weight: Weight
  var concern: Concern

  init(_ weight: Weight, rule: String, reason: String, remedy: String) {
    self.weight = weight
    self.concern = Concern(rule: rule, reason: reason, remedy: remedy)
  }
}
