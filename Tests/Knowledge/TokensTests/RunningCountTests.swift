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
}
