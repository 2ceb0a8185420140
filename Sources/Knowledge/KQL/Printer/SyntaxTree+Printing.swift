extension SyntaxTree {
  /// The text of the tree, put together from its tokens and the gaps before them; the same as what was parsed.
  package var printed: String {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    for token in root.tokens {
      out.append(contentsOf: bytes[token.triviaRange])
      out.append(contentsOf: bytes[token.range])
    }
    return String(decoding: out, as: UTF8.self)
  }
}
