/// What will be asked of the logs and why (CONTRACTS §6). It becomes KQL by the printer, never by gluing text.
package struct QueryPlan: Equatable, Sendable {
  package enum Subject: String, Sendable {
    case table
    case alerts
  }

  /// One condition. `values` holds one value, or several for `in`/`has_any`.
  package struct Filter: Equatable, Sendable {
    package enum Operator: String, CaseIterable, Sendable {
      case equals = "=="
      case equalsIgnoringCase = "=~"
      case notEquals = "!="
      case startsWith = "startswith"
      case endsWith = "endswith"
      case contains = "contains"
      case has = "has"
      case hasAny = "has_any"
      case isIn = "in"
      case isInIgnoringCase = "in~"
      case greater = ">"
      case greaterOrEqual = ">="
      case less = "<"
      case lessOrEqual = "<="
    }

    package var field: String
    package var op: Operator
    package var values: [String]

    package init(field: String, op: Operator, values: [String]) {
      self.field = field
      self.op = op
      self.values = values
    }

    package init(field: String, op: Operator, value: String) {
      self.init(field: field, op: op, values: [value])
    }
  }

  /// One sentence for each part of the plan.
  package struct Rationale: Equatable, Sendable {
    package var table: String
    package var fields: String
    package var range: String
    package var filters: String

    package init(table: String = "", fields: String = "", range: String = "", filters: String = "") {
      self.table = table
      self.fields = fields
      self.range = range
      self.filters = filters
    }
  }

  package var subject: Subject
  package var table: String
  package var fields: [String]
  package var range: TimeRange
  /// The words of the request that the range was read from; empty when a default was taken.
  package var timeWords: String
  package var filters: [Filter]
  /// Rows at most.
  package var limit: Int
  package var rationale: Rationale
  package var kql: String
  /// `offline planner` or `model:NAME`.
  package var draftedBy: String

  package init(
    subject: Subject = .table, table: String, fields: [String], range: TimeRange, timeWords: String = "", filters: [Filter] = [],
    limit: Int, rationale: Rationale = Rationale(), kql: String = "", draftedBy: String
  ) {
    self.subject = subject
    self.table = table
    self.fields = fields
    self.range = range
    self.timeWords = timeWords
    self.filters = filters
    self.limit = limit
    self.rationale = rationale
    self.kql = kql
    self.draftedBy = draftedBy
  }
}
