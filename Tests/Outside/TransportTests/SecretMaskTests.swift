import Casefile
import Foundation
import Testing

@testable import Transport

@Suite("Secrets that an answer repeats") struct SecretMaskTests {
  private static let secret = "p~w+d/=&x\"é"
  private static let token = "eyJ0eXAi.eyJz_WIi.c2ln-mF0dXJl"

  /// The text as JSON that spells every character out.
  private static func spelled(_ text: String, each mark: String = "\\u") -> String {
    text.utf16.map { mark + String(repeating: "0", count: 4 - String($0, radix: 16).count) + String($0, radix: 16) }.joined()
  }

  private static func escaped(_ text: String) -> String { text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }

  @Test("A secret is hidden however the body that repeats it is cut, and everything else comes as it was", arguments: [0, 1, 2])
  func everyCut(depth: Int) async throws {
    let token = SecretMaskTests.token
    var written = SecretMaskTests.spelled(token)
    for _ in 0..<max(0, depth - 1) { written = SecretMaskTests.escaped(written) }
    if depth == 0 { written = token }
    let rest = #"C:\\users\\update \u00e9 \u12 \\\" eyJ0eX \"#
    let body = Array(#"{"a":"eyJ0eXAi.","error":"Bearer \#(written)\#(written)\#(rest)"#.utf8)
    let hidden = String(decoding: body, as: UTF8.self).replacing(written, with: Secrets.mask)
    for first in 0...body.count {
      let chunks = [Array(body[..<first]), Array(body[first...].prefix(3)), Array(body[first...].dropFirst(3))].filter { !$0.isEmpty }
      let answer = HTTPResponse(
        head: HTTPResponseHead(status: 500, headers: ["request-id": "<\(token)>"]), body: HTTPBody(chunks: chunks), url: "https://x")
      let masked = SecretMask([token]).masked(answer)
      let text = try await String(decoding: masked.body.collect(), as: UTF8.self)
      #expect(text == hidden, "\(first)")
      #expect(masked.head.headers["request-id"] == "<\(Secrets.mask)>")
    }
  }

  @Test("A secret is hidden of which each byte is percent-encoded", arguments: [true, false])
  func everyByte(isUpper: Bool) {
    let hex = Self.token.utf8.map { "%" + String($0, radix: 16) }.joined()
    let text = "bad token \(isUpper ? hex.uppercased() : hex)."
    #expect(SecretMask([Self.token]).masked(text) == "bad token \(Secrets.mask).")
  }

  @Test("A character that JSON writes as a pair is one, wherever the body is cut, and half a pair stays what it is", arguments: [1, 2, 3])
  func pairs(depth: Int) {
    let secret = "s3cr\u{1F600}t\u{10FFFF}"
    for mark in ["\\u", "\\u005cu"].prefix(depth == 2 ? 2 : 1) {
      var written = SecretMaskTests.spelled(secret, each: mark)
      for _ in 1..<depth { written = SecretMaskTests.escaped(written) }
      let body = Array(#"<\ud83d\n\ud83d\ud83d \ude00 \#(written)\ud83d"#.utf8)
      let hidden = String(decoding: body, as: UTF8.self).replacing(written, with: Secrets.mask)
      for first in 0...body.count {
        var mask = SecretMask([secret])
        let out = mask.pass(Array(body[..<first])) + mask.pass(Array(body[first...])) + mask.rest()
        #expect(String(decoding: out, as: UTF8.self) == hidden, "\(first)")
      }
    }
  }

  @Test("A body byte by byte hides what is spelled out in it")
  func byteByByte() {
    var mask = SecretMask([SecretMaskTests.token])
    let written = SecretMaskTests.escaped(SecretMaskTests.escaped(SecretMaskTests.spelled(SecretMaskTests.token)))
    let out = Array("<\(written)>".utf8).flatMap { mask.pass([$0]) } + mask.rest()
    #expect(String(decoding: out, as: UTF8.self) == "<\(Secrets.mask)>")
  }

  @Test("Percent-encoded and JSON-escaped repetitions are hidden, too, and those of JSON in a string of JSON")
  func spellings() {
    let secret = SecretMaskTests.secret
    let mask = SecretMask([secret])
    for spelling in [
      secret, "p~w+d/=&x\\\"é", "p~w+d\\/=&x\\\"é", "p~w%2Bd%2F%3D%26x%22%C3%A9", "p~w%2bd%2f%3d%26x%22%c3%a9",
      #"p~w\u002Bd/=\u0026x\u0022\u00e9"#, #"p~w\\u002Bd\\/=\\u0026x\\\"é"#, #"p~w\u005cu002bd/=&x\\\"é"#,
      SecretMaskTests.spelled(secret), SecretMaskTests.escaped(SecretMaskTests.spelled(secret)),
    ] {
      #expect(mask.masked("<" + spelling + ">") == "<" + Secrets.mask + ">", "\(spelling)")
    }
    for spelling in [#"a\\b\\c/d"#, #"a\b\c/d"#, #"a\u005cb\\c/d"#, #"a\\\\b\\\\c\\/d"#] {
      #expect(SecretMask([#"a\b\c/d"#]).masked(spelling) == Secrets.mask, "\(spelling)")
    }
    for other in ["p~w d/=&x", #"p~w\u002Bd/=&x\""#, #"\\u00"#, "\\", #"\u"#, ""] { #expect(mask.masked(other) == other) }
  }

  @Test("The Base64 of a secret is hidden, whatever was packed before it, and a secret in the letters of the other alphabet")
  func packed() {
    let secret = "Zm9+YmFy/2lz+2E="
    let mask = SecretMask([secret])
    #expect(mask.masked("<Zm9-YmFy_2lz-2E=>") == "<\(Secrets.mask)>")
    for before in ["", ":", "me", "me:", "somebody:"] {
      let text = Data((before + secret + ":x").utf8).base64EncodedString()
      let hidden = mask.masked(text)
      #expect(hidden.contains(Secrets.mask) && hidden.count < before.count * 8 / 6 + Secrets.mask.count + 10, "\(hidden)")
    }
  }

  @Test("What is too short to tell is left alone")
  func short() { #expect(SecretMask(["abc", ""]).masked("abcabc") == "abcabc") }

  @Test("Of several secrets each is found, also where they share a beginning", arguments: 0..<200)
  func several(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let letters = Array("ab\\u0061".utf8)
    func text(_ length: Int) -> String {
      String(decoding: (0..<length).map { _ in letters.randomElement(using: &generator)! }, as: UTF8.self)
    }
    let secrets = (0..<3).map { _ in text(Int.random(in: 6...9, using: &generator)) }
    let body = text(30) + secrets[0] + text(5) + secrets[1] + secrets[2] + text(20)
    let mask = SecretMask(secrets)
    let whole = mask.masked(body)
    for secret in secrets { #expect(!whole.contains(secret)) }
    var stream = mask
    let cut = Int.random(in: 0...body.utf8.count, using: &generator)
    let bytes = Array(body.utf8)
    let pieces = stream.pass(Array(bytes[..<cut])) + stream.pass(Array(bytes[cut...])) + stream.rest()
    for secret in secrets { #expect(!String(decoding: pieces, as: UTF8.self).contains(secret)) }
  }
}
