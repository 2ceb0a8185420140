/// How o200k_base cuts text.
///
/// In this order: a word that ends in small letters; a word of capitals; up to three numbers; others, with one space before and
/// newlines or slashes after them; whitespace. A word may have one scalar before it that is no newline, letter or number, and a
/// contraction after it. Marks, and letters without case, count as capitals and as small letters.
enum O200KRule: SplittingRule {
  static var gluesContractions: Bool { true }
  static var splitsAtCapitals: Bool { true }

  static func endOfPiece(_ text: ScalarText, at start: Int) -> Int {
    let (flags, next) = text.look(start)
    if let end = endOfWord(text, at: start, flags, next) { return end &+ contraction(text, at: end) }
    if flags & ScalarClass.number != 0 { return endOfNumber(text, from: start) }
    if var end = endOfOthers(text, at: start) {
      while end < text.count, isNewlineOrSlash(text.bytes[end]) { end &+= 1 }
      return end
    }
    return endOfWhitespace(text, at: start, wholeAtEnd: false)
  }

  /// Tries both kinds of word, each with and without a scalar before it, in the order of the published expression.
  @inline(__always)
  private static func endOfWord(_ text: ScalarText, at start: Int, _ flags: UInt8, _ next: Int) -> Int? {
    let mayPrecede = flags & (ScalarClass.newline | ScalarClass.letter | ScalarClass.number) == 0
    let isWordlike = flags & (ScalarClass.upper | ScalarClass.lower) != 0
    guard mayPrecede || isWordlike else { return nil }
    let prefixed = mayPrecede ? wordEnds(text, from: next) : WordEnds.none
    if let end = prefixed.smallLetters { return end }
    let plain = isWordlike ? wordEnds(text, from: start) : WordEnds.none
    return plain.smallLetters ?? prefixed.capitals ?? plain.capitals
  }

  private struct WordEnds {
    var smallLetters: Int?
    var capitals: Int?
    static var none: WordEnds { WordEnds(smallLetters: nil, capitals: nil) }
  }

  /// Capitals then at least one small letter; or capitals alone.
  ///
  /// When no small letter follows the capitals, the expression gives back until the last scalar that is both, if there is one.
  @inline(__always)
  private static func wordEnds(_ text: ScalarText, from start: Int) -> WordEnds {
    var end = start
    var afterBoth: Int?
    while end < text.count {
      let (flags, next) = text.look(end)
      if flags & ScalarClass.upper == 0 {
        guard flags & ScalarClass.lower != 0 else { break }
        let last = text.endOfRun(ScalarClass.lower, from: next)
        return WordEnds(smallLetters: last, capitals: last)
      }
      if flags & ScalarClass.lower != 0 { afterBoth = next }
      end = next
    }
    return WordEnds(smallLetters: afterBoth, capitals: end > start ? end : nil)
  }

  @inline(__always)
  private static func isNewlineOrSlash(_ byte: UInt8) -> Bool {
    byte == 0x0A || byte == 0x0D || byte == 0x2F
  }
}
