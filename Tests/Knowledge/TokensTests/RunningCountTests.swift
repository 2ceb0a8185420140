import Testing

@testable import Tokens

@Suite("Running count")
struct RunningCountTests {
  private static let text = KnownText.all.map(\.text).joined(separator: "\n")

  @Test("However a text is cut, the sum is exact after every part", arguments: TokenEncoding.allCases)
  func everyCut(_ encoding: TokenEncoding) throws {
    let counter = try TokenCounter.shared(for: encoding)
    let bytes = Array(Self.text.utf8)
    for step in [1, 2, 3, 7, 64, 1000] {
      var running = RunningCount(counter)
      for start in stride(from: 0, to: bytes.count, by: step) {
        let end = min(bytes.count, start + step)
        bytes[start..<end].withUnsafeBytes { running.append(utf8: $0) }
        let expected = bytes[..<end].withUnsafeBytes { counter.count(utf8: $0) }
        #expect(running.total == expected)
      }
    }
  }

  @Test("Text parts add up like the whole", arguments: TokenEncoding.allCases)
  func textParts(_ encoding: TokenEncoding) throws {
    let counter = try TokenCounter.shared(for: encoding)
    var running = RunningCount(counter)
    #expect(running.total == 0)
    for character in Self.text { running.append(String(character)) }
    #expect(running.total == counter.count(Self.text))
  }

  @Test("A scalar cut in two counts once it is whole, and as U+FFFD until then")
  func cutScalar() throws {
    let counter = try TokenCounter.shared(for: .o200kBase)
    var running = RunningCount(counter)
    ([0x61, 0xF0, 0x9F] as [UInt8]).withUnsafeBytes { running.append(utf8: $0) }
    #expect(running.total == counter.count("a\u{FFFD}"))
    ([0x9A, 0xA8] as [UInt8]).withUnsafeBytes { running.append(utf8: $0) }
    #expect(running.total == counter.count("a🚨"))
    ([0xFF, 0xE4] as [UInt8]).withUnsafeBytes { running.append(utf8: $0) }
    ([0x62] as [UInt8]).withUnsafeBytes { running.append(utf8: $0) }
    #expect(running.total == counter.count("a🚨\u{FFFD}\u{FFFD}b"))
  }

  /// Runs of one kind, longer and shorter than what is counted anew, and what may stand between them.
  private static let runs: [[String]] = [
    ["a"], ["a", "b", "e", "r"], ["A", "Q"], ["中", "文"], ["中", "A"], ["a", "\u{301}"], ["ʰ", "A", "b"], ["="], ["-", "/"], ["/"], ["\n"],
    ["\r\n", "/"], [" "], [" ", "\t"], [" ", "\n"], ["7"], ["7", "½"], ["'"], ["'", "s"], ["\u{301}"], ["é", "É"], ["🚨"],
  ]
  private static let betweens = [
    "", "", "'s", "'S", "'ll", "'r", "'re", "'x", "'lx", "'ſ", "'", " ", "\n", "\u{A0}", "x", "X", "中", "\u{301}", "1", "12345", "=", "/",
    "=\n/",
  ]

  @Test("Long runs of every kind are exact wherever they are cut, and however they go on", arguments: TokenEncoding.allCases)
  func longRuns(_ encoding: TokenEncoding) throws {
    let counter = try TokenCounter.shared(for: encoding)
    var chance = SeededChance(7)
    for _ in 0..<400 {
      var text = ""
      for _ in 0..<chance.next(5) + 1 {
        let run = Self.runs[chance.next(Self.runs.count)]
        for _ in 0..<[3, 40, 300, 700][chance.next(4)] { text += run[chance.next(run.count)] }
        text += Self.betweens[chance.next(Self.betweens.count)]
      }
      let bytes = Array(text.utf8)
      var running = RunningCount(counter)
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + [1, 2, 5, 64, 400][chance.next(5)])
        bytes[start..<end].withUnsafeBytes { running.append(utf8: $0) }
        start = end
        guard chance.next(8) == 0 || end == bytes.count else { continue }
        let expected = bytes[..<end].withUnsafeBytes { counter.count(utf8: $0) }
        guard running.total != expected else { continue }
        Issue.record("\(running.total) instead of \(expected) after \(end) bytes of \(text.debugDescription)")
        return
      }
    }
  }

  @Test("Every scalar after a long word keeps the count exact", arguments: TokenEncoding.allCases)
  func everyScalar(_ encoding: TokenEncoding) throws {
    let counter = try TokenCounter.shared(for: encoding)
    for word in [String(repeating: "ab", count: 200), String(repeating: "AB", count: 200), String(repeating: "中文", count: 100)] {
      for ending in ["'s it", "'Re'll", "'rx", "ABc", "Abc", "中A", "  \n x", "==\n//=", "123456", "\u{301}'t"] {
        var running = RunningCount(counter)
        var text = ""
        for part in [word] + ending.unicodeScalars.map(String.init) {
          running.append(part)
          text += part
          #expect(running.total == counter.count(text), "\(encoding) after \(text.suffix(8).debugDescription)")
        }
      }
    }
  }
}

/// A small repeatable source of chance.
private struct SeededChance {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}
