internal import Casefile
package import KQL

extension Wording {
  // The plan's parts, saved and ended hunts.
  package static let noPlan = "No plan was drafted for this query; e edits it."
  package static func planBeyond(_ key: String) -> String { "The query says more than a plan can; \(key) edits it as KQL." }
  package static let rangeUnread = "No time is read in this. Try: last 6 hours, yesterday, 2026-11-20T03:00 to 2026-11-20T05:00."
  package static let filtersUnread =
    "A plan holds conditions joined by and, each a field, an operator and values. More is for e, the query itself."
  package static let limitUnread = "The limit is a number of rows, 1 or more."
  package static func unknownName(_ name: String, nearest: [String]) -> String {
    let meant = nearest.isEmpty ? "" : " Did you mean \(nearest.joined(separator: ", "))?"
    return "There is no “\(name)” here.\(meant)"
  }

  package static func promptTitle(_ purpose: PromptState.Purpose) -> String {
    switch purpose {
    case .plan(.table): "Which table"
    case .plan(.fields): "Which fields (empty: all)"
    case .plan(.range): "When"
    case .plan(.filters): "Which conditions"
    case .plan(.limit): "How many rows at most"
    case .followUp: followUpTitle
    case .huntName: "Save this hunt as"
    case .entity: "Entity page of"
    case .assignment: "Assign to"
    case .comment: "Comment"
    case .note: "Note on this finding"
    case .parameter(let filling): "\(filling.name): \(filling.next.map { "\($0.name) (\($0.type.rawValue))" } ?? "")"
    }
  }

  package static func promptHint(_ purpose: PromptState.Purpose) -> String {
    switch purpose {
    case .plan(.table): "a table"
    case .plan(.fields): "names, parted by commas"
    case .plan(.range): "last 24 hours"
    case .plan(.filters): "DeviceName startswith \"WS-1\" and FileName in~ (\"a.exe\", \"b.exe\")"
    case .plan(.limit): "10000"
    case .followUp: followUpHint
    case .huntName: "a name"
    case .entity: "a user, host, hash or address"
    case .assignment: "a name"
    case .comment: "what the next analyst should know"
    case .note: "what you know about it"
    case .parameter: "a value"
    }
  }

  package static let saveHint =
    "It becomes a .kql file in the folder hunts beside the configuration. What it declares as query_parameters is asked for when it is opened."
  package static let huntNameTaken = "A hunt of that name is saved already. Enter again writes over it."
  package static let huntNameRefused = "A name has letters, digits, blanks, dots, hyphens and underscores, and does not begin with a dot."
  package static func parameterRefused(_ parameter: KQLParameter) -> String { "This is no \(parameter.type.rawValue)." }
  package static let huntsTitle = "Hunts: saved ones, and the last fifty"
  package static let loadingHunts = "Reading …"
  package static let noHunts = "No hunt is saved and none has ended yet. Ctrl-S saves the query on screen."
  package static let savedSign = "★ saved"
  package static func huntCame(rows: Int?, stage: String, findings: Int) -> String {
    "\(rows.map { count($0, "row") } ?? stage), \(count(findings, "finding"))"
  }
  package static let savedHuntUnreadable = "cannot be read"
  package static func savedHuntNote(asksFor parameters: [String], first: String) -> String {
    (parameters.isEmpty ? "" : "asks for \(parameters.joined(separator: ", ")) · ") + first
  }
  package static let huntUnreadable = "This hunt cannot be read any more."
  package static func huntSaved(_ file: String) -> String { "Saved: \(file)" }
}
