import Casefile
import HuntPipeline
import Locking
import Testing
import Transport

@testable import LanguageModels

private func chunk(_ delta: String, finish: String? = nil, more: String = "") -> String {
  let reason = finish.map { "\"\($0)\"" } ?? "null"
  return #"{"id":"c","model":"m-1-served","choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(reason)\#(more)}],"usage":null}"#
}

private let usageOnly =
  #"{"choices":[],"usage":{"prompt_tokens":40,"completion_tokens":9,"prompt_tokens_details":{"cached_tokens":32},"#
  + #""completion_tokens_details":{"reasoning_tokens":4}}}"#

@Suite("Streamed answers")
struct ChatStreamTests {
  private func run(
    _ lines: [String], done: Bool = true, failure: HTTPFailure? = nil, _ call: ModelCall = .question
  ) async throws
    -> (ModelAnswer, Stage)
  {
    let stage = Stage([.events(lines, done: done, failure: failure)])
    return (try await stage.answer(call), stage)
  }

  @Test("Text, usage of its own chunk, and the name of the model that served")
  func plainText() async throws {
    let (answer, stage) = try await run([
      chunk(#"{"role":"assistant","content":""}"#), chunk(#"{"content":"Al"}"#), chunk(#"{"content":"ice ü"}"#),
      chunk("{}", finish: "stop"),
      usageOnly,
    ])
    #expect(
      answer
        == ModelAnswer(
          text: "Alice ü", finish: .complete, usage: Usage(input: 40, cached: 32, output: 9, reasoning: 4), servedBy: "m-1-served"))
    #expect(stage.deltas.withLock { $0 } == [.text("Al"), .text("ice ü")])
  }

