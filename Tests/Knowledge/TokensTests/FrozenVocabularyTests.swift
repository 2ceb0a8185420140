import CVocabulary
import Foundation
import Testing

@testable import Tokens

@Suite("Frozen vocabulary")
struct FrozenVocabularyTests {
  @Test("A damaged table is refused with the reason")
  func damage() throws {
    let table = vocabulary_cl100k_base()
    var bytes = Array(UnsafeRawBufferPointer(start: table.bytes, count: table.count))
    #expect(throws: Never.self) { try Self.load(bytes) }
    #expect(throws: FrozenVocabulary.Damage.tooShort(bytes: 63)) { try Self.load(Array(bytes[..<63])) }
    #expect(throws: FrozenVocabulary.Damage.wrongLength(expected: bytes.count, found: bytes.count - 64)) {
      try Self.load(bytes.dropLast(64))
    }
    bytes[bytes.count / 2] ^= 1
    #expect(throws: FrozenVocabulary.Damage.wrongChecksum) { try Self.load(bytes) }
    bytes[0] = 0
    #expect(throws: FrozenVocabulary.Damage.unknownFormat) { try Self.load(bytes) }
  }

  @Test("The error names the vocabulary and what to do")
  func message() {
    let error = TokenCounter.LoadError.damagedVocabulary(.o200kBase, reason: "wrongChecksum")
    #expect(error.description.contains("o200k_base"))
    #expect(error.description.contains("install"))
  }

  @Test(
    "The tables hold the published files, byte for byte",
    arguments: [
      (TokenEncoding.o200kBase, "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"),
      (TokenEncoding.cl100kBase, "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"),
    ])
  func publishedFiles(_ encoding: TokenEncoding, _ published: String) throws {
    let counter = try TokenCounter.shared(for: encoding)
    var hash = SHA256()
    var text: [UInt8] = []
    for id in 0..<counter.vocabulary.tokenCount {
      text += Data(try #require(counter.decodeBytes([id]))).base64EncodedData()
      text += Array(" \(id)\n".utf8)
    }
    hash.update(text)
    #expect(hash.finish() == published)
  }

  private static func load(_ bytes: [UInt8]) throws {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 64)
    defer { copy.deallocate() }
    copy.copyBytes(from: bytes)
    _ = try FrozenVocabulary(UnsafeRawBufferPointer(copy))
  }
}
