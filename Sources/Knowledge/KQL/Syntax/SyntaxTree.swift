/// The lossless tree of a query, laid out flat: nodes in post-order, tokens in text order.
///
/// A node owns the tokens from its first to before its end; its children are the nodes just before it in the list. So no operation
/// recurses unless it says so, freeing a tree takes no stack, and wrapping a finished node while parsing costs nothing.
package final class SyntaxTree: Sendable {
  struct Node: Sendable {
    var kind: SyntaxKind
    var firstToken: UInt32
    var endToken: UInt32
    /// The place of the subtree's first node; the subtree is `firstNode...self`.
    var firstNode: UInt32
  }

  let bytes: [UInt8]
  let tokens: [Token]
  let nodes: [Node]

  init(bytes: [UInt8], tokens: [Token], nodes: [Node]) {
    self.bytes = bytes
    self.tokens = tokens
    self.nodes = nodes
  }

  /// The node of the whole query.
  package var root: SyntaxNode { SyntaxNode(tree: self, place: nodes.count - 1) }

  /// The text between two UTF-8 offsets.
  package func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// True when both trees have the same nodes over the same kinds of tokens; only spellings may differ.
  package func hasShape(of other: SyntaxTree) -> Bool {
    nodes.count == other.nodes.count && tokens.count == other.tokens.count
      && zip(nodes, other.nodes).allSatisfy { $0.kind == $1.kind && $0.firstToken == $1.firstToken && $0.endToken == $1.endToken }
      && zip(tokens, other.tokens).allSatisfy { $0.kind == $1.kind && $0.word == $1.word }
  }

  func text(of token: Int) -> String { text(tokens[token].range) }
}

/// A node of a tree, or a token of it.
package enum SyntaxElement: Sendable {
  case node(SyntaxNode)
  case token(SyntaxToken)
}

/// A token of a tree.
package struct SyntaxToken: Sendable {
  let tree: SyntaxTree
  let place: Int

  /// What it is.
  package var kind: TokenKind { tree.tokens[place].kind }
  var word: Word { tree.tokens[place].word }
  /// UTF-8 offsets, without the blanks and comments before it.
  package var range: Range<Int> { tree.tokens[place].range }
  /// Its spelling.
  package var text: String { tree.text(range) }
  /// UTF-8 offsets of the blanks and comments before it.
  package var triviaRange: Range<Int> { (place == 0 ? 0 : Int(tree.tokens[place - 1].end))..<Int(tree.tokens[place].start) }
}
