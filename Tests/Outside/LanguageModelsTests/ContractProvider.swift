import Casefile
import HuntPipeline
import Testing
import Transport

@testable import LanguageModels

/// A provider that the contract is held against: how it is configured, and how its errors look.
struct ContractProvider: Sendable, CustomTestStringConvertible {
  enum Trouble: CaseIterable {
    case wrongKey, quotaGone, slowDown, tooLong, filtered, overloaded
  }

  var testDescription: String
  var dialect: ProviderConfiguration.Dialect
  var format: WireFormat
  var baseURL: String
  var address: String
  var keyHeader = "authorization"
  var takesChat = true

  static let all: [ContractProvider] = [
    ContractProvider(
      testDescription: "OpenAI, Chat Completions", dialect: .openAI, format: .chatCompletions, baseURL: "https://api.example/v1",
      address: "https://api.example/v1/chat/completions"),
    ContractProvider(
      testDescription: "OpenAI, Responses", dialect: .openAI, format: .responses, baseURL: "https://api.example/v1",
      address: "https://api.example/v1/responses", takesChat: false),
    ContractProvider(
      testDescription: "Azure, deployment", dialect: .azure(deployment: "hunt"), format: .chatCompletions, baseURL: "https://r.example",
      address: "https://r.example/openai/deployments/hunt/chat/completions?api-version=2024-10-21", keyHeader: "api-key"),
    ContractProvider(
      testDescription: "Azure, v1", dialect: .azure(deployment: "hunt"), format: .chatCompletions, baseURL: "https://r.example/openai/v1",
      address: "https://r.example/openai/v1/chat/completions", keyHeader: "api-key"),
    ContractProvider(
      testDescription: "Azure, Responses", dialect: .azure(deployment: "hunt"), format: .responses, baseURL: "https://r.example",
      address: "https://r.example/openai/v1/responses", keyHeader: "api-key", takesChat: false),
    ContractProvider(
      testDescription: "compatible", dialect: .compatible, format: .chatCompletions, baseURL: "http://127.0.0.1:9",
      address: "http://127.0.0.1:9/v1/chat/completions"),
    ContractProvider(
      testDescription: "Anthropic, Messages", dialect: .anthropic, format: .messages, baseURL: "https://api.example",
      address: "https://api.example/v1/messages", keyHeader: "x-api-key"),
  ]

  var isAzure: Bool { if case .azure = dialect { true } else { false } }

  static let secret = "sk-s3cret"

  func configuration(at url: String? = nil) -> ProviderConfiguration {
    ProviderConfiguration(
      name: "luna", dialect: dialect, baseURL: url ?? baseURL,
      credential: keyHeader == "authorization" ? .bearer({ ContractProvider.secret }) : .apiKey({ ContractProvider.secret }),
      card: { [takesChat] in ModelCard(name: $0, takesChatCompletions: takesChat) })
  }

  func stage(_ answers: [ScriptedServer.Answer]) -> Stage { Stage(answers, configuration()) }

  func stage(_ dialogue: Dialogue) -> Stage { stage([answer(dialogue)]) }

  func answer(_ dialogue: Dialogue, failure: HTTPFailure? = nil) -> ScriptedServer.Answer {
    ScriptedServer.Answer(chunks: [preface + dialogue.bytes(format)], failure: failure)
  }

  /// What Azure says of the prompt before the answer begins.
  var preface: [UInt8] {
    guard isAzure, format == .chatCompletions else { return [] }
    return Array(
      (#"data: {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"#
        + #""content_filter_results":{"hate":{"filtered":false,"severity":"safe"},"jailbreak":{"detected":false,"filtered":false}}}]}"#
        + "\n\n").utf8)
  }

  /// How the provider says that something is wrong; nil where it has no such error.
  func refusal(_ trouble: Trouble) -> ScriptedServer.Answer? {
    if dialect == .anthropic { return anthropicRefusal(trouble) }
    func body(
      _ status: Int, _ type: JSONValue, _ code: JSONValue, _ parameter: JSONValue = .null, _ more: JSONObject = [:]
    )
      -> ScriptedServer.Answer
    {
      var error: JSONObject = [
        "message": .string("no; your key is \(ContractProvider.secret)"), "type": type, "param": parameter, "code": code,
      ]
      for (key, value) in more.pairs { error[key] = value }
      return .json(status, (["error": .object(error)] as JSONValue).text, status == 429 ? ["retry-after": "2"] : [:])
    }
    switch trouble {
    case .wrongKey: return isAzure ? body(401, .null, "401") : body(401, "invalid_request_error", "invalid_api_key")
    case .quotaGone: return body(429, "insufficient_quota", "insufficient_quota")
    case .slowDown: return isAzure ? body(429, .null, "429") : body(429, "tokens", "rate_limit_exceeded")
    case .tooLong:
      return dialect == .compatible
        ? body(400, "exceed_context_size_error", 400, .null, ["n_prompt_tokens": 13_000, "n_ctx": 8192])
        : body(400, "invalid_request_error", "context_length_exceeded", "messages")
    case .filtered:
      return body(
        400, .null, "content_filter", "prompt",
        ["status": 400, "innererror": ["code": "ResponsibleAIPolicyViolation", "content_filter_result": ["hate": ["filtered": true]]]])
    case .overloaded: return body(503, "server_error", .null)
    }
  }

  private func anthropicRefusal(_ trouble: Trouble) -> ScriptedServer.Answer? {
    func body(_ status: Int, _ type: String, _ words: String = "no", _ details: JSONValue? = nil) -> ScriptedServer.Answer {
      var error: JSONObject = ["type": .string(type), "message": .string("\(words); your key is \(ContractProvider.secret)")]
      if let details { error["details"] = details }
      return .json(
        status, (["type": "error", "error": .object(error)] as JSONValue).text, status == 429 ? ["retry-after": "2"] : [:])
    }
    switch trouble {
    case .wrongKey: return body(401, "authentication_error")
    case .quotaGone: return body(429, "rate_limit_error", "no", ["error_code": "enforced_spend_limit_reached"])
    case .slowDown: return body(429, "rate_limit_error")
    case .tooLong: return body(400, "invalid_request_error", "prompt is too long: 210001 tokens > 200000 maximum")
    case .filtered: return nil
    case .overloaded: return body(529, "overloaded_error")
    }
  }
}
