extension Parser {
  /// `summarize a = agg(x), … by b, …`; either half may be missing.
  mutating func summary() {
    parameters()
    if word != .by { namedExpressions() }
    byClause()
  }

  /// `distinct *` or `distinct a, f(b)`.
  mutating func distinction() {
    parameters()
    namedExpressions()
  }
}
