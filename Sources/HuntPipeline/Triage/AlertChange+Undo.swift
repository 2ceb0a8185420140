package import Casefile

extension AlertChange {
  /// A change that brings former values back, and what cannot be brought back.
  package struct Undo: Equatable, Sendable {
    package var change: AlertChange
    /// One sentence each.
    package var remains: [String]

    package init(_ change: AlertChange = AlertChange(), remains: [String] = []) {
      self.change = change
      self.remains = remains
    }
  }

  /// Said of a comment that was added.
  package static let commentStays = "The comment stays: the services let nobody take one back."

  /// What undoes this change on an alert that was as `former` before it. Values nobody had set become `unknown`, nobody or `new`.
  package func undo(to former: Alert) -> Undo {
    var undo = Undo()
    func old(_ text: String) -> String { text.isEmpty ? "unknown" : text }
    if status != nil {
      if former.status.isEmpty || former.status == "unknown" {
        undo.remains.append("The former status is not known, so it stays as it is now.")
      } else {
        undo.change.status = former.status
      }
    }
    // Both come back together, since services take them only in pairs that fit.
    if classification != nil || determination != nil {
      undo.change.classification = old(former.classification)
      undo.change.determination = old(former.determination)
      let unset = [("classification", former.classification), ("determination", former.determination)].filter(\.1.isEmpty).map(\.0)
      if !unset.isEmpty {
        undo.remains.append("The \(unset.joined(separator: " and the ")) had no value before: “unknown” is the service's word for none.")
      }
    }
    if assignment != nil { undo.change.assignment = former.assignedTo.isEmpty ? .nobody : .to(former.assignedTo) }
    if comment != nil { undo.remains.append(AlertChange.commentStays) }
    return undo
  }

  /// What of this change no longer stands on an alert, one sentence each: somebody changed it since, so that undoing would take back theirs.
  package func overtaken(on alert: Alert) -> [String] {
    var sentences: [String] = []
    func compare(_ name: String, _ set: String?, _ now: String) {
      guard let set, AlertChange.meaning(set) != AlertChange.meaning(now) else { return }
      sentences.append("The \(name) is \(now.isEmpty ? "not set" : now) by now, not \(set).")
    }
    compare("status", status, alert.status)
    compare("classification", classification, alert.classification)
    compare("determination", determination, alert.determination)
    switch assignment {
    case .to(let name)?: compare("assignment", name, alert.assignedTo)
    case .nobody?: compare("assignment", "", alert.assignedTo)
    case nil: break
    }
    return sentences
  }

  /// A value in one spelling of the several that sources have: what is new, what nobody judged, and what is harmless.
  package static func meaning(_ text: String) -> String {
    let lower = text.lowercased()
    return ["active": "new", "newalert": "new", "unknown": "", "benignpositive": "informationalexpectedactivity"][lower] ?? lower
  }
}
