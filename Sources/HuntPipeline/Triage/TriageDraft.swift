package import Casefile

/// A change that is wanted of one alert.
package struct TriageWish: Equatable, Sendable {
  /// The alert's id.
  package var alert: String
  package var change: AlertChange

  package init(alert: String, change: AlertChange) {
    self.alert = alert
    self.change = change
  }
}

/// The requests that would bring a wish about, or why it cannot be.
package struct TriageDraft: Equatable, Sendable {
  package var alert: String
  package var title: String
  package var requests: [TriageRequest]
  package var problem: Problem?
  /// What gives the alert its former values back; comments stay.
  package var restoring: AlertChange

  package init(alert: String, title: String, requests: [TriageRequest], problem: Problem? = nil, restoring: AlertChange = AlertChange()) {
    self.alert = alert
    self.title = title
    self.requests = requests
    self.problem = problem
    self.restoring = restoring
  }
}

/// What became of one request of a change.
package enum TriageResult: Equatable, Sendable {
  case answered(String)
  case failed(Problem)
}
