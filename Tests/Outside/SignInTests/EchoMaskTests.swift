import Foundation
import Testing
import Transport

@testable import SignIn

@Suite("Secrets that an answer repeats") struct EchoMaskTests {
  private let secret = "p~w+d/=&x\"é"

  @Test("A secret is hidden however the body that repeats it is cut, and everything else comes as it was")
  func everyCut() async throws {
    let token = "eyJ0eXAi.eyJzdWIi.c2lnbmF0dXJl"
    let body = Array(#"{"a":"eyJ0eXAi.","error":"Bearer \#(token)\#(token) eyJ0eX"}"#.utf8)
    let hidden = String(decoding: body, as: UTF8.self).replacing(token, with: String(repeating: "*", count: token.count))
    for first in 0...body.count {
      let chunks = [Array(body[..<first]), Array(body[first...].prefix(3)), Array(body[first...].dropFirst(3))].filter { !$0.isEmpty }
      let answer = HTTPResponse(
        head: HTTPResponseHead(status: 500, headers: ["request-id": "<\(token)>"]), body: HTTPBody(chunks: chunks), url: "https://x")
      let masked = EchoMask.masked(answer, hiding: [token])
      #expect(try await String(decoding: masked.body.collect(), as: UTF8.self) == hidden, "\(first)")
      #expect(masked.head.headers["request-id"] == "<\(String(repeating: "*", count: token.count))>")
    }
  }

  @Test("Percent-encoded and JSON-escaped repetitions are hidden, too")
  func spellings() {
    let mask = EchoMask([secret])
    for spelling in ["p~w+d/=&x\"é", "p~w+d/=&x\\\"é", "p~w+d\\/=&x\\\"é", "p~w%2Bd%2F%3D%26x%22%C3%A9", "p~w%2bd%2f%3d%26x%22%c3%a9"] {
      #expect(mask.masked("<" + spelling + ">") == "<" + String(repeating: "*", count: spelling.utf8.count) + ">")
    }
    #expect(mask.masked("p~w d/=&x") == "p~w d/=&x")
  }

  @Test("What is too short to tell is left alone")
  func short() { #expect(EchoMask(["abc", ""]).masked("abcabc") == "abcabc") }
}
