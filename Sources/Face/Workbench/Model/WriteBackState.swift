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

  package internal(set) var phase = Phase.choosing
  /// The alerts, by id.
  package internal(set) var alerts: [String]
  package internal(set) var change = AlertChange()
  package internal(set) var cursor = 0
  package internal(set) var scroll = 0
  package internal(set) var drafts: [TriageDraft] = []
  /// What became of the requests, in the order of `requests`.
  package internal(set) var results: [TriageResult] = []
  /// Whether this gives former values back.
  package internal(set) var isUndo = false

  init(alerts: [String]) { self.alerts = alerts }

  /// All requests, in the order they are sent.
  package var requests: [TriageRequest] { drafts.flatMap(\.requests) }

  /// What undoes all that succeeded; empty when nothing can be undone.
  var undoing: [TriageWish] {
    var place = 0
    return drafts.compactMap { draft in
      let own = results.dropFirst(place).prefix(draft.requests.count)
      place += draft.requests.count
      guard own.contains(where: { if case .answered = $0 { true } else { false } }), !draft.restoring.isEmpty else { return nil }
      return TriageWish(alert: draft.alert, change: draft.restoring)
    }
  }
}

/// A code that is to be typed on a page of the sign-in service.
package struct SignInState: Equatable, Sendable {
  package var code: String
  /// Where it is typed.
  package var address: String
  package var until: DateTime

  package init(code: String, address: String, until: DateTime) {
    self.code = code
    self.address = address
    self.until = until
  }
}
