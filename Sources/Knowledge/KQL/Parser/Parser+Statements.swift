extension Parser {
  /// The root rule: statements parted by semicolons, to the end of the text.
  mutating func query() {
    let start = mark()
    statements(until: .endOfText)
    takeEnd()
    finish(.query, start)
  }

  /// Statements up to a closing token, which is left alone.
  mutating func statements(until end: TokenKind) {
    while kind != end, kind != .endOfText {
      if kind == .semicolon {
        let empty = mark()
        take()
        finish(.emptyStatement, empty)
        continue
      }
      statement()
      if take(.semicolon) || kind == end || kind == .endOfText { continue }
      blame(leftoverMessage)
      let rest = mark()
      skipBalanced(stopAtComma: false)
      if isCloser, kind != end { take() }
      finish(.skipped, rest)
      if kind == .semicolon { take() }
    }
  }

  private var isCloser: Bool { kind == .closeParenthesis || kind == .closeBracket || kind == .closeBrace }

  private var leftoverMessage: String {
    isCloser ? "'\(text(current))' closes nothing" : "expected '|', ';' or the end before '\(KQLLiteral.shortened(text(current)))'"
  }

  private mutating func statement() {
    let start = mark()
    switch word {
    case .let: letStatement(start)
    case .set where peek().kind == .identifier && [.semicolon, .assign, .endOfText].contains(peek(2).kind): setStatement(start)
    case .declare where peek().kind == .identifier: declareStatement(start)
    case .alias where peek().word == .database: rawStatement(.aliasStatement, start)
    case .restrict where peek().word == .access: rawStatement(.restrictStatement, start)
    default:
      if kind == .dot { return controlCommand(start) }
      pipeline()
      finish(.expressionStatement, start)
    }
  }

  /// `.show tables` and the like; never run, and read only to be named.
  private mutating func controlCommand(_ start: Mark) {
    while kind != .endOfText { take() }
    finish(.controlCommand, start)
  }

  private mutating func setStatement(_ start: Mark) {
    take()
    name("an option")
    if take(.assign) { unary() }
    finish(.setStatement, start)
  }

  private mutating func declareStatement(_ start: Mark) {
    take()
    guard take(.queryParameters) else { return rawStatement(.declarePatternStatement, start) }
    if kind == .openParenthesis { parameterList() } else { missing("expected '(' and the parameters") }
    finish(.declareParametersStatement, start)
  }

  private mutating func rawStatement(_ kind: SyntaxKind, _ start: Mark) {
    skipBalanced(stopAtComma: false)
    finish(kind, start)
  }

  private mutating func letStatement(_ start: Mark) {
    take()
    if word.isReserved { blameReserved() }
    name("a name")
    expect(.assign, "'='")
    if isFunctionDeclaration { functionDeclaration() } else { pipeline() }
    finish(.letStatement, start)
  }

  private var isFunctionDeclaration: Bool {
    if word == .view, peek().kind == .openParenthesis { return true }
    guard kind == .openParenthesis else { return false }
    if peek().kind == .closeParenthesis { return peek(2).kind == .openBrace }
    return peek().kind == .identifier && peek(2).kind == .colon
  }

  private mutating func functionDeclaration() {
    let start = mark()
    _ = take(.view)
    parameterList()
    nested { parser in
      let body = parser.mark()
      parser.expect(.openBrace, "'{' and the body of the function")
      parser.statements(until: .closeBrace)
      parser.expect(.closeBrace, "'}'")
      parser.finish(.functionBody, body)
    }
    finish(.functionDeclaration, start)
  }

  /// `(name: type = default, table: (column: type), …)`.
  mutating func parameterList() {
    let start = mark()
    take()
    while !isAtPipelineEnd {
      parameter()
      if !take(.comma) { break }
    }
    expect(.closeParenthesis, "')' after the parameters")
    finish(.parameterList, start)
  }

  private mutating func parameter() {
    let start = mark()
    name("a parameter")
    expect(.colon, "':' and a type")
    if kind == .openParenthesis { schema() } else { typeName() }
    if take(.assign) { unary() }
    finish(.parameter, start)
  }

  /// `(name: type, …)` or `(*)`, as in datatable, externaldata and function parameters.
  mutating func schema() {
    let start = mark()
    expect(.openParenthesis, "'(' and the columns")
    if !take(.star) {
      while !isAtPipelineEnd, !take(.star) {
        let column = mark()
        name("a column")
        expect(.colon, "':' and a type")
        typeName()
        finish(.parameter, column)
        if !take(.comma) { break }
      }
    }
    if !take(.closeParenthesis) {
      blame("expected ',' or ')' after the column")
      let rest = mark()
      skipBalanced(stopAtComma: false, stopAtPipe: true)
      finish(.skipped, rest)
      _ = take(.closeParenthesis)
    }
    finish(.schema, start)
  }

  /// A scalar type's name, checked by the binder.
  mutating func typeName() {
    guard kind == .identifier else { return missing("expected a type") }
    let start = mark()
    take()
    if kind == .dot, peek().kind == .identifier {
      take()
      take()
    }
    finish(.name, start)
  }
}
