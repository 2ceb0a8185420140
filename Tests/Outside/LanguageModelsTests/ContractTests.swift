import Casefile
import HuntPipeline
import Locking
import Testing
import Transport

@testable import LanguageModels

/// What every provider keeps, whatever it speaks.
@Suite("The contract of every provider") struct ContractTests {
  private static let usage = Usage(input: 40, cached: 32, written: 4, output: 9, reasoning: 4)

  @Test("Text comes as it is said, with the usage and the model that served", arguments: ContractProvider.all)
  func text(provider: ContractProvider) async throws {
    let stage = provider.stage(Dialogue(parts: [.think("hm"), .say(["Al", "ice ü", " 😀"])]))
    let answer = try await stage.answer()
    #expect(answer == ModelAnswer(text: "Alice ü 😀", finish: .complete, usage: ContractTests.usage, servedBy: "m-1-served"))
    #expect(stage.texts == answer.text)
    #expect(stage.thoughts == "hm")
  }

  @Test("A call goes to the right address, signed, streamed, with the limit and the system's words", arguments: ContractProvider.all)
  func request(provider: ContractProvider) async throws {
    let stage = provider.stage(Dialogue(parts: [.say(["x"])]))
    _ = try await stage.answer()
    let request = try #require(stage.server.requests.withLock { $0.first })
    #expect(request.url == provider.address)
    let key = provider.keyHeader == "authorization" ? "Bearer \(ContractProvider.secret)" : ContractProvider.secret
    #expect(request.headers[provider.keyHeader] == key)
    #expect(request.headers["anthropic-version"] == (provider.format == .messages ? "2023-06-01" : nil))
    let body = try #require(stage.server.bodies.first)
    #expect(body["stream"] == true)
    #expect(body["model"]?.string == (provider.isAzure ? "hunt" : "m-1"))
    let limit = body["max_completion_tokens"] ?? body["max_tokens"] ?? body["max_output_tokens"]
    #expect(limit == 900)
    let system = body["system"] ?? body["instructions"] ?? body["messages"]?[0]?["content"]
    #expect(system == "Be short.")
    #expect(provider.format != .responses || body["store"] == false)
  }

