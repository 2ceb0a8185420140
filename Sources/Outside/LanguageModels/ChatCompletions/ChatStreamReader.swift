internal import Casefile
internal import HuntPipeline
internal import Transport

/// Reads chunks of Chat Completions, as OpenAI, Azure OpenAI and the many servers that copy them send.
struct ChatStreamReader: AnswerReader {
  var draft: AnswerDraft

  init(_ draft: AnswerDraft) { self.draft = draft }

  mutating func push(_ event: ServerSentEvent) throws(ProviderError) -> [ModelDelta] {
    if event.data.hasPrefix("[DONE]") {
      draft.hasEnded = true
      return []
    }
    guard let root = try value(of: event) else { return [] }
    return take(root)
  }

  mutating func take(whole root: JSONValue) throws(ProviderError) -> [ModelDelta]? {
    root["choices"]?.array?.isEmpty == false ? take(root) : nil
  }

  private mutating func take(_ root: JSONValue) -> [ModelDelta] {
    draft.serve(by: root["model"]?.string)
    if let usage = ChatStreamReader.usage(root["usage"]) { draft.usage = usage }
    var deltas: [ModelDelta] = []
    for choice in root["choices"]?.array ?? [] where choice["index"]?.integer ?? 0 == 0 {
      if let delta = choice["delta"] ?? choice["message"] { deltas += take(message: delta) }
      if let reason = choice["finish_reason"]?.string, !reason.isEmpty { draft.ending = ChatStreamReader.finish(reason) }
      if let usage = ChatStreamReader.usage(choice["usage"]) { draft.usage = usage }
      if ChatStreamReader.isFiltered(choice["content_filter_results"]) { draft.isFiltered = true }
    }
    return deltas
  }

  private mutating func take(message: JSONValue) -> [ModelDelta] {
    var deltas: [ModelDelta] = []
    for name in ["reasoning_content", "reasoning"] {
      if let thought = message[name]?.string, !thought.isEmpty {
        deltas += draft.think(thought)
        break
      }
    }
    if let content = ChatStreamReader.content(message["content"]) { deltas += draft.say(content) }
    if let piece = message["refusal"]?.string { draft.refuse(piece) }
    for (position, call) in (message["tool_calls"]?.array ?? []).enumerated() { deltas += take(call: call, at: position) }
    if let function = message["function_call"], function.object != nil {
      deltas += take(call: ["index": 0, "function": function], at: 0)
    }
    return deltas
  }

  private mutating func take(call: JSONValue, at position: Int) -> [ModelDelta] {
    let id = call["id"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    let number = draft.number(of: call["index"]?.integer, id: id, at: position)
    let arguments: String =
      switch call["function"]?["arguments"] {
      case .string(let text)?: text
      case .object(let object)?: JSONValue.object(object).text
      default: ""
      }
    return draft.call(number, id: id, name: call["function"]?["name"]?.string ?? "", arguments: arguments)
  }

  /// Content is text, or a list of parts of which the texts count.
  private static func content(_ value: JSONValue?) -> String? {
    if let parts = value?.array { return parts.compactMap { $0["text"]?.string }.joined() }
    return value?.string
  }

  private static func finish(_ reason: String) -> ModelAnswer.Finish {
    switch reason {
    case "content_filter": .filtered
    case "length", "max_tokens": .length
    default: .complete
    }
  }

  private static func usage(_ value: JSONValue?) -> Usage? {
    guard let value, let input = value["prompt_tokens"]?.tokenCount else { return nil }
    let details = value["prompt_tokens_details"]
    return Usage(
      input: input, cached: details?["cached_tokens"]?.tokenCount ?? 0, written: details?["cache_write_tokens"]?.tokenCount ?? 0,
      output: value["completion_tokens"]?.tokenCount ?? 0,
      reasoning: value["completion_tokens_details"]?["reasoning_tokens"]?.tokenCount ?? 0)
  }

  /// True when any category says that it stopped the answer. A category is an object; block lists are a list of them, or an object with
  /// them as `details`.
  private static func isFiltered(_ results: JSONValue?) -> Bool {
    (results?.object?.values ?? []).contains { category in
      let members = (category.array ?? []) + (category["details"]?.array ?? [])
      return category["filtered"]?.bool == true || members.contains { $0["filtered"]?.bool == true }
    }
  }
}
