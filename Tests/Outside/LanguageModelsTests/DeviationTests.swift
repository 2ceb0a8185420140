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

  @Test("An error event in plain words is an error")
  func plainWords() async throws {
    let stage = stage(data(#"{"choices":[{"index":0,"delta":{"content":"half"}}]}"#) + "event: error\ndata: out of memory\n\n")
    let answer = try await stage.answer()
    #expect(answer.finish == .cut)
    #expect(answer.cutCause?.contains("out of memory") == true)
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
