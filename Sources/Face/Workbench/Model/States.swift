package import Casefile
internal import HuntPipeline

/// The alert under the cursor, whole.
package struct DetailState: Equatable, Sendable {
  package internal(set) var alert: Alert?
  package internal(set) var scroll = 0
  /// The line under the cursor.
  package internal(set) var cursor = 0
  /// Whether the record stands in the place of the detail.
  package internal(set) var showsRaw = false
  /// The alert last asked for.
  var wanted: AlertID?
  /// Whether the alert may be another by now than what is shown.
  var isStale = false
  /// Why the alert last asked for could not be read; nil when it could.
  package internal(set) var problem: Problem?

  package init() {}
}

/// The request line.
package struct RequestState: Equatable, Sendable {
  /// What a request is put to.
  package enum Target: Equatable, Sendable {
    case logs
    case alerts
  }

  package internal(set) var editor = TextEditor()
  /// What the analyst chose; nil follows the marks: alerts when any is marked, else the logs.
  package internal(set) var chosenTarget: Target?
  /// Requests sent, oldest first; at most 100.
  package internal(set) var history: [String] = []
  /// Place in the history while walking it; nil at the text being typed.
  package internal(set) var historyPlace: Int?
  /// What was typed before the walk began.
  var unsent = ""
  /// True while the line holds a request that was sent already: the next letter starts a new one, an arrow keeps it for editing.
  package internal(set) var isReplaceable = false
  /// True between asking for ids of all shown alerts and getting them.
  package internal(set) var isGathering = false

  package init() {}

  /// The line comes into use: what was sent already gives way to what is typed.
  mutating func offerReplacing() { isReplaceable = !editor.isEmpty && editor.text.trimmed == history.last }

  /// Takes the old request away where the next thing typed is a new one; any other key keeps it.
  mutating func replaceSent(byTyping isTyping: Bool) {
    if isReplaceable, isTyping { editor.replace(with: "") }
    isReplaceable = false
  }
}

/// Where the analyst is in the matrix, and how often alerts name each technique.
package struct MatrixState: Equatable, Sendable {
  package internal(set) var column = 0
  package internal(set) var line = 0
  /// Alerts shown by technique id.
  package internal(set) var alertCounts: [String: Int] = [:]
  /// The listing these counts are of; nil before any came.
  var countedListing: AlertListing?
  /// What Enter did to the alert list; nil when that was taken back.
  var outing: Outing?
  /// The technique to be under the cursor once all alerts are counted again after an outing.
  var wanted: String?

  /// A look at the alerts of a technique: the filter it set, and what was there before.
  struct Outing: Equatable, Sendable {
    var filter: String
    var before: AlertsState.Before
    var isZoomed: Bool
    var technique: String
  }

  package init() {}
}

/// Where the analyst is on the timeline.
package struct TimelineState: Equatable, Sendable {
  package internal(set) var cursor = 0
  package internal(set) var top = 0

  package init() {}
}

/// Money and limits that surround a hunt.
package struct SpendState: Equatable, Sendable {
  package internal(set) var budget: Budget
  /// The provider's usage tier; nil when unknown.
  package internal(set) var tier: String?
  /// What the ledger says was spent today; nil until it was asked.
  package internal(set) var today: Money?

  package init(budget: Budget, tier: String?) {
    self.budget = budget
    self.tier = tier
  }
}

/// One line of news at the bottom.
package struct Toast: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    case good
    case note
    case warning
    case bad
  }

  package var kind: Kind
  package var text: String
  /// When it goes away by itself; nil stays until the next one.
  package var until: DateTime?
  /// True once a key was pressed after it came.
  package internal(set) var isSeen = false

  package init(kind: Kind, text: String, until: DateTime? = nil) {
    self.kind = kind
    self.text = text
    self.until = until
  }
}
