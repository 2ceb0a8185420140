import Casefile
import HuntPipeline
import Locking
import Testing
import Transport

@testable import LanguageModels

@Suite("Events of the Responses API and the Messages API") struct TypedEventTests {
  private func answer(
    _ format: ProviderConfiguration.Dialect, _ events: [String], _ call: ModelCall = .question
  ) async throws
    -> (ModelAnswer, Stage)
  {
    let configuration = ProviderConfiguration(
      name: "luna", dialect: format, baseURL: "https://api.example", credential: .none,
      card: { ModelCard(name: $0, takesChatCompletions: false) })
    let stage = Stage([.events(events, done: false)], configuration)
    return (try await stage.answer(call), stage)
  }

  @Test("What only the last events say in full is read, and once")
  func wholeParts() async throws {
    let (answer, stage) = try await answer(
      .openAI,
      [
        #"{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","summary":[]}}"#,
        #"{"type":"response.output_item.done","output_index":1,"item":{"type":"message","content":[{"type":"output_text","text":"yes"}]}}"#,
        #"{"type":"response.output_item.done","output_index":2,"item":{"type":"function_call","call_id":"c","name":"plan","arguments":"{}"}}"#,
        #"{"type":"response.completed","response":{"status":"completed","output":[{"type":"reasoning"},"#
          + #"{"type":"message","content":[{"type":"output_text","text":"yes"}]},"#
          + #"{"type":"function_call","call_id":"c","name":"plan","arguments":"{}"}]}}"#,
      ])
    #expect(answer.text == "yes")
    #expect(answer.toolCalls == [.init(id: "c", name: "plan", arguments: "{}")])
    #expect(stage.texts == "yes")
    #expect(stage.arguments == "{}")
  }

  @Test("Servers that tell items apart by their ids alone are understood")
  func itemsByID() async throws {
    let (answer, stage) = try await answer(
      .openAI,
      [
        #"{"type":"response.output_item.added","item":{"type":"function_call","id":"f1","call_id":"a","name":"plan"}}"#,
        #"{"type":"response.function_call_arguments.delta","item_id":"f1","delta":"{\"x\":1}"}"#,
        #"{"type":"response.output_item.added","item":{"type":"function_call","id":"f2","call_id":"b","name":"plan"}}"#,
        #"{"type":"response.function_call_arguments.delta","item_id":"f2","delta":"{}"}"#,
        #"{"type":"response.output_item.added","item":{"type":"message","id":"m1","content":[]}}"#,
        #"{"type":"response.output_text.delta","item_id":"m1","delta":"yes"}"#,
        #"{"type":"response.output_item.done","item":{"type":"message","id":"m1","content":[{"type":"output_text","text":"yes"}]}}"#,
        #"{"type":"response.completed","response":{"status":"completed","output":["#
          + #"{"type":"function_call","id":"f1","call_id":"a","name":"plan","arguments":"{\"x\":1}"},"#
          + #"{"type":"function_call","id":"f2","call_id":"b","name":"plan","arguments":"{}"},"#
          + #"{"type":"message","id":"m1","content":[{"type":"output_text","text":"yes"}]}]}}"#,
      ])
    #expect(answer.toolCalls.map(\.arguments) == [#"{"x":1}"#, "{}"])
    #expect(answer.text == "yes")
    #expect(stage.texts == "yes")
  }

  @Test("The arguments at the end of a call are the ones that count")
  func lastArguments() async throws {
    let (answer, _) = try await answer(
      .openAI,
      [
        #"{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"c","name":"plan"}}"#,
        #"{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{\"x\": 1"}"#,
        #"{"type":"response.function_call_arguments.done","output_index":0,"arguments":"{\"x\":1}"}"#,
        #"{"type":"response.completed","response":{"status":"completed"}}"#,
      ], .plan)
    #expect(answer.toolCalls.map(\.arguments) == [#"{"x":1}"#])
  }

  @Test("A response that failed is an error of its code before anything came, and a cut after")
  func failed() async throws {
    let failed = #"{"type":"response.failed","response":{"status":"failed","error":{"code":"insufficient_quota","message":"m"}}}"#
    await #expect(throws: Problem.self) { _ = try await answer(.openAI, [failed]) }
    let (late, _) = try await answer(.openAI, [#"{"type":"response.output_text.delta","delta":"half"}"#, failed])
    #expect(late.finish == .cut)
    #expect(late.cutCause?.hasPrefix("The quota at luna is used up.") == true)
  }

  @Test(
    "Each reason of Anthropic's to stop is told for what it is",
    arguments: [
      ("end_turn", ModelAnswer.Finish.complete), ("stop_sequence", .complete), ("max_tokens", .length),
      ("model_context_window_exceeded", .length), ("refusal", .refused), ("pause_turn", .cut), ("something_new", .complete),
    ])
  func stops(reason: String, finish: ModelAnswer.Finish) async throws {
    let (answer, _) = try await answer(
      .anthropic,
      [
        #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"a"}}"#,
        #"{"type":"something_new","index":0}"#, #"{"type":"content_block_stop","index":0}"#,
        #"{"type":"message_delta","delta":{"stop_reason":"\#(reason)"},"usage":{"output_tokens":3}}"#, #"{"type":"message_stop"}"#,
      ])
    #expect(answer.finish == finish)
    #expect(answer.text == "a")
  }

  @Test("A function of Anthropic's without arguments has none, and later usage replaces earlier")
  func noArguments() async throws {
    let (answer, _) = try await answer(
      .anthropic,
      [
        #"{"type":"message_start","message":{"usage":{"input_tokens":5,"output_tokens":1,"cache_read_input_tokens":100}}}"#,
        #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"plan","input":{}}}"#,
        #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":""}}"#,
        #"{"type":"content_block_stop","index":0}"#,
        #"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":8,"input_tokens":6}}"#,
        #"{"type":"message_stop"}"#,
      ], .plan)
    #expect(answer.toolCalls == [.init(id: "t", name: "plan", arguments: "{}")])
    #expect(answer.usage == Usage(input: 106, cached: 100, output: 8))
  }

  @Test("Whole answers of servers that do not stream are read in every format")
  func wholeAnswers() async throws {
    let bodies: [(ProviderConfiguration.Dialect, String)] = [
      (
        .openAI,
        #"{"status":"completed","model":"m","output":[{"type":"message","content":[{"type":"output_text","text":"yes"}]}],"#
          + #""usage":{"input_tokens":3,"output_tokens":1}}"#
      ),
      (
        .anthropic,
        #"{"type":"message","model":"m","content":[{"type":"text","text":"yes"}],"stop_reason":"end_turn","#
          + #""usage":{"input_tokens":3,"output_tokens":1}}"#
      ),
    ]
    for (dialect, body) in bodies {
      let configuration = ProviderConfiguration(
        name: "luna", dialect: dialect, baseURL: "https://api.example", credential: .none,
        card: { ModelCard(name: $0, takesChatCompletions: false) })
      let stage = Stage([.json(200, body)], configuration)
      #expect(try await stage.answer() == ModelAnswer(text: "yes", finish: .complete, usage: Usage(input: 3, output: 1), servedBy: "m"))
      #expect(stage.texts == "yes")
    }
  }
}
