/// The bounds that keep hostile input from exhausting time or stack; each gives a diagnostic, never a crash.
package enum KQLLimits {
  /// UTF-8 bytes of a query; longer text is not read.
  package static let textLength = 64 << 20
  /// Nested brackets and unary operators while parsing; also nesting of a bound expression.
  package static let expressionDepth = 200
  /// Nested arrays and bags of a dynamic value that is written out.
  package static let dynamicDepth = 60
  /// Sub-queries and function bodies inside one another while binding.
  package static let queryDepth = 40
  /// Diagnostics kept of one query; later ones add nothing for a reader.
  package static let diagnostics = 100
  /// Bound expressions and steps of one query; function bodies are bound anew at each call, so calls of calls could explode.
  package static let boundSize = 120_000
}
