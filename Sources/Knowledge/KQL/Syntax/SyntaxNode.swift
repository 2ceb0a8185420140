/// One node of a tree; a light handle that keeps its tree alive.
package struct SyntaxNode: Sendable {
  /// The tree it belongs to.
  package let tree: SyntaxTree
  let place: Int

  private var node: SyntaxTree.Node { tree.nodes[place] }

  /// What it is.
  package var kind: SyntaxKind { tree.nodes[place].kind }

  /// UTF-8 offsets of its tokens, without the blanks and comments around; empty for a node without tokens.
  package var range: Range<Int> {
    let node = self.node
    guard node.firstToken < node.endToken else {
      let at = node.firstToken > 0 ? Int(tree.tokens[Int(node.firstToken) - 1].end) : 0
      return at..<at
    }
    return Int(tree.tokens[Int(node.firstToken)].start)..<Int(tree.tokens[Int(node.endToken) - 1].end)
  }

  /// Its text, without the blanks and comments around.
  package var text: String { tree.text(range) }

  /// The nodes directly below, in text order.
  package var children: [SyntaxNode] {
    children { _ in true }
  }

  /// The nodes directly below that are wanted, in text order; the list is walked backwards, counted first, and filled once.
  private func children(_ isWanted: (SyntaxKind) -> Bool) -> [SyntaxNode] {
    tree.nodes.withUnsafeBufferPointer { nodes in
      let first = Int(nodes[place].firstNode)
      var count = 0
      var next = place - 1
      while next >= first {
        if isWanted(nodes[next].kind) { count += 1 }
        next = Int(nodes[next].firstNode) - 1
      }
      guard count > 0 else { return [] }
      return Array(unsafeUninitializedCapacity: count) { buffer, filled in
        guard let start = buffer.baseAddress else { return }
        var slot = count
        var next = place - 1
        while next >= first {
          if isWanted(nodes[next].kind) {
            slot -= 1
            (start + slot).initialize(to: SyntaxNode(tree: tree, place: next))
          }
          next = Int(nodes[next].firstNode) - 1
        }
        filled = count
      }
    }
  }

  /// The nodes and tokens directly below, in text order.
  package var elements: [SyntaxElement] {
    var found: [SyntaxElement] = []
    var token = Int(node.firstToken)
    for child in children {
      let inner = child.node
      while token < Int(inner.firstToken) {
        found.append(.token(SyntaxToken(tree: tree, place: token)))
        token += 1
      }
      found.append(.node(child))
      token = max(token, Int(inner.endToken))
    }
    while token < Int(node.endToken) {
      found.append(.token(SyntaxToken(tree: tree, place: token)))
      token += 1
    }
    return found
  }

  /// The tokens directly below, those of child nodes left out.
  package var ownTokens: [SyntaxToken] {
    elements.compactMap { if case .token(let token) = $0 { token } else { nil } }
  }

  /// Every token of it, in text order.
  package var tokens: [SyntaxToken] {
    (Int(node.firstToken)..<Int(node.endToken)).map { SyntaxToken(tree: tree, place: $0) }
  }

  /// Its first token; nil for a node without tokens.
  package var firstToken: SyntaxToken? {
    node.firstToken < node.endToken ? SyntaxToken(tree: tree, place: Int(node.firstToken)) : nil
  }

  /// Every node of the subtree, children before parents, itself last.
  package var subtree: [SyntaxNode] { (Int(node.firstNode)...place).map { SyntaxNode(tree: tree, place: $0) } }

  /// The first child of a kind.
  package func child(_ kind: SyntaxKind) -> SyntaxNode? {
    let first = Int(node.firstNode)
    var next = place - 1
    var found: Int?
    while next >= first {
      if tree.nodes[next].kind == kind { found = next }
      next = Int(tree.nodes[next].firstNode) - 1
    }
    return found.map { SyntaxNode(tree: tree, place: $0) }
  }

  /// All children of a kind, in text order.
  package func children(_ kind: SyntaxKind) -> [SyntaxNode] { children { $0 == kind } }

  /// The children that are values, tables or names.
  package var expressions: [SyntaxNode] { children(\.isExpression) }
}

extension SyntaxNode: Equatable {
  /// True for the same node of the same tree object.
  package static func == (left: SyntaxNode, right: SyntaxNode) -> Bool { left.tree === right.tree && left.place == right.place }
}
