/// A query as text and as tree; any text at all has both.
package struct KQLQuery: Sendable {
  /// The text as it was given.
  package let text: String
  /// The lossless tree of the text.
  package let tree: SyntaxTree
  /// What the lexer and parser say of it, by position.
  package let diagnostics: [KQLDiagnostic]

  /// Reads a query; what does not fit the language becomes diagnostics, never a failure.
  package init(parsing text: String) {
    var native = text
    native.makeContiguousUTF8()
    self.text = native
    let reading = Parser.read(Array(native.utf8))
    tree = reading.tree
    diagnostics = reading.diagnostics
  }

  /// The node of the whole query.
  package var syntax: SyntaxNode { tree.root }

  /// True when it parses: no diagnostic is an error.
  package var isWellFormed: Bool { !diagnostics.contains { $0.severity == .error } }
}

/// Why a text is not KQL: its errors, never empty.
package struct KQLSyntaxError: Error, Sendable, Equatable {
  /// The errors, by position.
  package var diagnostics: [KQLDiagnostic]
}

extension KQLQuery {
  /// Reads a query that must parse.
  package init(wellFormed text: String) throws(KQLSyntaxError) {
    self.init(parsing: text)
    let errors = diagnostics.filter { $0.severity == .error }
    guard errors.isEmpty else { throw KQLSyntaxError(diagnostics: errors) }
  }
}
