package import Casefile
package import HuntPipeline

/// Every sentence the workbench says; tests and panes refer to these, and nowhere else are words for people.
package enum Wording {
  package static let program = "LogSpotlight"
  package static let sampleName = "sample workspace"
  package static let sampleNote = "embedded demo data"
  package static let sampleAndOwnNote = "embedded demo data and your imports"
  static func analysed(by reader: String) -> String { "analysed by \(reader == offlineAnalyst ? "the \(reader)" : reader)" }
  package static let offlineAnalyst = "offline analyst"
  package static let pseudonyms = "pseudonyms on"
  package static let noPseudonyms = "pseudonyms off"
  package static let nothingLeaves = "nothing leaves"
  package static let rowsStay = "rows stay here"
  package static let readOnly = "read-only"
  package static let mayWrite = "may write to alerts"
  package static let mayWriteShort = "may write"
  package static func tooSmall(_ width: Int, _ height: Int) -> String {
    width < 24 ? "too small" : "too small: \(width)×\(height), needs \(ScreenLayout.leastWidth)×\(ScreenLayout.leastHeight)"
  }

  // Why a command cannot run.
  package static let nothingRuns = "Nothing runs that could be stopped."
  package static let noHunt = "There is no hunt yet: press a and ask."
  package static let nothingToCopy = "Nothing here to copy."
  package static let noModels = "Only one model is configured."
  package static let noAlert = "There is no alert under the cursor."
  package static let noMarks = "No alert is marked."
  package static let noProof = "No finding in hand names rows."
  package static let noRows = "No rows yet."
  package static let noFinding = "No findings yet."
  package static let noTechnique = "No technique under the cursor."
  package static let nothingToOpen = "Nothing here to open."
  package static let nothingTyped = "Type a request first."
  package static let noQuery = "There is no query: press a and ask, or e and write one."
  package static let refusedQuery = "The guardrails refused this query; edit it."
  package static let refusedHunt = "The budget refused this; choose another model with M, or raise the budget."
  package static let questionWaits = "A question waits for your yes or no."
  package static let stillWorking = "It is being worked on."
  package static let noAlertsToAsk = "No alerts are shown, so there is nothing to ask about."
  package static let noEditorHere = "There is no text here to edit."
  package static func noEntity(_ kind: String) -> String { "This alert names no \(kind)." }

  // News.
  package static let pasteNowhere = "Nothing here takes text: press a to ask, or e to edit the query."
  package static let refreshing = "Fetching alerts."
  package static let editorLeft = "The editor gave no text back; nothing was changed."
  package static let queryFromScratch = "This hunt asked alerts and has no query; what you write starts a hunt over the logs."
  package static func zoneIs(_ label: String) -> String { "Times are shown in \(label)." }
  package static func mouse(_ isOn: Bool) -> String {
    isOn ? "The mouse counts; hold Shift to select text." : "The mouse is the terminal's again."
  }
  package static let oneWorkspace = "There is one workspace only; more are written in the configuration."
  package static let workspacesTitle = "Workspace"
  package static let here = "here"
  package static func noOlder(_ text: String) -> String { "No older request has “\(text)”." }
  package static func ground(_ isTerminals: Bool) -> String { isTerminals ? "The terminal's own background." : "The theme's background." }
  package static func themeIs(_ name: String) -> String { "Theme \(name)." }
  package static func modelIs(_ name: String) -> String { "Model: \(name)." }
  package static func exported(_ file: String) -> String { "Written: \(file)" }
  package static func marked(_ count: Int) -> String { count == 0 ? "No alert is marked any more." : "\(Figures.grouped(count)) marked." }
  package static func rangeStarted(_ key: String) -> String { "Go to the other end and press \(key) again; Esc gives up." }
  package static func copied(_ thing: String, _ how: String) -> String { sentences("Copied \(thing) \(how)") }
  package static let copyNames: [PaneID: String] = [
    .alerts: "the alert's line", .detail: "the alert", .ask: "the request", .query: "the query", .rows: "the row", .findings: "the finding",
    .analysis: "the analysis", .matrix: "the technique", .timeline: "the timeline", .record: "what is under the cursor",
    .entity: "the line",
  ]
  package static let copiedRecord = "the alert's record"
  package static func line(_ problem: Problem) -> String { sentences(problem.summary, problem.cause, problem.remedy) }
  package static func refused(_ concerns: [Concern]) -> String {
    concerns.first.map { "Refused: " + sentences($0.reason, $0.remedy) } ?? refusedQuery
  }

  /// Parts that others wrote, as one line: each ends with one full stop, whether it came with one or not.
  package static func sentences(_ parts: String?...) -> String {
    parts.compactMap { $0?.trimmed }.filter { !$0.isEmpty }.map(sentence).joined(separator: " ")
  }

  private static func sentence(_ part: String) -> String {
    var text = part
    if !text.contains("...") { text = (text + " ").replacing(".. ", with: ". ").trimmed }
    let last = text.last { !"\"'”’)]»".contains($0) }
    return last.map { ".!?…:".contains($0) } ?? false ? text : text + "."
  }
  package static func reopened(_ findings: Int) -> String { "The last hunt as it was left, with \(count(findings, "finding"))." }
  package static func cancelled(_ kept: Int) -> String {
    kept == 0 ? "Stopped; there were no findings yet." : "Stopped; \(count(kept, "finding")) kept."
  }
  package static func callRefused(_ kept: Int) -> String {
    "Nothing was sent, as you said no." + (kept == 0 ? "" : " \(count(kept, "finding")) kept.")
  }
  package static func finished(_ ending: HuntEnding, findings: [Finding], partial: String?) -> String {
    if let empty = ending.empty { return "No rows: \(empty.explanation)" }
    let proven = findings.count { $0.evidence == .verified }
    let cost = ending.cost.map { $0 == .zero ? "" : ", \($0)" } ?? ", cost unknown"
    let cut = ending.cutReason.map { " — the answer was cut: \($0); Q asks it to go on" } ?? ""
    return "\(count(findings.count, "finding")), \(proven) proven, in \(Figures.elapsed(.seconds(ending.seconds)))\(cost)\(cut)"
      + (partial.map { " — of partial rows: \($0)" } ?? "")
  }

  // Leaving.
  package static func bottom(_ key: String) -> String { "Nothing to go back from; \(key) leaves." }
  package static func interruptAgain(_ key: String) -> String { "\(key) again leaves." }
  package static let leavingTitle = "Leave?"
  package static let huntWouldStop = "A hunt is at work. Leaving stops it; findings so far are kept in the journal."
  package static let questionWouldBeLost = "A question waits for your yes or no. Leaving ends the hunt without its answer."

  // Key configuration.
  package static func unknownCommand(_ name: String, nearest: String?) -> Problem {
    Problem(
      "[keys] names a command that does not exist: \(name).",
      remedy: nearest.map { "Did you mean \($0)?" } ?? "The help (?) shows every command's name.", kind: .usage)
  }
  package static func notAKey(_ text: String, for command: Command) -> Problem {
    Problem(
      "\(text.isEmpty ? "An empty text" : text) is no key for \(command.rawValue).",
      remedy: "Write keys like \"ctrl+r\", \"f5\", \"space\" or \"J\".",
      kind: .usage)
  }
  package static func clash(_ key: String, _ loser: Command, _ winner: Command) -> Problem {
    Problem(
      "\(key) is asked for by \(loser.rawValue) and by \(winner.rawValue).", cause: "Both can be pressed in the same place.",
      remedy: "\(winner.rawValue) keeps it; give \(loser.rawValue) another key in [keys].", kind: .usage)
  }

  // Choices.
  package static let anyModel = "auto"
  package static let anyModelNote = "the cheapest that fits, chosen per call"
  package static let exportFormats: [(name: String, note: String)] = [
    ("markdown", "a report for people"), ("json", "findings as one document"), ("jsonl", "a finding a line"), ("csv", "for a spreadsheet"),
    ("html", "a report with colours"), ("stix", "STIX 2.1 bundle"), ("navigator", "ATT&CK Navigator layer"), ("thehive", "TheHive alert"),
    ("iris", "IRIS alert"), ("kql", "the query alone"),
  ]

  /// Below the entities that are drawn.
  package static func moreEntities(_ number: Int) -> String { "and \(Figures.grouped(number)) more entities, which the record shows" }
  /// `1 finding`, `3 findings`
  package static func count(_ number: Int, _ noun: String) -> String { "\(Figures.grouped(number)) \(noun)\(number == 1 ? "" : "s")" }
  package static func notFound(_ quote: String) -> String { "✗ not in the rows: \(quote)" }
}
