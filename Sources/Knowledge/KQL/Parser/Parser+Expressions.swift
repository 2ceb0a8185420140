extension Parser {
  /// A value, a table, or a table with operators after pipes.
  mutating func pipeline() {
    nested { $0.unboundedPipeline() }
  }

  private mutating func unboundedPipeline() {
    let start = mark()
    if !source() { expression() }
    guard kind == .pipe else { return }
    operators()
    finish(.pipeline, start)
  }

  /// `| operator | operator …`.
  mutating func operators() {
    while kind == .pipe {
      take()
      operatorRule()
    }
  }

  /// A scalar expression without pipes.
  mutating func expression() {
    let start = mark()
    conjunction()
    guard word == .or else { return }
    while word == .or {
      take()
      conjunction()
    }
    finish(.orExpression, start)
  }

  private mutating func conjunction() {
    let start = mark()
    equality()
    guard word == .and else { return }
    while word == .and {
      take()
      equality()
    }
    finish(.andExpression, start)
  }

  private mutating func equality() {
    let start = mark()
    relation()
    var count = 0
    while count < KQLLimits.expressionDepth {
      switch kind {
      case .equal, .notEqual:
        take()
        relation()
        finish(.comparison, start)
      case .identifier where word.isMembership:
        take()
        members()
        finish(.membership, start)
      case .identifier where word == .between || word == .notBetween:
        take()
        bounds()
        finish(.between, start)
      default: return
      }
      count += 1
    }
  }

  private mutating func relation() {
    let start = mark()
    sum()
    switch kind {
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      take()
      sum()
      finish(.comparison, start)
    default: return
    }
  }

  private mutating func sum() {
    let start = mark()
    product()
    guard kind == .plus || kind == .minus else { return }
    while kind == .plus || kind == .minus {
      take()
      product()
    }
    finish(.additive, start)
  }

  private mutating func product() {
    let start = mark()
    match()
    guard kind == .star || kind == .slash || kind == .percent else { return }
    while kind == .star || kind == .slash || kind == .percent {
      take()
      match()
    }
    finish(.multiplicative, start)
  }

  /// String operators bind tighter than arithmetic.
  private mutating func match() {
    let start = mark()
    unary()
    var count = 0
    while isAtStringOperator, count < KQLLimits.expressionDepth {
      let isRegex = word == .matches
      take()
      if isRegex { expect(.regex) }
      unary()
      finish(.stringComparison, start)
      count += 1
    }
  }

  private var isAtStringOperator: Bool {
    switch kind {
    case .equalTilde, .notEqualTilde: true
    case .colon: isInsidePattern
    case .identifier: word.isStringOperator
    default: false
    }
  }

  mutating func unary() {
    guard kind == .minus || kind == .plus else { return postfix() }
    let start = mark()
    nested { parser in
      parser.take()
      parser.unary()
    }
    finish(.unary, start)
  }

  /// A primary followed by `.name`, `.call(…)` and `[index]`.
  mutating func postfix() {
    let start = mark()
    primary()
    guard kind == .dot || kind == .openBracket else { return }
    var isPath = false
    while true {
      if kind == .dot {
        pathMember()
      } else if kind == .openBracket {
        element()
      } else {
        break
      }
      isPath = true
    }
    if isPath { finish(.path, start) }
  }

  private mutating func pathMember() {
    let start = mark()
    take()
    if kind == .openBracket, peek().kind != .string {
      element()
    } else if kind == .openBracket || kind == .identifier || kind == .string {
      if kind == .identifier, peek().kind == .openParenthesis { call() } else { name("a name after the dot") }
    } else if kind == .long {
      let digits = mark()
      take()
      finish(.name, digits)
    } else {
      missing("expected a name after the dot")
    }
    finish(.member, start)
  }

  private mutating func element() {
    let start = mark()
    take()
    nested { parser in
      if parser.kind == .star, parser.peek().kind == .closeBracket { parser.single(.star) } else { parser.expression() }
    }
    expect(.closeBracket, "']'")
    finish(.element, start)
  }

  /// `(a, b)`, or one value for `has_any dynamic([…])`.
  private mutating func members() {
    guard kind == .openParenthesis else { return unary() }
    let start = mark()
    take()
    list(until: .closeParenthesis) { $0.pipeline() }
    expect(.closeParenthesis, "',' or ')'")
    finish(.expressionList, start)
  }

  private mutating func bounds() {
    let start = mark()
    expect(.openParenthesis, "'(' and two bounds")
    nested { parser in
      parser.expression()
      parser.expect(.dotDot, "'..' between the bounds")
      parser.expression()
    }
    expect(.closeParenthesis, "')' after the bounds")
    finish(.range, start)
  }

  /// Items parted by commas; stops before `end` or where no comma follows.
  mutating func list(until end: TokenKind, _ item: (inout Parser) -> Void) {
    guard kind != end else { return }
    while true {
      item(&self)
      guard take(.comma) else { return }
      if kind == end { return blame("expected an expression after ','") }
    }
  }
}
