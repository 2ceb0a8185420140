import Testing

@testable import Tokens

@Suite("Piece splitter")
struct PieceSplitterTests {
  /// What stands close to each other in the rules: letters of contractions, blanks, newlines, digits, punctuation, foreign text.
  private static let alphabets = [
    "aB'sSdDmMtTlLvVrReE \t\n\r", "  \n\r\t/-=_.,;:'\"!#azAZ09", "0123456789abcdef-{}\":,. \n", "ab C'\n /é中\u{301}\u{17F}\u{3000}1",
    "word Word's don't\r\n\r\n(12345) ",
  ]

  @Test("Windows cut texts just as the rules do, scalar by scalar")
  func windowsAgree() {
    var random = Dice(state: 1)
    for round in 0..<600 {
      let alphabet = Array(Self.alphabets[round % Self.alphabets.count])
      var text = ""
      while text.utf8.count < 420 {
        let run = random.below(8) == 0 ? random.below(70) : 1
        text += String(repeating: alphabet[random.below(alphabet.count)], count: run)
      }
      expectAgreement(O200KRule.self, text)
      expectAgreement(CL100KRule.self, text)
    }
  }

  @Test("Numbers are cut in threes, however long they are")
  func longNumbers() {
    for length in 1...200 {
      let text = String(repeating: "7", count: length) + "x" + String(repeating: " y", count: 60)
      let ends = pieceEnds(CL100KRule.self, text)
      let expected = Array(stride(from: 3, to: length, by: 3)) + [length]
      #expect(Array(ends.prefix(expected.count)) == expected)
    }
  }

  private func expectAgreement<Rule: SplittingRule>(_ rule: Rule.Type, _ text: String) {
    var expected: [Int] = []
    var copy = text
    copy.withUTF8 { bytes in
      guard let base = bytes.baseAddress else { return }
      let scalars = ScalarText(base, count: bytes.count)
      while (expected.last ?? 0) < bytes.count { expected.append(Rule.endOfPiece(scalars, at: expected.last ?? 0)) }
    }
    #expect(pieceEnds(rule, text) == expected, "\(text.debugDescription)")
  }

  private func pieceEnds<Rule: SplittingRule>(_ rule: Rule.Type, _ text: String) -> [Int] {
    let table = UnsafeMutablePointer<UInt64>.allocate(capacity: ByteClasses.capacity)
    defer { table.deallocate() }
    ByteClasses.fill(table)
    var visitor = EndsVisitor()
    var copy = text
    copy.withUTF8 { bytes in
      guard let base = bytes.baseAddress else { return }
      PieceSplitter<Rule>.split(ScalarText(base, count: bytes.count), ByteClasses(table: table), &visitor)
    }
    return visitor.ends
  }

  private struct EndsVisitor: PieceVisitor {
    var ends: [Int] = []
    mutating func visit(_ start: Int, _ end: Int) { ends.append(end) }
    mutating func visitInside(_ start: Int, _ end: Int) { ends.append(end) }
  }

  /// The same numbers on each run.
  private struct Dice {
    var state: UInt64
    mutating func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
  }
}
