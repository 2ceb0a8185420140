/// How cl100k_base cuts text.
///
/// In this order: a contraction; letters, with one scalar before them that is no newline, letter or number; up to three numbers;
/// others, with one space before and newlines after them; whitespace.
enum CL100KRule: SplittingRule {
  static var gluesContractions: Bool { false }
  static var splitsAtCapitals: Bool { false }

  static func endOfPiece(_ text: ScalarText, at start: Int) -> Int {
    let contraction = contraction(text, at: start)
    if contraction > 0 { return start &+ contraction }
    let (flags, next) = text.look(start)
    if flags & ScalarClass.letter != 0 { return text.endOfRun(ScalarClass.letter, from: next) }
    if flags & ScalarClass.number != 0 { return endOfNumber(text, from: start) }
    if flags & ScalarClass.newline == 0 && next < text.count {
      let (following, afterwards) = text.look(next)
      if following & ScalarClass.letter != 0 { return text.endOfRun(ScalarClass.letter, from: afterwards) }
    }
    if let end = endOfOthers(text, at: start) { return text.endOfRun(ScalarClass.newline, from: end) }
    return endOfWhitespace(text, at: start, wholeAtEnd: true)
  }
}
