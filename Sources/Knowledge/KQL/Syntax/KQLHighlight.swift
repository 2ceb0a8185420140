/// A stretch of query text and what to colour it as.
package struct KQLHighlight: Sendable, Equatable {
  /// What a stretch of text is to the eye.
  package enum Kind: String, Sendable, CaseIterable {
    case keyword
    case function
    case name
    case string
    case number
    case symbol
    case comment
    case error
  }

  /// What it is.
  package var kind: Kind
  /// UTF-8 offsets.
  package var range: Range<Int>
}

extension KQLQuery {
  /// Every token and comment in text order; blanks belong to none.
  package var highlights: [KQLHighlight] {
    var roles: [Int: KQLHighlight.Kind] = [:]
    for node in syntax.subtree { note(node, &roles) }
    var found: [KQLHighlight] = []
    for token in syntax.tokens {
      found += tree.comments(in: token.triviaRange).map { KQLHighlight(kind: .comment, range: $0) }
      guard !token.range.isEmpty else { continue }
      found.append(KQLHighlight(kind: roles[token.place] ?? kind(of: token), range: token.range))
    }
    return found
  }

  /// Names are told from keywords by where they stand in the tree.
  private func note(_ node: SyntaxNode, _ roles: inout [Int: KQLHighlight.Kind]) {
    switch node.kind {
    case .name, .bracketedName, .wildcard: for token in node.tokens where roles[token.place] == nil { roles[token.place] = .name }
    case .call: if let token = node.firstToken { roles[token.place] = .function }
    case .skipped: for token in node.tokens where token.kind == .unknown { roles[token.place] = .error }
    default: break
    }
  }

  private func kind(of token: SyntaxToken) -> KQLHighlight.Kind {
    switch token.kind {
    case .identifier: .keyword
    case .string: .string
    case .long, .real, .timespan, .typed: .number
    case .unknown: .error
    default: .symbol
    }
  }
}
