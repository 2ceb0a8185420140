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

  init(_ bytes: [UInt8], _ range: Range<Int>, isFirst: Bool) {
    var place = range.lowerBound
    while place < range.upperBound {
      switch bytes[place] {
      case 0x0D where place + 1 < range.upperBound && bytes[place + 1] == 0x0A: break
      case 0x0A, 0x0D: lineEnds += 1
      case UInt8(ascii: "/"):
        let start = place
        while place < range.upperBound, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
        let isOwn = lineEnds > 0 || isFirst || !comments.isEmpty
        comments.append(Comment(range: start..<place, isOnOwnLine: isOwn, hasBlankBefore: lineEnds > 1))
        lineEnds = 0
        continue
      default: break
      }
      place += 1
    }
  }
}
