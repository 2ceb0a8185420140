extension Parser {
  /// `scan with_match_id = id partition by a order by b declare (x: long = 0) with (step s: condition => x = 1; …)`.
  mutating func scanning() {
    parameters([.kind])
    if take(.partition) { byClause() }
    if take(.order) {
      expect(.by)
      sortKeys()
    }
    if take(.declare) {
      if kind == .openParenthesis { parameterList() } else { missing("expected '(' and the variables") }
    }
    expect(.with)
    expect(.openParenthesis, "'(' and the steps")
    while word == .step {
      scanStep()
      if !take(.semicolon) { break }
    }
    expect(.closeParenthesis, "'step' or ')'")
  }

  private mutating func scanStep() {
    let start = mark()
    take()
    name("a name of the step")
    _ = take(.optional)
    parameters([.output])
    expect(.colon, "':' and a condition")
    expression()
    if take(.arrow) { namedExpressions() }
    finish(.scanStep, start)
  }
}
