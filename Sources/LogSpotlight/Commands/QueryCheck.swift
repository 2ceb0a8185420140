import Casefile
import HuntPipeline
import KQL

/// What is to be said of one query.
struct QueryCheck {
  let id: String
  let text: String
  /// True when it is KQL.
  let parses: Bool
  let verdict: String
  let tables: [String]
  let columns: [String]
  let concerns: [Concern]
  /// What the guardrails would add to the text, in words.
  let additions: [String]
  let diagnostics: [KQLDiagnostic]

  init(id: String, text: String, guardrails: Guardrails) {
    self.id = id
    self.text = text
    let query = KQLQuery(parsing: text)
    let bound = guardrails.bound(query)
    let review = guardrails.review(query, bound)
    parses = query.isWellFormed
    verdict = review.verdict
    tables = guardrails.tables(query, bound)
    columns = Set(bound.columnsRead.values.flatMap { $0 }).sorted()
    concerns = review.concerns
    additions = review.additions
    // The binder's list begins with the parser's.
    diagnostics = bound.diagnostics
  }

  private init(id: String, unreadable message: String, line: Int) {
    self.id = id
    text = ""
    parses = false
    verdict = "refused"
    (tables, columns, additions) = ([], [], [])
    concerns = []
    diagnostics = [KQLDiagnostic(severity: .error, message: message, range: 0..<0, line: line, column: 1)]
  }

  /// An input that holds no query.
  static func unreadable(id: String, _ message: String, at line: Int) -> QueryCheck { QueryCheck(id: id, unreadable: message, line: line) }

  /// The line of CONTRACTS §2.
  var json: JSONValue {
    [
      "id": .string(id), "ok": .bool(parses), "tables": .array(tables.map(JSONValue.string)),
      "columns": .array(columns.map(JSONValue.string)), "verdict": .string(verdict),
      "reasons": .array(concerns.map { .string("\($0.reason) \($0.remedy)") }), "rules": .array(concerns.map { .string($0.rule) }),
      "additions": .array(additions.map(JSONValue.string)), "diagnostics": .array(diagnostics.map(QueryCheck.json)),
    ]
  }

  private static func json(_ diagnostic: KQLDiagnostic) -> JSONValue {
    [
      "line": .integer(Int64(diagnostic.line)), "column": .integer(Int64(diagnostic.column)),
      "severity": .string(diagnostic.severity.rawValue), "message": .string(diagnostic.message),
    ]
  }
}
