import Foundation
import Testing

@testable import Tokens

/// Measures against a folder of vectors that is not part of this project.
@Suite("Measured vectors")
struct MeasuredVectorsTests {
  static let file = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"].map { $0 + "/data/tokens/vectors-dev.jsonl" }
  static let isPresent = file.map { FileManager.default.fileExists(atPath: $0) } ?? false

  struct Vector: Decodable {
    let id: String
    let encoding: TokenEncoding
    let text: String?
    let gen: [Repetition]?
    let count: Int
    let tokens: [Int]?
    let tokensHash: String?

    enum CodingKeys: String, CodingKey {
      case id, encoding, text, gen, count, tokens
      case tokensHash = "tokens_sha256"
    }

    var input: String {
      text ?? (gen ?? []).map { String(repeating: $0.unit, count: $0.count) }.joined()
    }
  }

  struct Repetition: Decodable {
    let unit: String
    let count: Int

    init(from decoder: any Decoder) throws {
      var parts = try decoder.unkeyedContainer()
      unit = try parts.decode(String.self)
      count = try parts.decode(Int.self)
    }
  }

  @Test("Every vector is exact", .enabled(if: isPresent, "LOGSPOTLIGHT_SHARED names no folder with data/tokens/vectors-dev.jsonl"))
  func everyVector() throws {
    let lines = try String(contentsOfFile: try #require(Self.file), encoding: .utf8).split(separator: "\n")
    #expect(!lines.isEmpty)
    for line in lines {
      let vector = try JSONDecoder().decode(Vector.self, from: Data(Self.withoutLoneSurrogates(line).utf8))
      let counter = try TokenCounter.shared(for: vector.encoding)
      let ids = counter.encode(vector.input)
      #expect(counter.count(vector.input) == vector.count, "\(vector.id)")
      if let expected = vector.tokens { #expect(ids == expected, "\(vector.id)") }
      if let expected = vector.tokensHash { #expect(Self.hash(ids) == expected, "\(vector.id)") }
    }
  }

  /// A vector's JSON may name half of a surrogate pair; it stands for U+FFFD.
  private static func withoutLoneSurrogates(_ line: Substring) -> String {
    let escape = #/\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}/#
    return String(line).replacing(escape) { $0.output.count == 6 ? "\\ufffd" : String($0.output) }
  }

  private static func hash(_ ids: [Int]) -> String {
    var hash = SHA256()
    hash.update(ids.flatMap { id in (0..<4).map { UInt8(truncatingIfNeeded: id >> (8 * $0)) } })
    return hash.finish()
  }
}
