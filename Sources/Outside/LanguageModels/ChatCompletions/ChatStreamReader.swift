internal import Casefile
internal import HuntPipeline

/// Puts a streamed answer together, chunk by chunk, however loosely the server keeps to the format.
struct ChatStreamReader {
  private struct PartialCall {
    var id: String
    var name = ""
    var arguments = ""
  }

  /// Set when the arguments of a function were asked for as the answer's text.
  private let schemaTool: String?
  private var thoughts = ThoughtFilter()
  private var text = ""
  private var refusal = ""
  private var calls: [Int: PartialCall] = [:]
  private var lastCall: Int?
  private var finishReason: String?
  private var isFiltered = false
  private var usage: Usage?
  private var servedBy: String?
  private(set) var hasEnded = false
  /// True once anything of the answer itself has come.
  private(set) var hasBegun = false

  init(schemaTool: String? = nil) { self.schemaTool = schemaTool }

  /// Takes the data of one event; throws a `ProviderError` that the server sent in the middle of the stream.
  ///
  /// Data that is not JSON, or holds no choice, is passed over: servers send pings, annotations and notes of their own.
  mutating func push(_ data: String) throws(ProviderError) -> [ModelDelta] {
    if data.hasPrefix("[DONE]") {
      hasEnded = true
      return []
    }
    guard let root = try? JSONValue(parsing: data) else { return [] }
    if let error = ProviderError(in: root, status: 200) { throw error }
    return take(root)
  }

  /// Takes a chunk, or a whole answer of a server that does not stream.
  mutating func take(_ root: JSONValue) -> [ModelDelta] {
    if let model = root["model"]?.string, !model.isEmpty { servedBy = model }
    if let usage = ChatStreamReader.usage(root["usage"]) { self.usage = usage }
    var deltas: [ModelDelta] = []
    for choice in root["choices"]?.array ?? [] where choice["index"]?.integer ?? 0 == 0 {
      if let delta = choice["delta"] ?? choice["message"] { deltas += take(message: delta) }
      if let reason = choice["finish_reason"]?.string, !reason.isEmpty { finishReason = reason }
      if let usage = ChatStreamReader.usage(choice["usage"]) { self.usage = usage }
      if ChatStreamReader.isFiltered(choice["content_filter_results"]) { isFiltered = true }
    }
    if !deltas.isEmpty { hasBegun = true }
    return deltas
  }

  private mutating func take(message: JSONValue) -> [ModelDelta] {
    var deltas: [ModelDelta] = []
    for name in ["reasoning_content", "reasoning"] {
      if let thought = message[name]?.string, !thought.isEmpty {
        deltas.append(.reasoning(thought))
        break
      }
    }
    if let content = ChatStreamReader.content(message["content"]), !content.isEmpty {
      deltas += take(thoughts.push(content))
    }
    if let piece = message["refusal"]?.string, !piece.isEmpty {
      refusal += piece
      hasBegun = true
    }
    for (position, call) in (message["tool_calls"]?.array ?? []).enumerated() { deltas += take(call: call, at: position) }
    if let function = message["function_call"], function.object != nil {
      deltas += take(call: ["index": 0, "function": function], at: 0)
    }
    return deltas
  }

  private mutating func take(_ pieces: [ThoughtFilter.Piece]) -> [ModelDelta] {
    pieces.map { piece in
      switch piece {
      case .thought(let thought): return .reasoning(thought)
      case .text(let words):
        text += words
        return schemaTool == nil ? .text(words) : .toolArguments(index: 0, words)
      }
    }
  }

  /// Pieces belong to the call of their index; without one, to the call of their id, else to the latest.
  private mutating func take(call: JSONValue, at position: Int) -> [ModelDelta] {
    let id = call["id"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    let index: Int
    if let given = call["index"]?.integer {
      // A server may send any number; one call is asked for, and a hundred are more than any answer has.
      index = Int(min(max(0, given), 127))
    } else if let id, let known = calls.first(where: { $0.value.id == id }) {
      index = known.key
    } else if id != nil || calls.isEmpty {
      index = (calls.keys.max() ?? -1) + 1
    } else {
      index = lastCall ?? position
    }
    lastCall = index
    var partial = calls[index] ?? PartialCall(id: id ?? "call_\(index)")
    if let id { partial.id = id }
    partial.name += call["function"]?["name"]?.string ?? ""
    let arguments: String =
      switch call["function"]?["arguments"] {
      case .string(let text)?: text
      case .object(let object)?: JSONValue.object(object).text
      default: ""
      }
    partial.arguments += arguments
    calls[index] = partial
    hasBegun = true
    return arguments.isEmpty ? [] : [.toolArguments(index: index, arguments)]
  }

  /// The answer, once the stream has ended; `isCut` when it ended with a failure.
  mutating func finish(isCut: Bool) -> (deltas: [ModelDelta], answer: ModelAnswer) {
    let deltas = take(thoughts.finish())
    var toolCalls = calls.sorted { $0.key < $1.key }
      .map { ModelAnswer.ToolCall(id: $0.value.id, name: $0.value.name, arguments: $0.value.arguments) }
    var words = text
    if let schemaTool, !text.isEmpty {
      toolCalls.append(ModelAnswer.ToolCall(id: "schema", name: schemaTool, arguments: text))
      words = ""
    }
    let answer = ModelAnswer(
      text: words, toolCalls: toolCalls, refusal: refusal.isEmpty ? nil : refusal, finish: finish(isCut), usage: usage, servedBy: servedBy)
    return (deltas, answer)
  }

  private func finish(_ isCut: Bool) -> ModelAnswer.Finish {
    if isFiltered || finishReason == "content_filter" { return .filtered }
    if finishReason == "length" || finishReason == "max_tokens" { return .length }
    if !refusal.isEmpty { return .refused }
    if finishReason != nil { return .complete }
    return hasEnded && hasBegun && !isCut ? .complete : .cut
  }

  /// Content is text, or a list of parts of which the texts count.
  private static func content(_ value: JSONValue?) -> String? {
    if let parts = value?.array { return parts.compactMap { $0["text"]?.string }.joined() }
    return value?.string
  }

  private static func usage(_ value: JSONValue?) -> Usage? {
    guard let value, let input = count(value["prompt_tokens"]) else { return nil }
    return Usage(
      input: input, cached: count(value["prompt_tokens_details"]?["cached_tokens"]) ?? 0, output: count(value["completion_tokens"]) ?? 0,
      reasoning: count(value["completion_tokens_details"]?["reasoning_tokens"]) ?? 0)
  }

  private static func count(_ value: JSONValue?) -> Int? {
    value?.integer.map { min(max(0, Int(clamping: $0)), 1 << 40) }
  }

  /// True when any category says that it stopped the answer; a category is an object, or a list of them for block lists.
  private static func isFiltered(_ results: JSONValue?) -> Bool {
    (results?.object?.values ?? []).contains { category in
      category["filtered"]?.bool == true || (category.array ?? []).contains { $0["filtered"]?.bool == true }
    }
  }
}
