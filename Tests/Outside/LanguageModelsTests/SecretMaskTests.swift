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
}
