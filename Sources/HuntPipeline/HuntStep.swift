package import Casefile

/// Something to do for a hunt, in the imperative. The runner does it and reports events with the same attempt.
package enum HuntStep: Equatable, Sendable {
  /// Choose a model for drafting and hold its cost against the budget.
  case chooseDraftModel(AnalystRequest, wanted: String?)
  case draftPlan(AnalystRequest, ModelChoice)
  /// Hold a query against the guardrails; its times count from when the request was asked.
  case review(kql: String, AnalystRequest)
  case run(ApprovedQuery)
  case collectAlerts([String])
  /// Shorten the rows for the model that will probably read them, by these steps.
  case reduce(RowsProgress, AnalystRequest, table: String, steps: Set<ReductionStep>)
  /// Choose a model for the analysis, by the size of what is to be sent, and hold its cost against the budget.
  case chooseAnalysisModel(AnalysisSubject, wanted: String?, spent: Money?)
  case analyse(AnalysisOrder)
  /// Ask for a yes or no; the runner only journals and reports it.
  case ask(ConsentQuestion)
  /// End all work of this hunt and report `cancelled`.
  case stop(keptFindings: Int)
}

extension HuntStep {
  /// The request this step works for, where it carries one.
  var request: AnalystRequest? {
    switch self {
    case .chooseDraftModel(let request, _), .draftPlan(let request, _), .reduce(_, let request, _, _): request
    case .review(_, let request): request
    case .chooseAnalysisModel(let subject, _, _): subject.request
    case .analyse(let order): order.subject.request
    default: nil
    }
  }
}

/// What is to be analysed; the reduction of its rows is kept by the runner.
package struct AnalysisSubject: Equatable, Sendable {
  package var request: AnalystRequest
  package var table: String
  package var kql: String
  package var rows: RowsProgress

  package init(request: AnalystRequest, table: String, kql: String, rows: RowsProgress) {
    self.request = request
    self.table = table
    self.kql = kql
    self.rows = rows
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
