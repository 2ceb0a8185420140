package import Casefile

/// Something to do for a hunt, in the imperative. The runner does it and reports events with the same attempt.
package enum HuntStep: Equatable, Sendable {
  /// Choose a model for drafting and hold its cost against the budget.
  case chooseDraftModel(AnalystRequest, wanted: String?)
  case draftPlan(AnalystRequest, ModelChoice)
  /// Hold a query against the guardrails; its times count from when the request was asked.
  case review(kql: String, AnalystRequest)
  case run(ApprovedQuery)
  case collectAlerts([AlertID])
  /// Shorten the rows for the model that will probably read them, by these steps.
  case reduce(AnalysisSubject, steps: Set<ReductionStep>)
  /// Choose a model for the analysis, by the size of what is to be sent, and hold its cost against the budget.
  case chooseAnalysisModel(AnalysisSubject, wanted: String?, spent: Money?)
  case analyse(AnalysisOrder)
  /// Ask for a yes or no; the runner only journals and reports it.
  case ask(ConsentQuestion)
  /// End all work of this hunt and report `cancelled`.
  case stop(keptFindings: Int)
}

extension HuntStep {
  var isReduction: Bool {
    if case .reduce = self { true } else { false }
  }

  /// The request this step works for, where it carries one.
  var request: AnalystRequest? {
    switch self {
    case .chooseDraftModel(let request, _), .draftPlan(let request, _): request
    case .review(_, let request): request
    case .chooseAnalysisModel(let subject, _, _), .reduce(let subject, _): subject.request
    case .analyse(let order): order.subject.request
    default: nil
    }
  }
}

/// What is to be analysed; the reduction of its rows is kept by the runner.
package struct AnalysisSubject: Equatable, Sendable {
  package var request: AnalystRequest
  /// The tables the rows come from; `Alerts` alone for a question about alerts.
  package var tables: [String]
  package var kql: String
  package var rows: RowsProgress
  /// What was asked of these rows before, and what came of it; for a further question.
  package var earlier: [EarlierQuestion] = []
  /// Whether the query is the analyst's own, or was changed since it was drafted.
  package var isEdited = false

  package init(request: AnalystRequest, tables: [String], kql: String, rows: RowsProgress) {
    self.request = request
    self.tables = tables
    self.kql = kql
    self.rows = rows
  }
}

/// A question of this hunt that was answered.
package struct EarlierQuestion: Equatable, Sendable {
  package var question: String
  /// The answer's text; long ones are cut.
  package var answer: String
  /// Titles of its findings.
  package var findings: [String]

  package init(question: String, answer: String, findings: [String]) {
    self.question = question
    self.answer = answer
    self.findings = findings
  }
}

extension AnalysisSubject {
  /// Tables in words: `SigninLogs`, `SigninLogs and 3 more tables`; empty for none.
  static func words(_ tables: [String]) -> String {
    guard let first = tables.first, tables.count > 1 else { return tables.first ?? "" }
    return tables.count == 2 ? "\(first) and \(tables[1])" : "\(first) and \(tables.count - 1) more tables"
  }
}

/// What is to be analysed, and by which model.
package struct AnalysisOrder: Equatable, Sendable {
  package var subject: AnalysisSubject
  package var choice: ModelChoice

  package init(subject: AnalysisSubject, choice: ModelChoice) {
    self.subject = subject
    self.choice = choice
  }
}
