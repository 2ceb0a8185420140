package import Casefile

extension AlertChange {
  /// A change that brings former values back, and what cannot be brought back.
  package struct Undo: Equatable, Sendable {
    package var change: AlertChange
    /// One sentence each.
    package var remains: [String]
  }

  /// What undoes this change on an alert that was as `former` before it. Values nobody had set become `unknown`, nobody or `new`.
  package func undo(to former: Alert) -> Undo {
    var undo = Undo(change: AlertChange(), remains: [])
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
    }
    if assignment != nil { undo.change.assignment = former.assignedTo.isEmpty ? .nobody : .to(former.assignedTo) }
    if comment != nil { undo.remains.append("The comment stays: the services let nobody take one back.") }
    return undo
  }
}
