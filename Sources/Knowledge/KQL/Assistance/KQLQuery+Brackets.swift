extension KQLQuery {
  /// The bracket at an offset, or else the one that ends there, and its partner; nil when there is none or it has no partner.
  package func bracketPair(at offset: Int) -> (open: Range<Int>, close: Range<Int>)? {
    let tokens = tree.tokens
    let candidates = [tree.token(around: offset), tree.token(around: offset - 1)].compactMap { $0 }
    guard let start = candidates.first(where: { KQLQuery.partner(of: $0.kind) != nil }),
      let (other, step) = KQLQuery.partner(of: start.kind)
    else { return nil }
    var depth = 0
    var place = start.place
    while tokens.indices.contains(place) {
      if tokens[place].kind == start.kind { depth += 1 }
      if tokens[place].kind == other { depth -= 1 }
      if depth == 0 {
        let range = tokens[place].range
        return step > 0 ? (start.range, range) : (range, start.range)
      }
      place += step
    }
    return nil
  }

  private static func partner(of kind: TokenKind) -> (TokenKind, Int)? {
    switch kind {
    case .openParenthesis: (.closeParenthesis, 1)
    case .openBracket: (.closeBracket, 1)
    case .openBrace: (.closeBrace, 1)
    case .closeParenthesis: (.openParenthesis, -1)
    case .closeBracket: (.openBracket, -1)
    case .closeBrace: (.openBrace, -1)
    default: nil
    }
  }
}
