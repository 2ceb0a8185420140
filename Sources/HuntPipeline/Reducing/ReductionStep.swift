/// One way of making rows shorter. In the order in which they apply, and in which the tokens saved by each are measured.
package enum ReductionStep: String, CaseIterable, Hashable, Sendable {
  /// Columns that never vary, are empty, or say what another column says, are said once.
  case constants
  /// Columns of record ids are left out: the row number stands for them.
  case recordIDs = "record-ids"
  /// Times are seconds after the first one.
  case times
  /// Rows that differ only in time are one line.
  case folding
  /// Near-equal rows are one line, their varying parts kept as sets.
  case clusters
  /// What does not fit the model is left out: with this, the commonest first; without it, the last.
  case rarest
  /// Text in base64 is written decoded where that can be undone exactly.
  case decoding
  /// Columns that vary together are a table of their own, and rows name its lines.
  case combinations
  /// Long values and parts of lists that are repeated are said once and named by a code.
  case dictionary
  /// Beginnings of paths and command lines that are repeated are said once and named by a code.
  case prefixes

  /// Every step; what is done unless the analyst says otherwise.
  package static let all = Set(allCases)
}