  @Test("A call's number may be anything; the answer is read all the same")
  func absurdIndex() async throws {
    let (answer, _) = try await run([
      chunk(#"{"tool_calls":[{"index":9223372036854775807,"id":"a","function":{"name":"f","arguments":"{"}}]}"#),
      chunk(#"{"tool_calls":[{"id":"b","function":{"name":"g","arguments":"{}"}}]}"#),
      chunk(#"{"tool_calls":[{"index":-3,"id":"c","function":{"name":"h","arguments":"{}"}}]}"#), chunk("{}", finish: "stop"),
    ])
    #expect(answer.toolCalls.contains { $0.name == "g" })
  }

  @Test("Cut into single bytes, or at any one byte, the stream means the same")
  func cutAnywhere() async throws {
    let lines = [
      chunk(#"{"content":"<think>hm, ü</think>\n\nAl"}"#), chunk(#"{"content":"ice 😀"}"#), chunk("{}", finish: "stop"), usageOnly,
    ]
    let bytes = Array((lines.map { "data: \($0)\r\n\r\n" }.joined() + "data: [DONE]\n\n").utf8)
    let whole = try await Stage([.init(chunks: [bytes])]).answer()
    #expect(whole.text == "Alice 😀")
    #expect(try await Stage([.init(chunks: bytes.map { [$0] })]).answer() == whole)
    for cut in stride(from: 1, to: bytes.count, by: 7) {
      #expect(try await Stage([.init(chunks: [Array(bytes[..<cut]), Array(bytes[cut...])])]).answer() == whole)
    }
  }

  @Test("Tool calls are put together by index, also when their pieces interleave")
  func toolCalls() async throws {
    let (answer, stage) = try await run(
      [
        chunk(#"{"content":null,"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"plan","arguments":""}}]}"#),
        chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\""}}]}"#),
        chunk(#"{"tool_calls":[{"index":1,"id":"b","function":{"name":"plan","arguments":"{}"}}]}"#),
        chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}"#), chunk("{}", finish: "tool_calls"),
      ], .plan)
    #expect(
      answer.toolCalls == [
        .init(id: "a", name: "plan", arguments: #"{"x":1}"#), .init(id: "b", name: "plan", arguments: "{}"),
      ])
    #expect(answer.finish == .complete)
    #expect(
      stage.deltas.withLock { $0 } == [
        .toolArguments(index: 0, #"{"x""#), .toolArguments(index: 1, "{}"), .toolArguments(index: 0, ":1}"),
      ])
  }

  @Test("Servers that leave out index or id, or send arguments as an object, are understood")
  func looseToolCalls() async throws {
    let (answer, _) = try await run(
      [
        chunk(#"{"tool_calls":[{"id":"a","function":{"name":"plan","arguments":{"x":1}}}]}"#),
        chunk(#"{"tool_calls":[{"id":"b","function":{"name":"plan","arguments":"{\"y\":"}}]}"#),
        chunk(#"{"tool_calls":[{"function":{"arguments":"2}"}}]}"#, finish: "stop"),
      ], .plan)
    #expect(answer.toolCalls.map(\.arguments) == [#"{"x":1}"#, #"{"y":2}"#])
    let (legacy, _) = try await run([chunk(#"{"function_call":{"name":"plan","arguments":"{}"}}"#, finish: "function_call")], .plan)
    #expect(legacy.toolCalls == [.init(id: "call_0", name: "plan", arguments: "{}")])
  }

  @Test("Reasoning is kept apart, whatever field or mark it comes in")
  func reasoning() async throws {
    let (answer, stage) = try await run([
      chunk(#"{"reasoning_content":"r1"}"#), chunk(#"{"reasoning":"r2"}"#), chunk(#"{"content":" <thi"}"#),
      chunk(#"{"content":"nk>r3</th"}"#),
      chunk(#"{"content":"ink>\nyes"}"#, finish: "stop"),
    ])
    #expect(answer.text == "yes")
    let thoughts = stage.deltas.withLock { $0 }.map { if case .reasoning(let text) = $0 { text } else { "" } }.joined()
    #expect(thoughts == "r1r2r3")
    let (plain, _) = try await run([chunk(#"{"content":"<th"}"#), chunk(#"{"content":"is> </think>"}"#, finish: "stop")])
    #expect(plain.text == "<this> </think>")
    let (open, _) = try await run([chunk(#"{"content":"<"}"#, finish: "stop")])
    #expect(open.text == "<")
  }

  @Test("A refusal is told as one")
  func refusal() async throws {
    let (answer, _) = try await run([chunk(#"{"refusal":"I can"}"#), chunk(#"{"refusal":"not."}"#), chunk("{}", finish: "stop")])
    #expect(answer.refusal == "I cannot.")
    #expect(answer.finish == .refused)
  }

  @Test("Length, filters, missing ends and annotations give the right finish")
  func finishes() async throws {
    #expect(try await run([chunk(#"{"content":"a"}"#, finish: "length")]).0.finish == .length)
    #expect(try await run([chunk(#"{"content":"a"}"#, finish: "content_filter")]).0.finish == .filtered)
    #expect(try await run([chunk(#"{"content":"a"}"#, finish: "stop")], done: false).0.finish == .complete)
    #expect(try await run([chunk(#"{"content":"a"}"#)], done: false).0.finish == .cut)
    #expect(try await run([chunk(#"{"content":"a"}"#)]).0.finish == .complete)
    let annotation = #"{"choices":[{"index":0,"content_filter_results":{"custom_blocklists":[{"filtered":true,"id":"x"}]}}]}"#
    let first = #"{"choices":[],"id":"","model":"","prompt_filter_results":[{"prompt_index":0}]}"#
    #expect(try await run([first, chunk(#"{"content":"a"}"#), annotation, chunk("{}", finish: "stop")]).0.finish == .filtered)
    #expect(try await run(["ping", chunk(#"{"content":"a"}"#, finish: "stop"), "null"]).0.text == "a")
  }

  @Test("What came before a break is an answer that was cut")
  func cutStream() async throws {
    let (answer, _) = try await run([chunk(#"{"content":"half"}"#)], done: false, failure: HTTPFailure(.cut, host: "h"))
    #expect(answer.text == "half")
    #expect(answer.finish == .cut)
    let (errored, _) = try await run([chunk(#"{"content":"half"}"#), #"{"error":{"message":"x","type":"server_error"}}"#])
    #expect(errored.finish == .cut)
    let (calls, _) = try await run(
      [chunk(#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"plan","arguments":"{\"x"}}]}"#)], done: false, .plan)
    #expect(calls.finish == .cut)
    #expect(calls.toolCalls.first?.arguments == #"{"x"#)
  }

  @Test("A server that does not stream is read all the same")
  func wholeAnswer() async throws {
    let body =
      #"{"model":"m","choices":[{"message":{"content":[{"type":"text","text":"yes"}]},"finish_reason":"stop"}],"#
      + #""usage":{"prompt_tokens":3,"completion_tokens":1}}"#
    let stage = Stage([.json(200, body)])
    let answer = try await stage.answer()
    #expect(answer == ModelAnswer(text: "yes", finish: .complete, usage: Usage(input: 3, output: 1), servedBy: "m"))
    #expect(stage.texts == "yes")
  }
}
