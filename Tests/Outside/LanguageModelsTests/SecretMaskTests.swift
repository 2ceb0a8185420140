import Casefile
import HuntPipeline
import Locking
import Testing
import Transport

@testable import LanguageModels

@Suite("A key that a server echoes") struct SecretMaskTests {
  private let secret = "sk-s3cret"

  @Test("It is masked in an answer, however it is cut into pieces")
  func pieces() async throws {
    for cut in 1..<8 {
      let (head, tail) = (secret.prefix(cut), secret.dropFirst(cut))
      let stage = Stage([
        .events([
          #"{"choices":[{"index":0,"delta":{"content":"your key \#(head)"}}]}"#,
          #"{"choices":[{"index":0,"delta":{"content":"\#(tail) is sk-good sk-"},"finish_reason":"stop"}]}"#,
        ])
      ])
      let answer = try await stage.answer()
      #expect(answer.text == "your key \(Secrets.mask) is sk-good sk-")
      #expect(stage.texts == answer.text)
    }
  }

  @Test("It is masked in an error's words", arguments: [401, 400, 500, 200])
  func errors(status: Int) async throws {
    let body = #"{"error":{"message":"Incorrect API key provided: sk-s3cret.","type":"x","code":"invalid_api_key"}}"#
    let stage = Stage(Array(repeating: ScriptedServer.Answer.json(status, body), count: 8))
    let problem = try #require(try await stage.problem())
    #expect(!problem.description.contains(secret))
    let retries = stage.deltas.withLock { $0 }.map { "\($0)" }.joined()
    #expect(!retries.contains(secret))
  }

  /// `sk-s3cret` as JSON may write it within one string, and within a string that holds JSON.
  private static let escaped = [#"sk\u002Ds3cret"#, #"\u0073\u006b\u002d\u0073\u0033\u0063\u0072\u0065\u0074"#]

  @Test("It is masked in an error's words that write it in escapes, also where they are cut short", arguments: escaped, [0, 290])
  func escapedErrors(key: String, before: Int) async throws {
    let words = String(repeating: "x", count: before) + key
    let body = #"{"error":{"message":"\#(words).","type":"x","code":"invalid_api_key"}}"#
    for status in [401, 200] {
      let stage = Stage(Array(repeating: ScriptedServer.Answer.json(status, body), count: 8))
      let problem = try #require(try await stage.problem())
      #expect(!problem.description.contains("s3cret") && !problem.description.contains("sk-"), "\(problem)")
    }
  }

  @Test("It is masked in an answer whose text is JSON with escapes of its own, however it is cut into pieces", arguments: escaped)
  func escapedAgain(key: String) async throws {
    let inner = #"{"answer":"\#(key) is it","findings":[]}"#
    for cut in 10..<inner.count {
      let pieces = [String(inner.prefix(cut)), String(inner.dropFirst(cut))].map { JSONValue.string($0).text }
      for field in ["content", "arguments"] {
        let deltas = pieces.map { piece in
          field == "content"
            ? #"{"content":\#(piece)}"# : #"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":\#(piece)}}]}"#
        }
        let stage = Stage([.events(deltas.map { #"{"choices":[{"index":0,"delta":\#($0)}]}"# })])
        let answer = try await stage.answer()
        let said = field == "content" ? answer.text : answer.toolCalls.first?.arguments ?? ""
        let decoded = try JSONValue(parsing: said)
        #expect(decoded["answer"]?.string == "\(Secrets.mask) is it", "\(cut) \(said)")
        #expect((field == "content" ? stage.texts : stage.arguments) == said)
      }
    }
  }

  @Test("It is masked in what a list of models is refused with")
  func models() async throws {
    let body = #"{"error":{"message":"Incorrect API key provided: sk\u002Ds3cret."}}"#
    let stage = Stage([.json(401, body)])
    let problem = await #expect(throws: Problem.self) { try await stage.model.servedModels() }
    #expect(problem?.description.contains(Secrets.mask) == true && problem?.description.contains("s3cret") == false)
  }
}
