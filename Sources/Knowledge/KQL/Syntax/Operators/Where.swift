extension Parser {
  /// `where predicate`; a name before `=` is read and ignored by Kusto, which is hardly ever what was meant.
  mutating func filter() {
    parameters()
    if peek().kind == .assign {
      warn("'=' names the predicate and compares nothing; compare with '=='", at: peek().range)
    }
    namedExpression()
  }
}
