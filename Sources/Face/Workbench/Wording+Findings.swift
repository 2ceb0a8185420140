package import Casefile

extension Wording {
  /// As many of these as are shown, and a sign that there are more: `1, 2 (2 of 42 shown)`.
  package static func some(_ texts: [String], most: Int) -> String {
    let shown = texts.prefix(most).joined(separator: ", ")
    return texts.count > most ? "\(shown) (\(most) of \(Figures.grouped(texts.count)) shown)" : shown
  }

  package static func confidence(_ confidence: Finding.Confidence) -> String {
    confidence == .medium ? "Medium conf." : "\(confidence.rawValue) conf."
  }
  package static let recommended = "recommended"
  // Sorting, filtering and deciding about findings.
  package static func findingsSorted(_ sort: FindingsState.Sort) -> String {
    switch sort {
    case .confidence: "Findings sorted: the surest first, the harmless last."
    case .time: "Findings sorted by the time of their first row, the oldest first."
    case .tactic: "Findings sorted by tactic, in the order of the matrix."
    case .status: "Findings sorted by status: what waits for you first."
    case .arrival: "Findings sorted as they were found."
    }
  }
  package static let filterCleared = "The filter hid this finding, so it was cleared."
  package static let findingFilterHint = "words, tactic:execution, confidence:high, status:new, !evidence:unverified"
  package static func filtered(_ count: Int, of all: Int) -> String { "\(Figures.grouped(count)) of \(Figures.grouped(all))" }
  package static func unknownFindingField(_ name: String) -> String {
    "There is no field “\(name)”, so it is looked for as a word; fields are \(FindingFilter.Field.allCases.map(\.rawValue).joined(separator: ", "))."
  }
  package static let noFindingPattern = "Findings are filtered by words, not by a regular expression; in quotes, slashes are letters."
  package static func noMatchingFinding(_ filter: String) -> String { "No finding has “\(filter)”. Esc clears the filter." }
  package static let statusTitle = "What is this finding?"
  package static let noteHint = "The note is kept with the finding, exported with it, and told when the same thing is found again."
  package static let statusNotes: [Triage.Status: String] = [
    .new: "not looked at", .inProgress: "being looked into", .confirmed: "it happened and is bad",
    .falsePositive: "harmless, and known to be",
    .closed: "done with",
  ]
}
