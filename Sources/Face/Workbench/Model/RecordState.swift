package import Casefile

/// The source's own record of an alert, where the analyst is in it, and what is searched for.
package struct RecordState: Equatable, Sendable {
  /// The alert whose record it is.
  package internal(set) var alert: AlertID?
  /// Nil while it is being read.
  package internal(set) var record: FoldedRecord?
  package internal(set) var cursor = 0
  package internal(set) var top = 0
  package internal(set) var search = ""
  /// The search while it is typed.
  package internal(set) var editor: TextEditor?
  /// Places of nodes with what is searched for.
  package internal(set) var matches: [Int32] = []
  /// The match in hand, from 0.
  package internal(set) var match = 0

  package init() {}
}
