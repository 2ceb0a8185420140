package import HuntPipeline

extension Wording {
  // What keys do, and what they do not.
  package static func unanswered(_ key: String, in pane: PaneID, elsewhere: PaneID?, help: String) -> String {
    let here = "`\(key)` does nothing in \(paneNames[pane] ?? "")"
    let there = elsewhere.map { ", only in \(paneNames[$0] ?? "")" + ($0.number.map { " (\($0))" } ?? "") } ?? ""
    return "\(here)\(there) · \(help) lists the keys"
  }
}

extension Wording {
  // The windows, as their help calls them.
  package static let windowNames: [OverlayKind: String] = [
    .help: "help", .palette: "commands", .picker: "choice", .columns: "columns of alerts", .reduction: "making rows short",
    .preview: "what is sent", .consent: "question", .prompt: "typing a line", .sources: "sources of alerts", .signIn: "signing in",
    .writeBack: "changing alerts", .hunts: "kept hunts", .leaving: "leaving", .jump: "letters at the lines", .list: "list",
  ]
}

extension Wording {
  // What a request is put to.
  package static let askingLogs = "asks the logs"
  package static func askingLogsNot(_ marked: Int) -> String { "asks the logs, not the \(Wording.count(marked, "marked alert"))" }
  package static func askingMarked(_ count: Int) -> String { "asks about \(Wording.count(count, "marked alert"))" }
  package static func askingShown(_ count: Int) -> String { "asks about all \(Figures.grouped(count)) alerts shown" }
  package static func asksOther(_ key: String, isLogs: Bool, marked: Int) -> String {
    isLogs ? "\(key) \(marked == 0 ? "asks the alerts" : "asks those")" : "\(key) asks the logs"
  }
  package static func promptMarked(_ count: Int) -> String { "● \(Figures.grouped(count)) marked" }
  package static func promptShown(_ count: Int) -> String { "all \(Figures.grouped(count)) shown" }
  package static let alertRequestHint = "Ask about these alerts, e.g. what happened here, and in which order?"
  package static func marksForgotten(_ count: Int) -> String {
    count == 1 ? "The alert is no longer marked." : "\(Figures.grouped(count)) alerts are no longer marked."
  }
}

extension Wording {
  // Going along lists.
  package static func noFurther(_ jump: AlertJump, isForward: Bool) -> String {
    let thing = jump == .high ? "No alert of high severity" : "No other day"
    return "\(thing) \(isForward ? "below" : "above")."
  }
  package static func copiedGroup(_ count: Int) -> String { "\(Wording.count(count, "alert")) of the group" }
  package static func groupTooLargeToCopy(_ count: Int, most: Int) -> String {
    "The group has \(Figures.grouped(count)) alerts; at most \(Figures.grouped(most)) are copied at once."
  }

  // The matrix.
  package static func techniqueFindings(_ cell: MatrixCell, back: String?) -> String {
    "\(count(cell.findings, "finding")) of \(cell.id) \(cell.name)\(back.map { "; \($0) shows all findings again" } ?? "")."
  }
  package static func techniqueAlerts(_ cell: MatrixCell, back: String) -> String {
    "\(count(cell.alerts, "alert")) of \(cell.id) \(cell.name); \(back) brings the list and the matrix back."
  }
  package static func hiddenLeft(_ columns: Int) -> String { "◂ \(columns) more" }
  package static func hiddenRight(_ columns: Int) -> String { "\(columns) more ▸" }
}

extension Wording {
  // Before the screen is there.
  package static func opening(isFirst: Bool, seconds: Int) -> String {
    "\(program): \(isFirst ? "first start: making the sample workspace" : "opening the workspace") … \(seconds) s"
  }
}

extension Wording {
  // The screen itself.
  package static func hints(isHidden: Bool, _ key: String) -> String {
    isHidden ? "The line of keys is hidden; \(key) shows it again." : "The line of keys is shown."
  }
  package static func copiedPane(_ pane: PaneID) -> String { "the pane \(paneNames[pane] ?? "") as it is shown" }
}

extension Wording {
  // Searching the analysis.
  package static let noAnalysis = "There is no analysis yet."
  package static func nothingSearchedHere(_ key: String) -> String { "Nothing is searched for; \(key) searches the analysis." }
  package static let noAnalysisMatch = "The analysis does not have it."
  package static let analysisSearchHint = "words in the analysis"
  package static func analysisMatches(_ place: Int, _ count: Int) -> String {
    count == 0 ? "no match" : "\(Figures.grouped(place + 1))/\(Figures.grouped(count))"
  }
}

extension Wording {
  // Jumping to lines by letters.
  package static let nothingToJumpTo = "No list with lines is on screen."
  package static func jumping(_ key: String) -> String { "A letter goes to its line, a digit to its pane; \(key) leaves." }
  package static func noSuchLetter(_ letter: String) -> String { "No line has the letter `\(letter)`." }
}
