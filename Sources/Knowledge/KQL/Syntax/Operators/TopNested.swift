extension Parser {
  /// `top-nested 3 of a with others = "x" by count() desc, top-nested of b by max(c)`.
  mutating func nestedTop() {
    while true {
      let start = mark()
      if word != .of { expression() }
      ofClause()
      if word == .with {
        take()
        expect(.others)
        expect(.assign, "'='")
        expression()
      }
      expect(.by)
      namedExpression()
      if word == .asc || word == .desc { take() }
      finish(.topNestedLevel, start)
      guard kind == .comma, peek().word == .topNested else { return }
      take()
      take()
    }
  }

  /// `top-hitters 3 of a by b`.
  mutating func topHitters() {
    expression()
    ofClause()
    byClause()
  }
}
