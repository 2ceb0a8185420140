package import Casefile
package import KQL

/// A query that the guardrails let through. Only this file can make one, so nothing else can reach a backend.
package struct ApprovedQuery: Equatable, Sendable {
  /// The text that runs: default windows and the row limit are in it.
  package let text: String
  /// Every stored table it reads.
  package let tables: [String]
  /// The range it covers, also sent as the service's timespan; nil when its tables have no time column.
  package let range: TimeRange?
  package let maxRows: Int
  /// What was added to the analyst's text, in words; empty when nothing was.
  package let additions: [String]

  fileprivate init(text: String, tables: [String], range: TimeRange?, maxRows: Int, additions: [String]) {
    self.text = text
    self.tables = tables
    self.range = range
    self.maxRows = maxRows
    self.additions = additions
  }
}

/// A query that may run if the analyst says yes.
package struct ConsentRequest: Equatable, Sendable {
  package let concerns: [Concern]
  private let query: ApprovedQuery

  fileprivate init(concerns: [Concern], query: ApprovedQuery) {
    self.concerns = concerns
    self.query = query
  }

  package var tables: [String] { query.tables }
  package var text: String { query.text }
  package var range: TimeRange? { query.range }

  /// The analyst said yes.
  package func granted() -> ApprovedQuery { query }
}

extension Guardrails {
  /// What the rules say of a query. `range` and `limit` narrow it beside its text, as a service's timespan does.
  package func review(_ query: KQLQuery, range: TimeRange? = nil, limit: Int? = nil) -> Review {
    let bound = bound(query)
    let objections = objections(query, bound, range: range)
    let refusals = objections.filter { $0.weight == .refuses }
    guard refusals.isEmpty else { return .refused(refusals.map(\.concern)) }
    let approved = ApprovedQuery(
      text: query.text, tables: bound.tablesRead, range: range, maxRows: min(policy.maxRows, limit ?? policy.maxRows), additions: [])
    return objections.isEmpty ? .allowed(approved) : .consent(ConsentRequest(concerns: objections.map(\.concern), query: approved))
  }
}
