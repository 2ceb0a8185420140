package import Casefile
package import KQL

/// Holds queries against a policy. Whoever wrote the query, this is the only way to an `ApprovedQuery`.
package struct Guardrails: Sendable {
  let policy: GuardrailPolicy
  let tables: any TableCatalogue
  let now: DateTime
  let knownTables: Set<String>
  /// Tables of this machine: reading them whole costs nothing, so the default window of one is all its rows.
  let extents: [String: TableExtent]

  /// Whether this machine's own engine runs the query, which knows less of the language than a service.
  let isEmbedded: Bool

  /// `tables` are those the workspace has; `now` is what `ago(…)` counts from.
  package init(
    policy: GuardrailPolicy, tables: any TableCatalogue, now: DateTime, extents: [String: TableExtent] = [:], isEmbedded: Bool = false
  ) {
    self.isEmbedded = isEmbedded
    self.extents = policy.boundsOwnTables ? [:] : extents
    self.policy = policy
    self.tables = tables
    self.now = now
    knownTables = Set(tables.tableNames)
  }

  /// Tables of one query that a service is asked about one by one; who names more, such as every table, gets what is known.
  private static let mostLearned = 8

  /// Guardrails that know the columns of a query's tables, and what times their rows have.
  package static func knowingExtents(
    _ policy: GuardrailPolicy, _ source: any SchemaSource, now: DateTime, of query: KQLQuery
  ) async throws -> Guardrails {
    var plain = Guardrails(policy: policy, tables: TableList(try await source.schemas()), now: now)
    let named = plain.tables(query, plain.bound(query))
    do {
      if named.count <= mostLearned, try await source.learn(named) {
        plain = Guardrails(policy: policy, tables: TableList(try await source.schemas()), now: now)
      }
    } catch is Problem {
      // What is known already is looked at; the source remarks on what it could not learn.
    }
    let tables = plain.bound(query).tablesRead
    return Guardrails(
      policy: policy, tables: plain.tables, now: now, extents: try await source.extents(of: tables), isEmbedded: source.isEmbedded)
  }

  /// The query with its names resolved against the workspace's tables.
  package func bound(_ query: KQLQuery) -> BoundQuery { KQLBinder(catalogue: tables, now: now).bind(query) }

  /// The tables a query reads, sorted: what the binder resolved, what its text names, and what its wildcards stand for here.
  package func tables(_ query: KQLQuery, _ bound: BoundQuery) -> [String] { QueryReads.tables(query, bound, known: knownTables) }

  /// All rules, in the order their concerns are shown: first what refuses, then what asks.
  static let rules: [any GuardrailRule] = [
    SoundQuery(), RunsHere(), NothingOutside(), NothingHidden(), TablesAllowed(), FieldsAllowed(), RangeAllowed(), EveryTable(),
    EveryColumn(),
    MicrosoftLookups(), UnwindowedJoin(), CrossJoin(), LeadingContains(), RegexOverEverything(), UnboundedExpand(), ServiceLimits(),
  ]

  /// What the rules look at.
  func subject(_ query: KQLQuery, _ bound: BoundQuery, range: TimeRange?) -> ReviewSubject {
    ReviewSubject(
      query: query, bound: bound, policy: policy, knownTables: knownTables, catalogue: tables, range: range, now: now,
      isEmbedded: isEmbedded)
  }
}

/// One rule, in a file of its own; the doc comment of its type is its manual.
protocol GuardrailRule: Sendable {
  /// The rule's stable name, as concerns and journals carry it.
  var id: String { get }

  func objections(to subject: ReviewSubject) -> [Objection]
}

extension GuardrailRule {
  func refuses(_ reason: String, remedy: String) -> Objection { Objection(.refuses, rule: id, reason: reason, remedy: remedy) }
  func asks(_ reason: String, remedy: String) -> Objection { Objection(.asks, rule: id, reason: reason, remedy: remedy) }
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
