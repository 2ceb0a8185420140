extension Parser {
  /// `search kind=… in (a, b*) predicate`.
  mutating func searching() {
    parameters([.kind])
    tableScope()
    predicateWithColons()
  }

  /// `find withsource=T in (a, b*) where predicate project a, b`.
  mutating func finding() {
    parameters([.withsource, .withSource])
    if word == .datatable { postfix() }
    tableScope()
    parameters([.withsource, .withSource])
    _ = take(.where)
    predicateWithColons()
    guard kind == .identifier, text(current).hasPrefix("project") else { return }
    let start = mark()
    take()
    if kind == .minus {
      take()
      take()
    }
    if kind != .pipe, !isAtPipelineEnd { foundColumns() }
    finish(.withClause, start)
  }

  private mutating func foundColumns() {
    while true {
      let start = mark()
      if kind == .identifier, peek().kind == .openParenthesis { call() } else { nameOrWildcard("a column") }
      if take(.colon) { typeName() }
      finish(.parameter, start)
      guard take(.comma) else { return }
    }
  }

  private mutating func tableScope() {
    guard word == .in, peek().kind == .openParenthesis else { return }
    let start = mark()
    take()
    take()
    list(until: .closeParenthesis) { parser in
      if parser.kind == .star || parser.peek().kind == .star { parser.nameOrWildcard("a table") } else { parser.pipeline() }
    }
    expect(.closeParenthesis, "')' after the tables")
    finish(.nameList, start)
  }

  private mutating func predicateWithColons() {
    let was = isInsidePattern
    isInsidePattern = true
    expression()
    isInsidePattern = was
  }
}
