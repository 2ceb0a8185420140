extension Parser {
  /// `sort by a asc nulls first, b`.
  mutating func ordering() {
    parameters()
    expect(.by)
    sortKeys()
  }

  /// `top 10 by a desc`.
  mutating func topmost() {
    parameters()
    expression()
    expect(.by)
    sortKeys()
  }

  mutating func sortKeys() {
    while true {
      sortKey()
      guard take(.comma) else { return }
      if kind == .pipe || isAtPipelineEnd { return blame("expected an expression after ','") }
    }
  }

  private mutating func sortKey() {
    let start = mark()
    namedExpression()
    if word == .asc || word == .desc { take() }
    if word == .nulls {
      let placement = mark()
      take()
      if word == .first || word == .last { take() } else { missing("expected 'first' or 'last'") }
      finish(.nullsPlacement, placement)
    }
    finish(.sortKey, start)
  }
}

/// `expression asc nulls first`.
struct SortKeySyntax {
  let node: SyntaxNode

  var expression: SyntaxNode? { node.expressions.first }
  var isAscending: Bool { node.ownTokens.contains { $0.word == .asc } }
  /// Nil when the order's default holds.
  var areNullsFirst: Bool? { node.child(.nullsPlacement).map { $0.tokens.contains { $0.word == .first } } }
}
