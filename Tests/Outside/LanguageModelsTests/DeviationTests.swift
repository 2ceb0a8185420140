import Casefile
import HuntPipeline
import Locking
import Testing
import Transport

@testable import LanguageModels

/// What servers that copy OpenAI do otherwise, by name; shapes as they were recorded, values our own.
@Suite("Servers that deviate") struct DeviationTests {
  private func stage(_ text: String..., call: Bool = false) -> Stage {
    Stage(
      text.map { ScriptedServer.Answer(chunks: [Array($0.utf8)]) }, dialect: .compatible, baseURL: "http://127.0.0.1:9", credential: .none)
  }

  private func data(_ lines: String...) -> String { lines.map { "data: \($0)\n\n" }.joined() }
  private let done = "[DONE]"

  @Test("Ollama: a call whole in one chunk, reasoning under its own name, an error as a bare text in the stream")
  func ollama() async throws {
    let whole = try await stage(
      data(
        #"{"choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"hm"},"finish_reason":null}]}"#,
        #"{"choices":[{"index":0,"delta":{"content":"","tool_calls":[{"id":"call_k2","index":0,"type":"function","#
          + #""function":{"name":"plan","arguments":"{\"x\":1}"}}]},"finish_reason":null}]}"#,
        #"{"choices":[{"index":0,"delta":{"content":""},"finish_reason":"tool_calls"}]}"#, done)
    ).answer(.plan)
    #expect(whole.toolCalls == [.init(id: "call_k2", name: "plan", arguments: #"{"x":1}"#)])
    let failing = stage(data(#"{"choices":[{"index":0,"delta":{"content":"half"}}]}"#, #"{"error":"model runner stopped"}"#))
    let cut = try await failing.answer()
    #expect(cut.finish == .cut)
    #expect(cut.cutCause?.contains("model runner stopped") == true)
    let missing = Stage([.json(404, #"{"error":"model 'x' not found"}"#)], dialect: .compatible)
    #expect(try await missing.problem()?.cause?.contains("not found") == true)
  }

  @Test("llama.cpp: an error in a field of its own, numbers for codes, the window's own type")
  func llamaServer() async throws {
    let old = stage(#"error: {"code":400,"message":"too many","type":"exceed_context_size_error","n_ctx":8192}"# + "\n\n")
    #expect(try await old.problem()?.summary == "The request is too long for m-1.")
    let loading = stage(
      #"error: {"code":503,"message":"Loading model","type":"unavailable_error"}"# + "\n\n",
      data(
        #"{"choices":[{"index":0,"delta":{"content":"yes"},"finish_reason":"stop"}],"timings":{"predicted_ms":3}}"#, done))
    #expect(try await loading.answer().text == "yes")
    #expect(loading.waits.withLock { $0 }.count == 1)
  }

  @Test("vLLM: usage with every chunk, its older errors without an envelope, the window in words only")
  func vllm() async throws {
    let answer = try await stage(
      data(
        #"{"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":7,"completion_tokens":1}}"#,
        #"{"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2}}"#, done
      )
    ).answer()
    #expect(answer.usage == Usage(input: 7, output: 2))
    for body in [
      #"{"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","param":null,"code":400}"#,
      #"{"error":{"message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","param":null,"code":400}}"#,
    ] {
      let stage = Stage([.json(400, body)], dialect: .compatible)
      #expect(try await stage.problem(.analysis)?.summary == "The request is too long for m-1.")
      #expect(stage.server.bodies.count == 1)
    }
  }

  @Test("LM Studio: an error event with the window in words, a schema's answer wholly in the reasoning")
  func lmStudio() async throws {
    let words = "Trying to keep the first 9000 tokens when the context overflows; that is greater than the context length of 4096"
    let long = stage("event: error\n" + data(#"{"error":{"message":"\#(words)"},"message":"\#(words)"}"#))
    #expect(try await long.problem()?.summary == "The request is too long for m-1.")
    #expect(long.waits.withLock { $0 }.isEmpty)
    let hidden = stage(
      data(
        #"{"choices":[{"index":0,"delta":{"reasoning_content":"{\"a\":"}}]}"#,
        #"{"choices":[{"index":0,"delta":{"reasoning_content":"\"b\"}"},"finish_reason":"stop"}]}"#, done))
    #expect(try await hidden.answer(.analysis).text == #"{"a":"b"}"#)
    #expect(hidden.texts == #"{"a":"b"}"#)
    let plain = stage(data(#"{"choices":[{"index":0,"delta":{"reasoning_content":"{\"a\":1}"},"finish_reason":"stop"}]}"#, done))
    #expect(try await plain.answer().text.isEmpty)
  }

  @Test("Comments, empty data, strange events and unknown keys are passed over")
  func noise() async throws {
    let answer = try await stage(
      ": ping\n\ndata:\n\nevent: note\n" + data(#"{"x":1}"#, "null", #"{"choices":null}"#)
        + data(#"{"choices":[{"index":1,"delta":{"content":"other"}},{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}"#, done)
    ).answer()
    #expect(answer.text == "a")
    #expect(answer.finish == .complete)
  }

  @Test("A name that is split over pieces is put together, and a call without an id gets one")
  func splitName() async throws {
    let answer = try await stage(
      data(
        #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"pl","arguments":"{\"x\":"}}]}}]}"#,
        #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"an","arguments":"1}"}}]},"finish_reason":"stop"}]}"#,
        done)
    ).answer(.plan)
    #expect(answer.toolCalls == [.init(id: "call_0", name: "plan", arguments: #"{"x":1}"#)])
  }
}

@Suite("Content filters of Azure") struct ContentFilterTests {
  private func finish(_ choice: String) async throws -> ModelAnswer.Finish {
    let stage = Stage(
      [.events([#"{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}"#, #"{"choices":[\#(choice)]}"#])],
      dialect: .azure(deployment: "d"), baseURL: "https://r.example")
    return try await stage.answer().finish
  }

  @Test("A late verdict counts after the end, as a list of block lists or as an object with details")
  func late() async throws {
    #expect(try await finish(#"{"index":0,"content_filter_results":{"custom_blocklists":[{"filtered":true,"id":"l"}]}}"#) == .filtered)
    #expect(
      try await finish(#"{"index":0,"content_filter_results":{"custom_blocklists":{"details":[{"filtered":true,"id":"l"}]}}}"#) == .filtered
    )
    #expect(try await finish(#"{"index":0,"content_filter_results":{"violence":{"filtered":true,"severity":"high"}}}"#) == .filtered)
  }

  @Test("Annotations without a verdict, and a filter that failed itself, leave the answer as it is")
  func harmless() async throws {
    #expect(
      try await finish(
        #"{"index":0,"finish_reason":null,"content_filter_offsets":{"check_offset":44},"content_filter_results":"#
          + #"{"hate":{"filtered":false,"severity":"safe"},"custom_blocklists":{"filtered":false,"details":[{"filtered":false,"id":"l"}]}}}"#
      )
        == .complete)
    let failed = #"{"index":0,"content_filter_results":{"error":{"code":"content_filter_error","message":"down"}}}"#
    #expect(try await finish(failed) == .complete)
  }
}

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
