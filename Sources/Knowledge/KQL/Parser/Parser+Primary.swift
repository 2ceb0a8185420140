extension Parser {
  mutating func single(_ kind: SyntaxKind) {
    let start = mark()
    take()
    finish(kind, start)
  }

  mutating func primary() {
    switch kind {
    case .long: single(.longLiteral)
    case .real: single(.realLiteral)
    case .timespan: single(.timespanLiteral)
    case .typed: single(.typedLiteral)
    case .string: strings()
    case .star: single(.star)
    case .openParenthesis: parenthesized()
    case .openBracket: name("an expression")
    case .identifier: wordOrCall()
    default: missing("expected an expression")
    }
  }

  /// Strings side by side are one string.
  private mutating func strings() {
    let start = mark()
    while kind == .string { take() }
    finish(.stringLiteral, start)
  }

  private mutating func wordOrCall() {
    let isCall = peek().kind == .openParenthesis
    switch word {
    case .true, .false: single(.boolLiteral)
    case .dynamic where isCall: dynamicLiteral()
    case .datatable where isCall: datatable()
    case .externaldata where isCall, .externalData where isCall: externalData()
    case .typeof where isCall: typeOf()
    case _ where word.cannotBeName && !(isCall && word == .count): missing("expected an expression")
    case _ where isCall: call()
    default:
      if word.isReservedInExpressions { blameReserved() }
      single(.name)
    }
  }

  mutating func blameReserved() { blame("'\(text(current))' is a word of the language; as a name it is written ['\(text(current))']") }

  /// `(value)`, `(table | …)`, or `(a, b)` on the left of `=`.
  private mutating func parenthesized() {
    let start = mark()
    take()
    var count = 0
    list(until: .closeParenthesis) { parser in
      count += 1
      parser.pipeline()
    }
    if count == 0 { missing("expected an expression") }
    expect(.closeParenthesis, "')'")
    finish(count > 1 ? .compoundName : .parenthesized, start)
  }

  /// A name followed by its arguments.
  mutating func call() {
    let start = mark()
    single(.name)
    let arguments = mark()
    take()
    list(until: .closeParenthesis) { $0.argument() }
    if kind != .closeParenthesis {
      blame("expected ',' or ')' after the argument")
      let rest = mark()
      skipBalanced(stopAtComma: false, stopAtPipe: true)
      finish(.skipped, rest)
    }
    _ = take(.closeParenthesis)
    finish(.argumentList, arguments)
    finish(.call, start)
  }

  private mutating func argument() {
    let start = mark()
    guard kind == .identifier, peek().kind == .assign else { return pipeline() }
    single(.name)
    take()
    pipeline()
    finish(.namedExpression, start)
  }

  /// Tokens of `['name']` here, or after some tokens; strings side by side are one name, as they are one string.
  var bracketedNameLength: Int? { bracketedNameLength(ahead: 0) }

  func bracketedNameLength(ahead: Int) -> Int? {
    guard peek(ahead).kind == .openBracket, peek(ahead + 1).kind == .string else { return nil }
    var length = 2
    while peek(ahead + length).kind == .string, length < 64 { length += 1 }
    return peek(ahead + length).kind == .closeBracket ? length + 1 : nil
  }

  /// A plain or quoted name; `what` says what is missing otherwise.
  mutating func name(_ what: String) {
    switch kind {
    case .identifier: single(.name)
    case .openBracket where bracketedNameLength != nil:
      let start = mark()
      for _ in 0..<(bracketedNameLength ?? 0) { take() }
      finish(.bracketedName, start)
    case .string: single(.bracketedName)
    default: missing("expected \(what)")
    }
  }

  /// A name in which `*` may stand, glued: `Device*`, `*_s`, `*`.
  mutating func nameOrWildcard(_ what: String) {
    let start = mark()
    guard kind == .star || kind == .identifier && peek().kind == .star && isGlued(ahead: 1) else { return name(what) }
    take()
    while isGlued, kind == .star || kind == .identifier || kind == .long { take() }
    finish(.wildcard, start)
  }

  mutating func typeOf() {
    let start = mark()
    take()
    take()
    if kind == .openParenthesis {
      schema()
    } else {
      list(until: .closeParenthesis) { $0.typeName() }
    }
    expect(.closeParenthesis, "')'")
    finish(.typeOf, start)
  }

  private mutating func dynamicLiteral() {
    let start = mark()
    take()
    take()
    dynamicValue()
    if kind != .closeParenthesis {
      blame("expected ')' after the dynamic value")
      let rest = mark()
      skipBalanced(stopAtComma: false)
      finish(.skipped, rest)
    }
    _ = take(.closeParenthesis)
    finish(.dynamicLiteral, start)
  }

  private mutating func dynamicValue() {
    switch kind {
    case .openBracket: dynamicGroup(.dynamicArray, until: .closeBracket, "']'") { $0.dynamicValue() }
    case .openBrace: dynamicGroup(.dynamicObject, until: .closeBrace, "'}'") { $0.dynamicEntry() }
    case .string: strings()
    case .long: single(.longLiteral)
    case .real: single(.realLiteral)
    case .timespan: single(.timespanLiteral)
    case .typed: single(.typedLiteral)
    case .identifier where word == .true || word == .false: single(.boolLiteral)
    case .identifier where word == .null: single(.nullLiteral)
    case .identifier where word == .dynamic && peek().kind == .openParenthesis: nested { $0.dynamicLiteral() }
    case .minus, .plus: unary()
    default: missing("expected a value of JSON")
    }
  }

  private mutating func dynamicGroup(_ kind: SyntaxKind, until end: TokenKind, _ closer: String, _ item: (inout Parser) -> Void) {
    let start = mark()
    take()
    nested { parser in
      while parser.kind != end, parser.kind != .endOfText {
        item(&parser)
        if !parser.take(.comma) { break }
      }
    }
    expect(end, "',' or \(closer)")
    finish(kind, start)
  }

  private mutating func dynamicEntry() {
    let start = mark()
    if kind == .string || kind == .identifier { name("a key") } else { missing("expected a key in quotes") }
    expect(.colon, "':' after the key")
    dynamicValue()
    finish(.dynamicEntry, start)
  }
}
