import Testing

@testable import Tokens

@Suite("Token counter")
struct TokenCounterTests {
  @Test("Encodes, counts and decodes each known text exactly", arguments: TokenEncoding.allCases)
  func knownTexts(_ encoding: TokenEncoding) throws {
    let counter = try TokenCounter.shared(for: encoding)
    for known in KnownText.all {
      let expected = known.tokens(encoding)
      #expect(counter.encode(known.text) == expected, "\(known.text.debugDescription)")
      #expect(counter.count(known.text) == expected.count, "\(known.text.debugDescription)")
      #expect(counter.decode(expected) == known.text)
    }
  }

  @Test("Counts all known texts as one long text, as the sum of its encoded ids", arguments: TokenEncoding.allCases)
  func longText(_ encoding: TokenEncoding) throws {
    let counter = try TokenCounter.shared(for: encoding)
    let text = String(repeating: KnownText.all.map(\.text).joined(separator: "\n"), count: 40)
    let ids = counter.encode(text)
    #expect(counter.count(text) == ids.count)
    #expect(counter.decode(ids) == text)
  }

  @Test("Long runs of one thing count as the published tokenizer counts them")
  func longRuns() throws {
    let o200k = try TokenCounter.shared(for: .o200kBase)
    let cl100k = try TokenCounter.shared(for: .cl100kBase)
    #expect(o200k.count(String(repeating: "a", count: 100_000)) == 12_500)
    #expect(cl100k.count(String(repeating: "a", count: 100_000)) == 12_500)
    #expect(o200k.count(String(repeating: " ", count: 1_000_000)) == 7_813)
    #expect(o200k.count(String(repeating: "ab", count: 5000)) == 2500)
    #expect(cl100k.count(String(repeating: "ab", count: 5000)) == 5000)
    #expect(o200k.count(String(repeating: "=", count: 10_000) + "\n\n\n") == 157)
  }

  @Test("A run longer than a segment is the same tokens whatever the segments are", arguments: TokenEncoding.allCases)
  func segments(_ encoding: TokenEncoding) throws {
    let counter = try TokenCounter.shared(for: encoding)
    var state: UInt64 = 7
    let letters = (0..<50_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(ascii: "a") + UInt8((state >> 33) % 26)
    }
    let ids = letters.withUnsafeBytes { counter.encode(utf8: $0) }
    #expect(counter.decodeBytes(ids) == letters)
    let merger = Workspace(counter.vocabulary).merger
    for (left, right) in zip(ids, ids.dropFirst()) { #expect(merger.areCompatible(UInt64(left), UInt64(right))) }
  }

  @Test("Each token is the one token of its own bytes", arguments: TokenEncoding.allCases)
  func everyToken(_ encoding: TokenEncoding) throws {
    let counter = try TokenCounter.shared(for: encoding)
    let workspace = Workspace(counter.vocabulary)
    var wrong = 0
    for id in 0..<counter.vocabulary.tokenCount {
      let bytes = try #require(counter.decodeBytes([id]))
      let made = bytes.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { workspace.merger.merge($0, buffer.count, into: workspace.output) }
      }
      if made != 1 || workspace.output[0] != UInt32(id) { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test("An id that is no token cannot be decoded")
  func unknownIds() throws {
    let counter = try TokenCounter.shared(for: .cl100kBase)
    #expect(counter.decode([100_256]) == nil)
    #expect(counter.decode([-1]) == nil)
    #expect(counter.decode([]) == "")
  }

  @Test("Bytes that are not UTF-8 count as U+FFFD, one for each ill-formed run", arguments: TokenEncoding.allCases)
  func illFormedBytes(_ encoding: TokenEncoding) throws {
    let counter = try TokenCounter.shared(for: encoding)
    let cases: [([UInt8], String)] = [
      ([0x61, 0xFF, 0x62], "a\u{FFFD}b"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xF0, 0x9F, 0x9A, 0x20], "\u{FFFD} "),
      ([0xE4, 0xB8], "\u{FFFD}"),
      ([0xC0, 0xAF, 0xF5], "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ]
    for (bytes, text) in cases {
      let expected = counter.encode(text)
      bytes.withUnsafeBytes {
        #expect(counter.encode(utf8: $0) == expected)
        #expect(counter.count(utf8: $0) == expected.count)
      }
    }
    #expect(counter.count(utf8: UnsafeRawBufferPointer(start: nil, count: 0)) == 0)
  }

  @Test("Tasks may share one counter", arguments: TokenEncoding.allCases)
  func sharedBetweenTasks(_ encoding: TokenEncoding) async throws {
    let counter = try TokenCounter.shared(for: encoding)
    let text = KnownText.all.map(\.text).joined(separator: " ")
    let expected = counter.encode(text).count
    let counts = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<32 { group.addTask { counter.count(text) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts == Array(repeating: expected, count: 32))
  }

  @Test("The upper bound is never below the exact count")
  func upperBound() throws {
    for encoding in TokenEncoding.allCases {
      let counter = try TokenCounter.shared(for: encoding)
      for known in KnownText.all {
        #expect(encoding.upperBound(utf8Count: known.text.utf8.count) >= counter.count(known.text))
      }
    }
  }
}
