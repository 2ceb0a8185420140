import Casefile
import Foundation
import HuntPipeline
import Testing
import Transport

@testable import LanguageModels

private let folder = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"].map { $0 + "/data/apis/" }

/// Runs only where LOGSPOTLIGHT_SHARED names the folder with documented and recorded bodies.
@Suite("Documented and recorded bodies", .enabled(if: folder != nil, "LOGSPOTLIGHT_SHARED names no folder"))
struct RecordedShapesTests {
  private func document(_ name: String) throws -> JSONValue {
    let data = try Data(contentsOf: URL(fileURLWithPath: try #require(folder) + name))
    return try JSONValue(parsing: Array(data)[...])
  }

  private func answer(_ lines: JSONValue?, _ call: ModelCall = .question) async throws -> ModelAnswer {
    let text = (lines?.array ?? []).compactMap(\.string).map { $0 + "\n\n" }.joined()
    return try await Stage([.init(chunks: Array(text.utf8).map { [$0] })]).answer(call)
  }

  @Test("Streams of text, refusals and tool calls are read whole")
  func streams() async throws {
    let chat = try document("openai-chat-stream.json")
    #expect(try await answer(chat["sse"]).finish == .complete)
    #expect(try await answer(chat["sse"]).usage != nil)
    #expect(try await answer(chat["refusal_sse"]).finish == .refused)
    let tools = try document("openai-tool-stream.json")
    let calls = try await answer(tools["sse"], .plan).toolCalls
    #expect(calls.count == 2)
    #expect(calls.allSatisfy { (try? JSONValue(parsing: $0.arguments)) != nil })
    let azure = try document("azure-content-filter-stream.json")
    #expect(try await answer(azure["sync"]).text.isEmpty == false)
    #expect(try await answer(azure["async_after_stop_flagged"]).finish == .filtered)
  }

  /// Frames of an event name and its data, over the provider that sends them.
  private func answer(_ frames: [JSONValue], _ provider: String, _ call: ModelCall = .question) async throws -> ModelAnswer {
    let text = frames.map { "event: \($0["event"]?.string ?? "")\ndata: \($0["data"]?.text ?? "")\n\n" }.joined()
    let configuration = try #require(ContractProvider.all.first { $0.testDescription == provider }).configuration()
    return try await Stage([.init(chunks: Array(text.utf8).map { [$0] })], configuration).answer(call)
  }

  @Test("Typed events of the Responses API and of Anthropic are read whole")
  func typedEvents() async throws {
    let responses = try document("openai-responses-stream.json")
    let text = try await answer(try #require(responses["text_stream"]?.array), "OpenAI, Responses")
    #expect(text.finish == .complete)
    #expect(text.text == "Hi there! How can I assist you today?" || text.text == "Hi")
    #expect(text.usage == Usage(input: 37, output: 11))
    let call = try await answer(try #require(responses["function_call_stream_constructed"]?.array), "OpenAI, Responses", .plan)
    #expect(call.toolCalls == [.init(id: "call_unLAR8", name: "get_current_weather", arguments: #"{"location":"Boston, MA"}"#)])
    let error = try #require(responses["error_event"])
    await #expect(throws: Problem.self) { _ = try await answer([error], "OpenAI, Responses") }
    let anthropic = try document("anthropic-stream.json")
    let frames = try #require(anthropic["frames"]?.array)
    let whole = try await answer(frames, "Anthropic, Messages", .plan)
    #expect(whole.text == "Checking.")
    #expect(whole.toolCalls == [.init(id: "toolu_1", name: "get_weather", arguments: #"{"city":"Paris"}"#)])
    #expect(whole.usage == Usage(input: 25, output: 31))
    let broken = try await answer(frames.dropLast(3) + [try #require(anthropic["error_frame"])], "Anthropic, Messages", .plan)
    #expect(broken.finish == .cut)
    #expect(broken.cutCause?.contains("Overloaded") == true)
  }

  @Test("Every error is of a kind with a remedy")
  func errors() throws {
    let expected: [String: ProviderError.Kind] = [
      "invalid_key": .wrongKey, "model_not_found": .unknownModel, "context_length": .tooLong, "unsupported_parameter": .badRequest,
      "unsupported_value": .badRequest, "tools_with_reasoning_effort": .badRequest, "rate_limit_tpm": .slowDown,
      "insufficient_quota": .quotaGone, "slow_down": .slowDown, "server_error": .busy, "llamacpp_context": .tooLong,
      "llamacpp_loading": .busy, "lm_studio_string_error": .badRequest, "azure_prompt_blocked": .filtered,
      "azure_deployment_not_found": .unknownModel,
    ]
    let errors = try document("openai-errors.json")
    for (name, kind) in expected {
      let example = try #require(errors[name])
      let status = try #require(example["status"]?.integer)
      let error = ProviderError(status: Int(status), body: Array(try #require(example["body"]).text.utf8))
      #expect(error.kind == kind, "\(name)")
    }
  }
}
