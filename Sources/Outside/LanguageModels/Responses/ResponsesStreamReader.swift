internal import Casefile
internal import HuntPipeline
internal import Transport

/// Reads the typed events of the Responses API.
///
/// Pieces are handed on as they come; what the events at the end of a part say in full counts where pieces are missing, as with servers
/// that send only the whole.
struct ResponsesStreamReader: AnswerReader {
  var draft: AnswerDraft
  /// A text of the output, which has one or more in each message.
  private struct Place: Hashable {
    var item: String
    var part: Int64
  }

  /// Texts of which something has come.
  private var spoken: Set<Place> = []
  /// The numbers of the functions by their item; reasoning and messages are items too.
  private var functions: [String: Int] = [:]

  init(_ draft: AnswerDraft) { self.draft = draft }

  mutating func push(_ event: ServerSentEvent) throws(ProviderError) -> [ModelDelta] {
    if event.data.hasPrefix("[DONE]") {
      draft.hasEnded = true
      return []
    }
    guard let root = try value(of: event) else { return [] }
    let item = ResponsesStreamReader.key(root)
    switch root["type"]?.string ?? event.kind {
    case "response.created", "response.queued", "response.in_progress": draft.serve(by: root["response"]?["model"]?.string)
    case "response.output_text.delta":
      speak(root)
      return draft.say(root["delta"]?.string ?? "")
    case "response.output_text.done": return say(whole: root["text"]?.string, at: place(root))
    case "response.refusal.delta":
      speak(root)
      draft.refuse(root["delta"]?.string ?? "")
    case "response.refusal.done": refuse(whole: root["refusal"]?.string, at: place(root))
    case "response.reasoning_summary_text.delta", "response.reasoning_text.delta": return draft.think(root["delta"]?.string ?? "")
    case "response.function_call_arguments.delta":
      return draft.call(number(of: item), id: nil, arguments: root["delta"]?.string ?? "")
    case "response.function_call_arguments.done":
      return draft.complete(number(of: item), id: nil, name: root["name"]?.string, arguments: root["arguments"]?.string ?? "")
    case "response.output_item.added": return begin(root["item"], item)
    case "response.output_item.done": return take(root["item"], item)
    case "response.completed", "response.incomplete", "response.failed", "response.cancelled":
      return try end(root["response"])
    default: break
    }
    return []
  }

  mutating func take(whole root: JSONValue) throws(ProviderError) -> [ModelDelta]? {
    root["output"]?.array == nil ? nil : try end(root)
  }

  /// What tells the items of the output apart: their place, or their id with servers that send no places.
  private static func key(_ root: JSONValue) -> String {
    if let place = root["output_index"]?.integer { return "#\(place)" }
    return root["item_id"]?.string ?? root["item"]?["id"]?.string ?? ""
  }

  private func place(_ root: JSONValue) -> Place {
    Place(item: ResponsesStreamReader.key(root), part: root["content_index"]?.integer ?? 0)
  }

  private mutating func speak(_ root: JSONValue) { spoken.insert(place(root)) }

  private mutating func number(of item: String) -> Int {
    if let known = functions[item] { return known }
    let number = draft.number(of: Int64(functions.count), id: nil, at: 0)
    functions[item] = number
    return number
  }

  private mutating func say(whole text: String?, at place: Place) -> [ModelDelta] {
    guard let text, !text.isEmpty, spoken.insert(place).inserted else { return [] }
    return draft.say(text)
  }

  private mutating func refuse(whole text: String?, at place: Place) {
    guard let text, !text.isEmpty, spoken.insert(place).inserted else { return }
    draft.refuse(text)
  }

  private mutating func begin(_ value: JSONValue?, _ item: String) -> [ModelDelta] {
    guard let value, value["type"]?.string == "function_call" else { return [] }
    return draft.call(
      number(of: item), id: value["call_id"]?.string ?? value["id"]?.string, name: value["name"]?.string ?? "",
      arguments: value["arguments"]?.string ?? "")
  }

  private mutating func take(_ value: JSONValue?, _ item: String) -> [ModelDelta] {
    guard let value else { return [] }
    switch value["type"]?.string {
    case "function_call":
      return draft.complete(
        number(of: item), id: value["call_id"]?.string ?? value["id"]?.string, name: value["name"]?.string,
        arguments: value["arguments"]?.string ?? "")
    case "message":
      var deltas: [ModelDelta] = []
      for (number, part) in (value["content"]?.array ?? []).enumerated() {
        let place = Place(item: item, part: Int64(number))
        deltas += say(whole: part["text"]?.string, at: place)
        refuse(whole: part["refusal"]?.string, at: place)
      }
      return deltas
    default: return []
    }
  }

  /// The last event carries the whole response; there is no other mark of the end.
  private mutating func end(_ response: JSONValue?) throws(ProviderError) -> [ModelDelta] {
    guard let response else { return [] }
    draft.serve(by: response["model"]?.string)
    draft.usage = ResponsesStreamReader.usage(response["usage"]) ?? draft.usage
    if let error = response["error"], error.object != nil { throw ProviderError(flat: error, status: 200) }
    var deltas: [ModelDelta] = []
    let (hadNoText, hadNoCall) = (spoken.isEmpty, functions.isEmpty)
    for (place, item) in (response["output"]?.array ?? []).enumerated() {
      let isFunction = item["type"]?.string == "function_call"
      if isFunction ? hadNoCall || functions["#\(place)"] != nil : hadNoText { deltas += take(item, "#\(place)") }
    }
    switch response["status"]?.string {
    case "incomplete": draft.ending = response["incomplete_details"]?["reason"]?.string == "content_filter" ? .filtered : .length
    case "failed", "cancelled": draft.ending = .cut
    default: draft.ending = .complete
    }
    draft.hasEnded = true
    return deltas
  }

  private static func usage(_ value: JSONValue?) -> Usage? {
    guard let value, let input = value["input_tokens"]?.tokenCount else { return nil }
    let details = value["input_tokens_details"]
    return Usage(
      input: input, cached: details?["cached_tokens"]?.tokenCount ?? 0, written: details?["cache_write_tokens"]?.tokenCount ?? 0,
      output: value["output_tokens"]?.tokenCount ?? 0, reasoning: value["output_tokens_details"]?["reasoning_tokens"]?.tokenCount ?? 0)
  }
}
