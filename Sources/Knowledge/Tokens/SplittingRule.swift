/// How an encoding cuts text into pieces, which merging never crosses.
///
/// Both encodings publish a regular expression; a rule is that expression as a state machine. It is ordered choice:
/// the first alternative that matches at a position wins.
protocol SplittingRule {
  /// Where the piece that starts at an offset below `text.count` ends.
  static func endOfPiece(_ text: ScalarText, at start: Int) -> Int
  /// Whether an English contraction belongs to the word before it (else it is a piece of its own).
  static var gluesContractions: Bool { get }
  /// Whether a capital after a small letter starts a new piece.
  static var splitsAtCapitals: Bool { get }
}

extension SplittingRule {
  /// The length in bytes of 's 't 'm 'd 're 've 'll at an offset in any case, else zero.
  ///
  /// Simple case folding makes U+017F (long s) an s; no other scalar folds to one of these letters.
  @inline(__always)
  static func contraction(_ text: ScalarText, at start: Int) -> Int {
    guard start < text.count, text.bytes[start] == 0x27 else { return 0 }
    return contractionAfterApostrophe(text.bytes + start, text.count &- start)
  }

  /// The same at an apostrophe with this many bytes left, itself included.
  static func contractionAfterApostrophe(_ bytes: UnsafePointer<UInt8>, _ left: Int) -> Int {
    guard left >= 2 else { return 0 }
    let first = bytes[1]
    switch first | 0x20 {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"):
      return 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"):
      return left >= 3 && bytes[2] | 0x20 == UInt8(ascii: "e") ? 3 : 0
    case UInt8(ascii: "l"):
      return left >= 3 && bytes[2] | 0x20 == UInt8(ascii: "l") ? 3 : 0
    default:
      return first == 0xC5 && left >= 3 && bytes[2] == 0xBF ? 3 : 0
    }
  }

  /// Up to three numbers, greedily.
  @inline(__always)
  static func endOfNumber(_ text: ScalarText, from offset: Int) -> Int {
    var end = offset
    for _ in 0..<3 where end < text.count {
      let (flags, next) = text.look(end)
      if flags & ScalarClass.number == 0 { break }
      end = next
    }
    return end
  }

  /// A run of whitespace: up to its last newline; else all but its last scalar, which may go with what follows.
  static func endOfWhitespace(_ text: ScalarText, at start: Int, wholeAtEnd: Bool) -> Int {
    var end = start
    var last = start
    var afterNewline = -1
    while end < text.count {
      let (flags, next) = text.look(end)
      if flags & ScalarClass.whitespace == 0 { break }
      if flags & ScalarClass.newline != 0 { afterNewline = next }
      last = end
      end = next
    }
    if wholeAtEnd && end == text.count { return end }
    if afterNewline >= 0 { return afterNewline }
    return end == text.count || last == start ? end : last
  }

  /// Where the others end that start here, or after one space; nil if there are none.
  @inline(__always)
  static func endOfOthers(_ text: ScalarText, at start: Int) -> Int? {
    let first = text.bytes[start] == 0x20 ? start &+ 1 : start
    guard first < text.count else { return nil }
    let (flags, next) = text.look(first)
    guard flags & ScalarClass.notOther == 0 else { return nil }
    return text.endOfOthers(from: next)
  }
}
