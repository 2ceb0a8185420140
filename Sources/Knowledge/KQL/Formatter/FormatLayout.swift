/// Decides which tokens begin a line, and how far in.
struct FormatLayout {
  let tree: SyntaxTree
  let spacing: FormatSpacing
  /// For each token the indent of the line that it begins; nil for those that begin none.
  private(set) var breaks: [Int?]
  /// Tokens that begin a statement: an empty line before one is kept.
  private(set) var statementStarts: Set<Int> = []
  private let width: Int
  /// Width of the tokens before each, on one line.
  private var widths: [Int] = [0]
  /// Tokens before each that cannot follow another on its line.
  private var hardBreaks: [Int] = [0]
  private var lineStart = 0
  private var lineIndent = 0

  static let step = 4
  /// Longer sub-queries in brackets are broken, and all with more than one pipe.
  private static let shortSubquery = 60

  init(_ tree: SyntaxTree, width: Int) {
    self.tree = tree
    self.width = width
    spacing = FormatSpacing(tree)
    breaks = Array(repeating: nil, count: tree.tokens.count)
    measure()
  }

  mutating func layOut() { lay(tree.root, 0) }

  private mutating func measure() {
    for (place, token) in tree.tokens.enumerated() {
      let blank = spacing.hasBlank(before: place) ? 1 : 0
      widths.append(widths[place] + blank + tree.bytes[token.range].count { $0 & 0xC0 != 0x80 })
    }
    let pipes = forcedPipes()
    for (place, token) in tree.tokens.enumerated() {
      let gap = place == 0 ? 0..<0 : tree.tokens[place - 1].range.upperBound..<token.range.lowerBound
      let hasComment = tree.bytes[gap].contains(UInt8(ascii: "/"))
      let isVerbatimBreak = spacing.isVerbatim(place) && tree.bytes[gap].contains { $0 == 0x0A || $0 == 0x0D }
      let isHard = hasComment || isVerbatimBreak || pipes.contains(place) || tree.bytes[token.range].contains(0x0A)
      hardBreaks.append(hardBreaks[place] + (isHard ? 1 : 0))
    }
  }

  /// Pipes that always begin a line: those of statements, and those of sub-queries that are not short.
  private func forcedPipes() -> Set<Int> {
    let brackets = innermostBrackets()
    var forced: Set<Int> = []
    for place in tree.nodes.indices where tree.nodes[place].kind == .pipeline {
      let node = SyntaxNode(tree: tree, place: place)
      let pipes = node.ownTokens.filter { $0.kind == .pipe }.map(\.place)
      let isInside = [.openParenthesis, .openBracket].contains(brackets[Int(tree.nodes[place].firstToken)])
      if isInside, pipes.count == 1, width(node) <= FormatLayout.shortSubquery { continue }
      forced.formUnion(pipes)
    }
    return forced
  }

  private func innermostBrackets() -> [TokenKind?] {
    var open: [TokenKind] = []
    return tree.tokens.map { token in
      let innermost = open.last
      switch token.kind {
      case .openParenthesis, .openBracket, .openBrace: open.append(token.kind)
      case .closeParenthesis, .closeBracket, .closeBrace: _ = open.popLast()
      default: break
      }
      return innermost
    }
  }

  func first(_ node: SyntaxNode) -> Int { Int(tree.nodes[node.place].firstToken) }
  func end(_ node: SyntaxNode) -> Int { Int(tree.nodes[node.place].endToken) }

  /// Width of a node on one line.
  func width(_ node: SyntaxNode) -> Int { widths[end(node)] - widths[first(node)] }

  /// True when a token cannot follow another on its line, because of a comment or because it always begins one.
  func isHard(_ token: Int) -> Bool { hardBreaks[token + 1] > hardBreaks[token] }

  /// True when a node would end within the width, were it put on the current line.
  func fits(_ node: SyntaxNode) -> Bool { column(of: first(node)) + width(node) < width }

  mutating func breakLine(before token: Int, _ indent: Int) {
    guard token < tree.tokens.count else { return }
    breaks[token] = indent
    lineStart = token
    lineIndent = indent
  }

  mutating func beginStatement(_ token: Int, _ indent: Int) {
    breakLine(before: token, indent)
    statementStarts.insert(token)
  }

  /// True when a node begins its line.
  func isAtLineStart(_ node: SyntaxNode) -> Bool { lineStart == first(node) }

  func column(of token: Int) -> Int { lineIndent + widths[token] - widths[lineStart] }

  /// True when a node fits on the line where it begins.
  func isFlat(_ node: SyntaxNode) -> Bool {
    let (first, end) = (first(node), end(node))
    guard first < end else { return true }
    // What is before the first token is not the node's, but a string of several lines is.
    let isBrokenInside = hardBreaks[end] > hardBreaks[first + 1] || tree.bytes[tree.tokens[first].range].contains(0x0A)
    return !isBrokenInside && column(of: end - 1) + widths[end] - widths[end - 1] <= width
  }
}
