extension Parser {
  /// `make-series n = count() default = 0 on time from a to b step 1h by c`.
  mutating func makingSeries() {
    parameters([.kind])
    while true {
      let start = mark()
      namedExpression()
      if word == .default, peek().kind == .assign {
        let value = mark()
        take()
        take()
        unary()
        finish(.defaultClause, value)
      }
      finish(.makeSeriesAggregate, start)
      guard take(.comma) else { break }
    }
    axis()
    byClause()
  }

  private mutating func axis() {
    let start = mark()
    expect(.on)
    postfix()
    finish(.onClause, start)
    let bounds = mark()
    if take(.in) {
      postfix()
    } else {
      if take(.from) { expression() }
      if take(.to) { expression() }
      expect(.step)
      expression()
    }
    finish(.range, bounds)
  }
}
