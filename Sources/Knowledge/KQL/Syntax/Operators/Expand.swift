extension Parser {
  /// `mv-expand bagexpansion=array a, b = c to typeof(long) limit 10`.
  mutating func expansion() {
    parameters([.kind, .withItemIndex])
    expansionItems()
  }

  /// `mv-apply a to typeof(long) limit 10 on (operators)`.
  mutating func application() {
    parameters([.kind, .withItemIndex])
    expansionItems()
    guard word == .on else { return missing("expected 'on' and a sub-query") }
    let start = mark()
    take()
    subpipeline()
    finish(.onClause, start)
  }

  private mutating func expansionItems() {
    while true {
      let start = mark()
      namedExpression()
      toClause()
      finish(.expansion, start)
      guard take(.comma) else { break }
    }
    guard word == .limit else { return }
    let start = mark()
    take()
    expression()
    finish(.limitClause, start)
  }

  mutating func toClause() {
    guard word == .to else { return }
    let start = mark()
    take()
    if word == .typeof { typeOf() } else { missing("expected 'typeof(…)'") }
    finish(.toClause, start)
  }
}
