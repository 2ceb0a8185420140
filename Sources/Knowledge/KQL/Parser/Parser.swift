/// A hand-written parser: one function a rule, one token of look-ahead (rarely two), recovery at pipes, semicolons and brackets.
struct Parser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let tokens: [Token]
  private(set) var nodes: [SyntaxTree.Node] = []
  private(set) var faults: [Fault]
  private var position = 0
  private var depth = 0
  /// The token that last got a diagnostic; a second one there would only echo the first.
  private var blamed = -1
  /// Set within `search` and `find`, where `column: text` is a comparison.
  var isInsidePattern = false

  private init(bytes: UnsafeBufferPointer<UInt8>, lexer: Lexer) {
    self.bytes = bytes
    tokens = lexer.tokens
    faults = lexer.faults
    nodes.reserveCapacity(tokens.count)
  }

  /// Reads a whole text; `tree` covers every byte of it.
  static func read(_ bytes: [UInt8]) -> (tree: SyntaxTree, diagnostics: [KQLDiagnostic]) {
    guard bytes.count <= KQLLimits.textLength else { return unread(bytes) }
    return bytes.withUnsafeBufferPointer { buffer in
      var lexer = Lexer(buffer)
      lexer.run()
      var parser = Parser(bytes: buffer, lexer: lexer)
      parser.query()
      let tree = SyntaxTree(bytes: bytes, tokens: parser.tokens, nodes: parser.nodes)
      return (tree, LineIndex.diagnostics(parser.faults, in: buffer))
    }
  }

  private static func unread(_ bytes: [UInt8]) -> (tree: SyntaxTree, diagnostics: [KQLDiagnostic]) {
    let end = UInt32(clamping: bytes.count)
    let token = Token(kind: .unknown, word: .none, start: 0, end: end)
    let last = Token(kind: .endOfText, word: .none, start: end, end: end)
    let node = SyntaxTree.Node(kind: .query, firstToken: 0, endToken: 2, firstNode: 0)
    let message = "the query is longer than \(KQLLimits.textLength >> 20) MB and was not read"
    let diagnostic = KQLDiagnostic(severity: .error, message: message, range: 0..<0, line: 1, column: 1)
    return (SyntaxTree(bytes: bytes, tokens: [token, last], nodes: [node]), [diagnostic])
  }

  var kind: TokenKind { tokens[position].kind }
  var word: Word { tokens[position].word }
  var current: Token { tokens[position] }

  func peek(_ ahead: Int = 1) -> Token { tokens[min(position + ahead, tokens.count - 1)] }

  /// True when no blank parts the current token from the one before.
  var isGlued: Bool { position > 0 && tokens[position - 1].end == tokens[position].start }

  func isGlued(ahead: Int) -> Bool { peek(ahead - 1).end == peek(ahead).start }

  func text(_ token: Token) -> String { String(decoding: bytes[token.range], as: UTF8.self) }

  /// A place to which a node can later be anchored.
  struct Mark {
    let token: Int
    fileprivate let node: Int
  }

  func mark() -> Mark { Mark(token: position, node: nodes.count) }

  mutating func finish(_ kind: SyntaxKind, _ mark: Mark) {
    nodes.append(
      SyntaxTree.Node(kind: kind, firstToken: UInt32(mark.token), endToken: UInt32(position), firstNode: UInt32(mark.node)))
  }

  mutating func take() { if position < tokens.count - 1 { position += 1 } }

  /// The last token belongs to the root alone.
  mutating func takeEnd() { position = tokens.count }

  mutating func take(_ kind: TokenKind) -> Bool {
    guard self.kind == kind else { return false }
    take()
    return true
  }

  mutating func take(_ word: Word) -> Bool {
    guard self.word == word else { return false }
    take()
    return true
  }

  mutating func expect(_ kind: TokenKind, _ what: String) {
    if !take(kind) { blame("expected \(what)") }
  }

  mutating func expect(_ word: Word) {
    if !take(word) { blame("expected '\(word.rawValue)'") }
  }

  /// A node without tokens where something is missing, and a word about it.
  mutating func missing(_ message: String) {
    blame(message)
    finish(.missing, mark())
  }

  /// Blames the current token, or the end of the one before where the statement or pipe stops.
  mutating func blame(_ message: String, at range: Range<Int>? = nil) {
    guard blamed != position, faults.count < KQLLimits.diagnostics else { return }
    blamed = position
    let token = tokens[position]
    let found = token.kind == .endOfText ? ", but the query ends here" : ""
    faults.append(Fault(message: message + found, range: range ?? token.range))
  }

  mutating func warn(_ message: String, at range: Range<Int>) {
    if faults.count < KQLLimits.diagnostics { faults.append(Fault(severity: .warning, message: message, range: range)) }
  }

  /// Runs a rule one level deeper; past the limit it skips to where the level closes instead.
  mutating func nested(_ rule: (inout Parser) -> Void) {
    guard depth < KQLLimits.expressionDepth else { return skipLevel() }
    depth += 1
    rule(&self)
    depth -= 1
  }

  private mutating func skipLevel() {
    blame("nested deeper than \(KQLLimits.expressionDepth) levels")
    let mark = mark()
    skipBalanced(stopAtComma: false)
    finish(.skipped, mark)
  }

  /// Moves on to a pipe (unless told otherwise), semicolon, unmatched closer or the end, over whole brackets.
  mutating func skipBalanced(stopAtComma: Bool, stopAtPipe: Bool = false) {
    var open = 0
    while kind != .endOfText {
      switch kind {
      case .openParenthesis, .openBracket, .openBrace: open += 1
      case .closeParenthesis, .closeBracket, .closeBrace:
        if open == 0 { return }
        open -= 1
      case .semicolon where open == 0: return
      case .comma where open == 0 && stopAtComma: return
      case .pipe where open == 0 && stopAtPipe: return
      default: break
      }
      take()
    }
  }

  /// Whatever is left before the next pipe or end of the pipeline becomes a skipped node.
  mutating func skipRest() {
    guard !isAtPipelineEnd, kind != .pipe else { return }
    blame("expected '|' or the end of the operator before '\(KQLLiteral.shortened(text(current)))'")
    let mark = mark()
    skipBalanced(stopAtComma: false, stopAtPipe: true)
    finish(.skipped, mark)
  }

  var isAtPipelineEnd: Bool {
    switch kind {
    case .endOfText, .semicolon, .closeParenthesis, .closeBracket, .closeBrace: true
    default: false
    }
  }
}
