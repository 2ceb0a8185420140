package import Casefile

/// A change that is wanted of one alert.
package struct TriageWish: Equatable, Sendable {
  /// The alert's id.
  package var alert: String
  /// The alert's source; nil where it is not known, so that only an id that one source alone has will do.
  package var source: String?
  package var change: AlertChange
  /// The change that this one takes back; nil where it takes none back.
  package var undoing: AlertChange?
  /// What of it cannot be taken back, one sentence each.
  package var remains: [String]

  package init(alert: String, source: String? = nil, change: AlertChange, undoing: AlertChange? = nil, remains: [String] = []) {
    self.alert = alert
    self.source = source
    self.change = change
    self.undoing = undoing
    self.remains = remains
  }
}

/// The requests that would bring a wish about, or why it cannot be.
package struct TriageDraft: Equatable, Sendable {
  package var alert: String
  /// The alert's source; nil where there is no such alert.
  package var source: String?
  package var title: String
  package var requests: [TriageRequest]
  package var problem: Problem?
  /// What the requests set.
  package var change: AlertChange
  /// What gives the alert its former values back, and what nothing brings back, such as a comment.
  package var restoring: AlertChange.Undo
  /// Whether somebody changed since what an undo takes back, so that sending it overwrites theirs; `warnings` says what.
  package var isOvertaken: Bool
  /// What is to be known before it is sent, one sentence each.
  package var warnings: [String]

  package init(
    alert: String, source: String? = nil, title: String, requests: [TriageRequest], problem: Problem? = nil,
    change: AlertChange = AlertChange(), restoring: AlertChange.Undo = AlertChange.Undo(), isOvertaken: Bool = false,
    warnings: [String] = []
  ) {
    self.alert = alert
    self.source = source
    self.title = title
    self.requests = requests
    self.problem = problem
    self.change = change
    self.restoring = restoring
    self.isOvertaken = isOvertaken
    self.warnings = warnings
  }
}

/// What became of one request of a change.
package enum TriageResult: Equatable, Sendable {
  /// In the service's own words. `remark` says what went wrong on this machine afterwards, such as a journal that took no more; `isAsAsked`
  /// is false where the service names other values than were asked for, or not all of them.
  case answered(String, remark: String? = nil, isAsAsked: Bool = true)
  case failed(Problem)
  /// Not sent, since a request of the same alert had failed before it.
  case leftOut
}
