package import Casefile

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