  @Test("A schema is asked for and its answer streamed as text", arguments: ContractProvider.all)
  func schema(provider: ContractProvider) async throws {
    let stage = provider.stage(Dialogue(parts: [.say([#"{"a":"#, #""ü"}"#])]))
    let answer = try await stage.answer(.analysis)
    #expect(answer.text == #"{"a":"ü"}"#)
    #expect(answer.toolCalls.isEmpty)
    #expect(stage.texts == answer.text)
    let body = try #require(stage.server.bodies.first)
    let format = body["response_format"]?["json_schema"] ?? body["text"]?["format"] ?? body["output_config"]?["format"]
    #expect(format?["schema"]?["properties"]?["a"]?["type"] == "string")
    #expect(body["tools"] == nil)
  }

  @Test("A forced function streams its arguments and is the only call", arguments: ContractProvider.all)
  func function(provider: ContractProvider) async throws {
    let stage = provider.stage(
      Dialogue(parts: [.think("hm"), .call(id: "call_9", name: "plan", arguments: [#"{"maxLength""#, #":"a"}"#])]))
    let answer = try await stage.answer(.plan)
    #expect(answer.toolCalls == [.init(id: "call_9", name: "plan", arguments: #"{"maxLength":"a"}"#)])
    #expect(answer.text.isEmpty)
    #expect(answer.finish == .complete)
    #expect(stage.arguments == #"{"maxLength":"a"}"#)
    let body = try #require(stage.server.bodies.first)
    let function = body["tools"]?[0]?["function"] ?? body["tools"]?[0]
    #expect(function?["name"] == "plan")
    #expect(function?["strict"] == true)
    #expect((body["tool_choice"]?["function"]?["name"] ?? body["tool_choice"]?["name"]) == "plan")
    #expect((body["parallel_tool_calls"] ?? body["tool_choice"]?["disable_parallel_tool_use"]) == .bool(provider.format == .messages))
  }

  @Test("A refusal keeps its words", arguments: ContractProvider.all)
  func refusal(provider: ContractProvider) async throws {
    let answer = try await provider.stage(Dialogue(parts: [.refuse(["I can", "not."])])).answer()
    #expect(answer.refusal == "I cannot.")
    #expect(answer.finish == .refused)
  }

  @Test("The output limit is told as length, a filter as filtered", arguments: ContractProvider.all)
  func endings(provider: ContractProvider) async throws {
    let length = try await provider.stage(Dialogue(parts: [.say(["half"])], ending: .length)).answer()
    #expect(length.finish == .length)
    #expect(length.text == "half")
    guard provider.format != .messages else { return }
    let filtered = try await provider.stage(Dialogue(parts: [.say(["half"])], ending: .filtered, usage: nil)).answer()
    #expect(filtered.finish == .filtered)
  }

  @Test("A stream that breaks, or ends without its end, is an answer that was cut, with what came", arguments: ContractProvider.all)
  func cut(provider: ContractProvider) async throws {
    let dialogue = Dialogue(parts: [.say(["half of", " it"])], ending: .cut)
    let quiet = try await provider.stage(dialogue).answer()
    #expect(quiet.finish == .cut)
    #expect(quiet.text == "half of it")
    let loud = try await provider.stage([provider.answer(dialogue, failure: HTTPFailure(.cut, host: "h"))]).answer()
    #expect(loud.finish == .cut)
    #expect(loud.text == "half of it")
    #expect(loud.cutCause?.isEmpty == false)
    let call = Dialogue(parts: [.call(id: "c", name: "plan", arguments: [#"{"maxL"#])], ending: .cut)
    let plan = try await provider.stage(call).answer(.plan)
    #expect(plan.finish == .cut)
    #expect(plan.toolCalls.map(\.arguments) == [#"{"maxL"#])
  }

  @Test("An error in the stream cuts an answer that has begun, and is tried again before", arguments: ContractProvider.all)
  func errorInStream(provider: ContractProvider) async throws {
    let late = try await provider.stage(Dialogue(parts: [.say(["half"])], ending: .overloaded)).answer()
    #expect(late.finish == .cut)
    #expect(late.text == "half")
    #expect(late.cutCause?.hasPrefix("luna has trouble of its own. too busy") == true)
    let stage = provider.stage([
      provider.answer(Dialogue(parts: [], ending: .overloaded)), provider.answer(Dialogue(parts: [.say(["whole"])])),
    ])
    #expect(try await stage.answer().text == "whole")
    #expect(stage.waits.withLock { $0 }.count == 1)
  }

  @Test("Cut at any byte, and into single bytes, it is the same answer", arguments: ContractProvider.all)
  func everyByte(provider: ContractProvider) async throws {
    let dialogues: [(Dialogue, ModelCall)] = [
      (Dialogue(parts: [.think("hm ü"), .say(["Al", "ice 😀"])]), .question),
      (Dialogue(parts: [.call(id: "c", name: "plan", arguments: [#"{"maxLength""#, ":\"ü\"}"])]), .plan),
    ]
    for (dialogue, call) in dialogues {
      let bytes = provider.preface + dialogue.bytes(provider.format, lineEnd: "\r\n")
      let whole = provider.stage([.init(chunks: [bytes])])
      let answer = try await whole.answer(call)
      #expect(answer.finish == .complete)
      for chunks in [bytes.map { [$0] }] + (1..<bytes.count).map({ [Array(bytes[..<$0]), Array(bytes[$0...])] }) {
        let stage = provider.stage([.init(chunks: chunks)])
        let same = try await stage.answer(call)
        guard same == answer, stage.texts == whole.texts, stage.arguments == whole.arguments, stage.thoughts == whole.thoughts else {
          Issue.record("cut into \(chunks.map(\.count)) the answer is \(same)")
          return
        }
      }
    }
  }

  @Test("A key that is echoed is masked in texts, thoughts, arguments and errors", arguments: ContractProvider.all)
  func secret(provider: ContractProvider) async throws {
    let secret = ContractProvider.secret
    let stage = provider.stage(
      Dialogue(parts: [
        .think("key \(secret)"), .say(["your key sk-s", "3cret is sk-good"]),
        .call(id: "c", name: "plan", arguments: [#"{"k":"sk-"#, #"s3cret"}"#]),
      ]))
    let answer = try await stage.answer()
    #expect(answer.text == "your key \(Secrets.mask) is sk-good")
    #expect(answer.toolCalls.map(\.arguments) == [#"{"k":"\#(Secrets.mask)"}"#])
    let shown = stage.deltas.withLock { $0 }.map { "\($0)" }.joined()
    #expect(stage.texts == answer.text)
    #expect(stage.arguments == answer.toolCalls.first?.arguments)
    #expect(stage.thoughts == "key \(Secrets.mask)")
    #expect(!shown.contains("s3cret"))
  }

  @Test("Wrong key, quota, slow down, too long, filter and overload are told apart, each with its remedy", arguments: ContractProvider.all)
  func troubles(provider: ContractProvider) async throws {
    let summaries: [ContractProvider.Trouble: String] = [
      .wrongKey: "luna does not accept the key.", .quotaGone: "The quota at luna is used up.", .slowDown: "luna asks to slow down.",
      .tooLong: "The request is too long for m-1.", .filtered: "The content filter of luna blocked the request.",
      .overloaded: "luna has trouble of its own.",
    ]
    for trouble in ContractProvider.Trouble.allCases {
      guard let refusal = provider.refusal(trouble) else { continue }
      let stage = provider.stage([refusal, refusal, refusal])
      let problem = try #require(try await stage.problem(.analysis))
      #expect(problem.summary == summaries[trouble])
      #expect(problem.remedy?.isEmpty == false)
      #expect(!problem.description.contains("s3cret"))
      let isPassing = trouble == .slowDown || trouble == .overloaded
      #expect(stage.server.bodies.count == (isPassing ? 3 : 1), "\(trouble)")
      #expect(stage.waits.withLock { $0 } == (trouble == .slowDown ? [2, 2] : isPassing ? [0.5, 1] : []), "\(trouble)")
      #expect(trouble != .slowDown || problem.retry == .after(seconds: 2))
    }
  }

  /// All formats share the way here, so one of them walks it in full.
  @Test(
    "A hundred thousand events of one token arrive complete and in order",
    arguments: [(WireFormat.chatCompletions, 100_000), (.responses, 10_000), (.messages, 10_000)])
  func manyEvents(format: WireFormat, count: Int) async throws {
    let provider = try #require(ContractProvider.all.first { $0.format == format })
    // The event of one piece, written down ten times as often as there are pieces that differ.
    let events = Dialogue(parts: [.say(["PIECE"])]).events(format)
    let place = try #require(events.firstIndex { $0.data.contains("PIECE") })
    let frames = events.map { ($0.kind.map { "event: \($0)\n" } ?? "") + "data: \($0.data)\n\n" }
    let variants = (0..<10).map { Array(frames[place].replacing("PIECE", with: " t\($0)").utf8) }
    var bytes = Array(frames[..<place].joined().utf8)
    for number in 0..<count { bytes += variants[number % 10] }
    bytes += Array(frames[(place + 1)...].joined().utf8)
    let chunks = stride(from: 0, to: bytes.count, by: 16_384).map { Array(bytes[$0..<min($0 + 16_384, bytes.count)]) }
    let text = String(repeating: (0..<10).map { " t\($0)" }.joined(), count: count / 10)
    let length = Locked(0)
    let answer = try await provider.stage([.init(chunks: chunks)]).model.answer(.question) { delta in
      if case .text(let piece) = delta { length.withLock { $0 += piece.utf8.count } }
    }
    #expect(answer.text == text)
    #expect(length.withLock { $0 } == answer.text.utf8.count)
  }
}
