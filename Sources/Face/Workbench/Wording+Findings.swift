package import Casefile

extension Wording {
  package static func confidence(_ confidence: Finding.Confidence) -> String {
    confidence == .medium ? "Medium conf." : "\(confidence.rawValue) conf."
  }
  package static let recommended = "recommended"
  // Sorting, filtering and deciding about findings.
  package static func findingsSorted(_ sort: FindingsState.Sort) -> String { "Findings sorted: \(sort.rawValue)." }
  package static let filterCleared = "The filter hid this finding, so it was cleared."
  package static let findingFilterHint = "words: a tactic, high, verified, a host, !ignore"
  package static func filtered(_ count: Int, _ filter: String) -> String { "\(Figures.grouped(count)) with “\(filter)”" }
  package static func noMatchingFinding(_ filter: String) -> String { "No finding has “\(filter)”. Esc clears the filter." }
  package static let statusTitle = "What is this finding?"
  package static let noteHint = "The note is kept with the finding, exported with it, and told when the same thing is found again."
  package static let statusNotes: [Triage.Status: String] = [
    .new: "not looked at", .inProgress: "being looked into", .confirmed: "it happened and is bad",
    .falsePositive: "harmless, and known to be",
    .closed: "done with",
  ]
}
