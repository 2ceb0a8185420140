extension Parser {
  /// What comes after a pipe, up to the next pipe or the end of the pipeline.
  mutating func operatorRule() {
    let start = mark()
    guard kind == .identifier else {
      missing("expected an operator after '|'")
      let rest = mark()
      skipBalanced(stopAtComma: false, stopAtPipe: true)
      if rest.token != mark().token { finish(.skipped, rest) }
      return finish(.unknownOperator, start)
    }
    guard let rule = OperatorRule.named(word) else { return unknownOperator(start) }
    take()
    rule.parse(&self)
    skipRest()
    finish(rule.kind, start)
  }

  private mutating func unknownOperator(_ start: Mark) {
    let name = text(current)
    // Nearest names cost time; a diagnostic that is not kept needs none.
    let candidates = faults.count < KQLLimits.diagnostics ? OperatorRule.names : []
    let nearest = NearestNames.best(for: name, among: candidates).map { "; did you mean '\($0)'?" } ?? ""
    blame("unknown operator '\(KQLLiteral.shortened(name))'" + nearest)
    skipBalanced(stopAtComma: false, stopAtPipe: true)
    finish(.unknownOperator, start)
  }

  /// `kind=inner hint.strategy=shuffle isfuzzy=true`: only the given names are taken for parameters.
  mutating func parameters(_ allowed: [Word] = []) {
    let start = mark()
    while isAtParameter(allowed) {
      let parameter = mark()
      single(.name)
      while kind == .dot || kind == .assign {
        let isValue = kind == .assign
        take()
        if isValue {
          parameterValue()
          break
        }
        if kind == .identifier { single(.name) } else { missing("expected a name after the dot") }
      }
      finish(.operatorParameter, parameter)
      if kind == .comma, isAtParameter(allowed, ahead: 1) { take() }
    }
    if start.token != mark().token { finish(.operatorParameters, start) }
  }

  private func isAtParameter(_ allowed: [Word], ahead: Int = 0) -> Bool {
    let token = peek(ahead)
    guard token.kind == .identifier else { return false }
    if token.word == .hint, peek(ahead + 1).kind == .dot { return true }
    guard peek(ahead + 1).kind == .assign else { return false }
    return allowed.contains(token.word) || parameterNames.contains(text(token))
  }

  private mutating func parameterValue() {
    switch kind {
    case .identifier: single(word == .true || word == .false ? .boolLiteral : .name)
    default: unary()
    }
  }

  /// `name = value`, `(a, b) = value` or a value; the value is a scalar.
  mutating func namedExpression() {
    let start = mark()
    if isAtCompoundName {
      compoundName()
    } else if isAtNamedValue {
      if word.isReserved { blameReserved() }
      name("a name")
    } else {
      return expression()
    }
    take()
    expression()
    finish(.namedExpression, start)
  }

  private var isAtNamedValue: Bool {
    if kind == .identifier || kind == .typed { return peek().kind == .assign }
    return bracketedNameLength.map { peek($0).kind == .assign } ?? false
  }

  private var isAtCompoundName: Bool {
    guard kind == .openParenthesis else { return false }
    var ahead = 1
    while [.identifier, .comma, .openBracket, .closeBracket, .string].contains(peek(ahead).kind) { ahead += 1 }
    return ahead > 1 && peek(ahead).kind == .closeParenthesis && peek(ahead + 1).kind == .assign
  }

  private mutating func compoundName() {
    let start = mark()
    take()
    list(until: .closeParenthesis) { $0.name("a name") }
    expect(.closeParenthesis, "')'")
    finish(.compoundName, start)
  }

  /// Named expressions parted by commas; none where the operator already ends.
  mutating func namedExpressions() {
    while true {
      namedExpression()
      guard take(.comma) else { return }
      if kind == .pipe || isAtPipelineEnd { return blame("expected an expression after ','") }
    }
  }

  /// `by a, b = f(c)`.
  mutating func byClause() {
    guard word == .by else { return }
    let start = mark()
    take()
    namedExpressions()
    finish(.byClause, start)
  }

  /// `(operator | operator …)` or `(source | operator …)`, in round brackets or braces.
  mutating func subpipeline() {
    let start = mark()
    let close: TokenKind = kind == .openBrace ? .closeBrace : .closeParenthesis
    guard kind == .openParenthesis || kind == .openBrace else { return missing("expected '(' and a sub-query") }
    take()
    nested { parser in
      if parser.kind == .pipe || OperatorRule.named(parser.word) == nil || parser.word == .union && parser.peek().kind != .openParenthesis {
        parser.pipeline()
      } else {
        let inner = parser.mark()
        parser.operatorRule()
        parser.operators()
        parser.finish(.pipeline, inner)
      }
    }
    expect(close, "')' after the sub-query")
    finish(.subpipeline, start)
  }

  /// `with (name = value, …)`, the brackets optional.
  mutating func withClause() {
    guard word == .with else { return }
    let start = mark()
    take()
    if take(.openParenthesis) {
      list(until: .closeParenthesis) { $0.property() }
      expect(.closeParenthesis, "')'")
    } else {
      while kind == .identifier, peek().kind == .assign {
        property()
        if !take(.comma) { break }
      }
    }
    finish(.withClause, start)
  }

  mutating func property() {
    let start = mark()
    name("a property")
    expect(.assign, "'='")
    expression()
    if kind == .comma, peek().kind != .identifier || peek(2).kind != .assign { propertyValues() }
    finish(.namedExpression, start)
  }

  private mutating func propertyValues() {
    while kind == .comma, peek(2).kind != .assign {
      take()
      expression()
    }
  }
}

/// Names that are taken for operator parameters wherever an operator reads parameters at all.
private let parameterNames: Set<String> = [
  "kind", "isfuzzy", "withsource", "with_source", "flags", "bagexpansion", "with_itemindex", "with_match_id", "hint", "decodeblocks",
  "expandoutput", "best_effort", "id", "fuzzy", "characters", "threshold", "force_remote",
]
