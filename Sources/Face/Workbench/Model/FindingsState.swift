package import Casefile

/// Where the analyst is among the findings, in which order they stand, and what was decided about them.
package struct FindingsState: Equatable, Sendable {
  /// In which order the cards stand.
  package enum Sort: String, CaseIterable, Sendable {
    /// The surest first; what is harmless, or done with, stands behind all others.
    case confidence
    case time
    case tactic
    /// What waits for the analyst first.
    case status
    /// As they came.
    case arrival = "as found"
  }

  /// What the heights of the cards depend on.
  struct Shape: Equatable, Sendable {
    var cursor: Int
    var shown: [Int]
    var proofs: Int
    var width: Int
    var height: Int
    var attempt: Int
    var decisions: Int
  }

  /// What the list of cards depends on.
  struct Wish: Equatable, Sendable {
    var sort: Sort
    var filter: String
    var findings: Int
    var attempt: Int
    var proofs: Int
    var decisions: Int
  }

  /// The shape that `scroll` was settled for; text that streams in does not change it.
  var settled: Shape?
  /// What `shown` was made for.
  var wish: Wish?
  /// Places of the hunt's findings in the order they are shown; those that the filter leaves out are missing.
  package internal(set) var shown: [Int] = []
  /// Whether the analyst has been among the cards, so that the cursor stands on one that was looked at.
  var isVisited = false
  /// Place in `shown`.
  package internal(set) var cursor = 0
  /// First line of the cards that is shown.
  package internal(set) var scroll = 0
  package internal(set) var sort = Sort.confidence
  /// Words and `field:value` that must all hold; `!` turns one round. Empty shows all.
  package internal(set) var filter = ""
  /// The filter being typed; nil when it is not open.
  package internal(set) var filterEditor: TextEditor?
  /// What the proving rows say, by finding id.
  package internal(set) var proofs: [String: [ProofLine]] = [:]
  /// What the analyst decided, by finding id, in this hunt or an earlier one.
  package internal(set) var decisions: [String: Triage] = [:]
  /// Raised with each decision.
  var decisionCount = 0

  package init() {}
}

/// One proving row in short.
package struct ProofLine: Equatable, Sendable {
  /// 1-based number of the row.
  package var row: Int
  package var time: DateTime?
  /// Host, account and address of the row, as far as it has them.
  package var about: String
}
