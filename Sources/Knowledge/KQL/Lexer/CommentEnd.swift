/// Where comments end and how they are found in the gap between two tokens.
enum CommentEnd {
  /// True at LF, CR and the separators of lines and paragraphs: a comment goes no further, or a service would run what is not seen here.
  static func isAt(_ place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch bytes[place] {
    case 0x0A, 0x0D: true
    case 0xE2: place + 2 < bytes.count && bytes[place + 1] == 0x80 && (bytes[place + 2] == 0xA8 || bytes[place + 2] == 0xA9)
    default: false
    }
  }
}

extension SyntaxTree {
  /// The comments in a gap between tokens, their ends left out.
  func comments(in gap: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    bytes.withUnsafeBufferPointer { bytes in
      var place = gap.lowerBound
      while place < gap.upperBound {
        guard bytes[place] == UInt8(ascii: "/") else {
          place += 1
          continue
        }
        let start = place
        while place < gap.upperBound, !CommentEnd.isAt(place, in: bytes) { place += 1 }
        found.append(start..<place)
      }
    }
    return found
  }
}
