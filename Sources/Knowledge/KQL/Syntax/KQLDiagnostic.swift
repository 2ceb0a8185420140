/// One remark about a query: where, how bad, what.
package struct KQLDiagnostic: Error, Sendable, Equatable {
  /// How bad it is.
  package enum Severity: String, Sendable, CaseIterable {
    case error
    /// The query is right but the embedded engine does not run this part yet.
    case unsupported
    case warning
    case hint
  }

  /// How bad it is.
  package var severity: Severity
  /// One sentence without a full stop, in lower case, that says what is wrong and what was expected.
  package var message: String
  /// What the engine does not run; nil for other remarks.
  package var construct: SyntaxKind?
  /// UTF-8 offsets in the query text.
  package var range: Range<Int>
  /// 1-based line of the range's start.
  package var line: Int
  /// 1-based column of the range's start, counted in Unicode scalars.
  package var column: Int

  /// A remark at a known place.
  package init(severity: Severity, message: String, construct: SyntaxKind? = nil, range: Range<Int>, line: Int, column: Int) {
    self.severity = severity
    self.message = message
    self.construct = construct
    self.range = range
    self.line = line
    self.column = column
  }
}
