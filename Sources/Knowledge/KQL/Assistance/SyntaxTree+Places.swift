extension SyntaxTree {
  /// The token whose bytes hold an offset; one that ends there counts when none begins there. Nil in blanks and comments.
  func token(at offset: Int) -> SyntaxToken? {
    let place = firstToken(endingAfter: offset)
    if place < tokens.count, tokens[place].kind != .endOfText, tokens[place].range.contains(offset) { return token(place) }
    // The end of the text is a token of its own, without bytes.
    let before = min(place, tokens.count - 1) - 1
    guard before >= 0, tokens[before].range.upperBound == offset else { return nil }
    return token(before)
  }

  /// The token whose bytes hold an offset, its own end left out.
  func token(around offset: Int) -> SyntaxToken? {
    let place = firstToken(endingAfter: offset)
    guard place < tokens.count, tokens[place].range.contains(offset) else { return nil }
    return token(place)
  }

  /// Nodes that hold a token, the innermost first.
  func ancestors(of token: SyntaxToken) -> [SyntaxNode] {
    let place = UInt32(token.place)
    return nodes.indices.compactMap { index in
      nodes[index].firstToken <= place && place < nodes[index].endToken ? SyntaxNode(tree: self, place: index) : nil
    }
  }

  /// True when an offset lies in a comment, or at the end of one that its line's end has not closed.
  func isComment(at offset: Int) -> Bool {
    let place = min(firstToken(endingAfter: offset), tokens.count - 1)
    let start = place == 0 ? 0 : tokens[place - 1].range.upperBound
    guard start <= offset, offset <= tokens[place].range.lowerBound else { return false }
    return comments(in: start..<offset).last?.upperBound == offset
  }

  private func token(_ place: Int) -> SyntaxToken { SyntaxToken(tree: self, place: place) }

  private func firstToken(endingAfter offset: Int) -> Int {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].range.upperBound > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
