/// Whether a blank parts two tokens that stay on one line.
struct FormatSpacing {
  let tree: SyntaxTree
  /// For each token the innermost node that holds it.
  private(set) var owners: [Int]

  init(_ tree: SyntaxTree) {
    self.tree = tree
    owners = Array(repeating: tree.nodes.count - 1, count: tree.tokens.count)
    // Parents come after their children, so that going backwards the innermost is written last.
    for place in tree.nodes.indices.reversed() {
      for token in Int(tree.nodes[place].firstToken)..<Int(tree.nodes[place].endToken) { owners[token] = place }
    }
  }

  func owner(_ token: Int) -> SyntaxKind { tree.nodes[owners[token]].kind }

  /// True where the parser reads no structure: the gap stays as it is.
  func isVerbatim(_ token: Int) -> Bool {
    token > 0 && tree.tokens[token - 1].kind != .pipe && (isUnread(token) || isUnread(token - 1))
  }

  private func isUnread(_ token: Int) -> Bool {
    switch owner(token) {
    case .skipped, .unknownOperator, .graphOperator, .macroExpandOperator, .controlCommand, .aliasStatement, .restrictStatement,
      .declarePatternStatement:
      true
    default: tree.tokens[token].kind == .unknown
    }
  }

  /// True when a blank stands before a token that begins no line.
  func hasBlank(before token: Int) -> Bool {
    guard token > 0 else { return false }
    let (left, right) = (tree.tokens[token - 1], tree.tokens[token])
    if right.kind == .endOfText { return false }
    if isTight(after: token - 1, left.kind) || isTight(before: token, right.kind) { return false }
    if owner(token) == .wildcard, owners[token] == owners[token - 1] { return false }
    // `granny-asc` and `project-smart` are no words of the lexer.
    if left.kind == .minus || right.kind == .minus, isHyphen(left.kind == .minus ? token - 1 : token) { return left.end != right.start }
    return true
  }

  private func isHyphen(_ token: Int) -> Bool { owner(token) == .sortKey || owner(token) == .withClause }

  private func isTight(after token: Int, _ kind: TokenKind) -> Bool {
    switch kind {
    case .openParenthesis, .openBracket, .dot: true
    case .openBrace: owner(token) == .dynamicObject
    case .assign: owner(token) == .operatorParameter
    case .minus, .plus: owner(token) == .unary
    default: false
    }
  }

  private func isTight(before token: Int, _ kind: TokenKind) -> Bool {
    switch kind {
    case .comma, .semicolon, .closeParenthesis, .closeBracket, .dot: return true
    case .closeBrace: return owner(token) == .dynamicObject
    case .colon: return owner(token) != .evaluateOperator
    case .assign: return owner(token) == .operatorParameter
    case .openParenthesis: return [.argumentList, .typeOf, .dynamicLiteral].contains(owner(token))
    case .openBracket: return owner(token) == .element
    default: return false
    }
  }
}
