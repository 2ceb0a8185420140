package import Casefile
package import HuntPipeline

/// A change of alerts, from choosing it to what the services answered.
package struct WriteBackState: Equatable, Sendable {
  package enum Field: CaseIterable, Equatable, Sendable {
    case status, classification, determination, assignment, comment
  }

  package enum Phase: Equatable, Sendable {
    /// What is to be changed is chosen.
    case choosing
    /// The requests are being made ready.
    case drafting
    /// They are on screen, and nothing was sent.
    case confirming
    /// They are on their way.
    case sending
    case ended
  }

  static let statuses = ["new", "inProgress", "resolved"]
  /// What an analyst judges; nobody means to say `unknown`, which only an undo does.
  static let classifications = ["truePositive", "informationalExpectedActivity", "falsePositive"]

  /// Statuses that would change something where the alerts have this one.
  static func statuses(beside present: String?) -> [String] {
    guard let present else { return statuses }
    return statuses.filter { AlertChange.meaning($0) != AlertChange.meaning(present) }
  }

  /// Classifications, the present one last: it changes something only with another determination.
  static func classifications(last present: String?) -> [String] {
    guard let present else { return classifications }
    let same = classifications.filter { AlertChange.meaning($0) == AlertChange.meaning(present) }
    return classifications.filter { !same.contains($0) } + same
  }

  /// Whether alerts of a source can be changed where they came from: those of Microsoft Graph alone.
  static func takesChanges(_ source: String) -> Bool { source == "graph" || source.hasPrefix("graph-") }

  /// Tells this change from every other of the workbench, so that answers reach the one they belong to.
  let number: Int
  package internal(set) var phase = Phase.choosing
  /// The alerts that are changed. Where a source is not known, no other source may have an alert of this id.
  package let alerts: [AlertID]
  package internal(set) var change = AlertChange()
  package internal(set) var cursor = 0
  package internal(set) var scroll = 0
  package internal(set) var drafts: [TriageDraft] = []
  /// What became of the requests, in the order of `requests`.
  package internal(set) var results: [TriageResult] = []
  /// Whether this gives former values back.
  package internal(set) var isUndo = false
  /// Whether the requests have been on screen for a moment without keys, so that a key can be meant for them.
  package internal(set) var isArmed = false

  /// When the request under way left; nil before the first.
  package internal(set) var sentAt: DateTime?

  init(number: Int, alerts: [AlertID]) {
    self.number = number
    self.alerts = alerts
  }

  /// The field under the cursor.
  var field: Field { Field.allCases[min(max(0, cursor), Field.allCases.count - 1)] }

  /// All requests, in the order they are sent.
  package var requests: [TriageRequest] { drafts.flatMap(\.requests) }

  /// What undoes all that was changed; empty when nothing can be undone. Former values come back only where the request that set others
  /// was answered: after a refusal they may be a colleague's by now.
  var undoing: [TriageWish] {
    var place = 0
    return drafts.compactMap { draft in
      let own = zip(draft.requests, results.dropFirst(place))
      place += draft.requests.count
      let isChanged = own.contains { request, result in
        if case .answered = result { request.method == "PATCH" } else { false }
      }
      guard isChanged, !draft.restoring.change.isEmpty else { return nil }
      let isCommented = own.contains { request, result in
        if case .answered = result { request.method != "PATCH" } else { false }
      }
      return TriageWish(
        alert: draft.alert, source: draft.source, change: draft.restoring.change, undoing: draft.change.isEmpty ? nil : draft.change,
        remains: draft.restoring.remains.filter { isCommented || $0 != AlertChange.commentStays })
    }
  }

  /// Whether an undo would overwrite what somebody changed since.
  var isOvertaken: Bool { drafts.contains(where: \.isOvertaken) }

  /// Requests that were answered.
  var answeredCount: Int { results.count { if case .answered = $0 { true } else { false } } }
}

/// A code that is to be typed on a page of the sign-in service.
package struct SignInState: Equatable, Sendable {
  package var code: String
  /// Where it is typed.
  package var address: String
  package var until: DateTime
  /// Whether the page is at a host where Microsoft takes codes; anybody could ask for one elsewhere.
  package var isAtMicrosoft: Bool

  package init(code: String, address: String, until: DateTime, isAtMicrosoft: Bool = true) {
    self.code = code
    self.address = address
    self.until = until
    self.isAtMicrosoft = isAtMicrosoft
  }
}
