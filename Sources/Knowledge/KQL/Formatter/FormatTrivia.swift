/// The comments in a gap between two tokens.
struct FormatTrivia {
  struct Comment {
    var range: Range<Int>
    /// False for a comment behind a token on its line.
    var isOnOwnLine: Bool
    /// An empty line stands before it.
    var hasBlankBefore: Bool
  }

  private(set) var comments: [Comment] = []
  /// Line ends since the last comment, or in all.
  private(set) var lineEnds = 0

  init(_ tree: SyntaxTree, _ gap: Range<Int>, isFirst: Bool) {
    var place = gap.lowerBound
    for range in tree.comments(in: gap) {
      let ends = FormatTrivia.lineEnds(tree.bytes[place..<range.lowerBound])
      let isOwn = ends > 0 || isFirst || !comments.isEmpty
      comments.append(Comment(range: range, isOnOwnLine: isOwn, hasBlankBefore: ends > 1))
      place = range.upperBound
    }
    lineEnds = FormatTrivia.lineEnds(tree.bytes[place..<gap.upperBound])
  }

  private static func lineEnds(_ bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    var before: UInt8 = 0
    for byte in bytes {
      if byte == 0x0A && before != 0x0D || byte == 0x0D { count += 1 }
      before = byte
    }
    return count
  }
}
