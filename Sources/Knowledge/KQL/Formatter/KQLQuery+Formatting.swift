extension KQLQuery {
  /// The same query laid out anew: one operator a line behind `| `, sub-queries indented, long lists and conditions broken at `width`.
  ///
  /// Only blanks and line ends change: every token and every comment stays, byte for byte and in order, and the tree keeps its shape. What is
  /// laid out once stays as it is when laid out again. Parts that do not parse keep the blanks they have.
  package func formatted(width: Int = 100) -> KQLQuery {
    var layout = FormatLayout(tree, width: width)
    layout.layOut()
    let result = KQLQuery(parsing: FormatWriter(layout).text())
    // The grammar has corners where a blank matters; there the text is better left alone.
    return result.tree.hasTokens(of: tree) && result.tree.hasShape(of: tree) ? result : self
  }

  /// Where a place of this query is in another layout of it, so that a cursor stays at the token it was at.
  package func offset(_ offset: Int, in other: KQLQuery) -> Int {
    let place = tree.tokens.firstIndex { $0.range.upperBound >= offset } ?? max(tree.tokens.count - 1, 0)
    guard tree.tokens.indices.contains(place), other.tree.tokens.indices.contains(place) else { return min(offset, other.tree.bytes.count) }
    return other.tree.tokens[place].range.lowerBound + max(0, offset - tree.tokens[place].range.lowerBound)
  }
}

extension SyntaxTree {
  /// True when both have the same tokens with the same bytes, whatever lies between.
  func hasTokens(of other: SyntaxTree) -> Bool {
    tokens.count == other.tokens.count
      && zip(tokens, other.tokens).allSatisfy { $0.kind == $1.kind && bytes[$0.range] == other.bytes[$1.range] }
  }
}
