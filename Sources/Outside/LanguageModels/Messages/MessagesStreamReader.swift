internal import Casefile
internal import HuntPipeline
internal import Transport

/// Reads the events of Anthropic's Messages API.
struct MessagesStreamReader: AnswerReader {
  /// What one block of the content is.
  private enum Block {
    case text
    case thinking
    /// A function, and whether any of its arguments have come.
    case function(Int, hasArguments: Bool)
    case other
  }

  var draft: AnswerDraft
  private var blocks: [Int64: Block] = [:]
  private var functions = 0
  /// Words before a function whose arguments are the answer: they are the answer only where no function follows.
  private var preface = ""
  private var usage = JSONObject()

  init(_ draft: AnswerDraft) { self.draft = draft }

  mutating func push(_ event: ServerSentEvent) throws(ProviderError) -> [ModelDelta] {
    guard let root = try value(of: event) else { return [] }
    switch root["type"]?.string ?? event.kind {
    case "message_start":
      draft.serve(by: root["message"]?["model"]?.string)
      take(usage: root["message"]?["usage"])
    case "content_block_start": return begin(root["content_block"], at: root["index"]?.integer ?? 0)
    case "content_block_delta": return take(delta: root["delta"], at: root["index"]?.integer ?? 0)
    case "content_block_stop": return end(at: root["index"]?.integer ?? 0)
    case "message_delta":
      take(usage: root["usage"])
      take(ending: root["delta"])
    case "message_stop":
      draft.hasEnded = true
      return lastWords()
    default: break
    }
    return []
  }

  mutating func take(whole root: JSONValue) throws(ProviderError) -> [ModelDelta]? {
    guard let content = root["content"]?.array else { return nil }
    draft.serve(by: root["model"]?.string)
    take(usage: root["usage"])
    var deltas: [ModelDelta] = []
    for (place, block) in content.enumerated() { deltas += begin(block, at: Int64(place)) + end(at: Int64(place)) }
    take(ending: root)
    draft.hasEnded = true
    return deltas + lastWords()
  }

  mutating func finish(isCut: Bool) -> (deltas: [ModelDelta], answer: ModelAnswer) {
    let words = lastWords()
    let (deltas, answer) = draft.finish(isCut: isCut)
    return (words + deltas, answer)
  }

  private mutating func begin(_ block: JSONValue?, at index: Int64) -> [ModelDelta] {
    switch block?["type"]?.string {
    case "text":
      blocks[index] = .text
      return say(block?["text"]?.string ?? "")
    case "thinking":
      blocks[index] = .thinking
      return draft.think(block?["thinking"]?.string ?? "")
    case "tool_use":
      let number = draft.number(of: Int64(functions), id: nil, at: 0)
      functions += 1
      // A stream begins with an empty object and sends the arguments in pieces; a whole answer has them here.
      let arguments = block?["input"]?.object.flatMap { $0.isEmpty ? nil : JSONValue.object($0).text } ?? ""
      blocks[index] = .function(number, hasArguments: !arguments.isEmpty)
      return draft.call(number, id: block?["id"]?.string, name: block?["name"]?.string ?? "", arguments: arguments)
    default:
      blocks[index] = .other
      return []
    }
  }

  private mutating func take(delta: JSONValue?, at index: Int64) -> [ModelDelta] {
    switch delta?["type"]?.string {
    case "text_delta": return say(delta?["text"]?.string ?? "")
    case "thinking_delta": return draft.think(delta?["thinking"]?.string ?? "")
    case "input_json_delta":
      guard case .function(let number, let hasArguments)? = blocks[index], let piece = delta?["partial_json"]?.string, !piece.isEmpty else {
        return []
      }
      if !hasArguments { blocks[index] = .function(number, hasArguments: true) }
      return draft.call(number, id: nil, arguments: piece)
    default: return []
    }
  }

  /// A function without arguments sends none, and means an empty object.
  private mutating func end(at index: Int64) -> [ModelDelta] {
    guard case .function(let number, hasArguments: false)? = blocks.removeValue(forKey: index) else { return [] }
    return draft.call(number, id: nil, arguments: "{}")
  }

  private mutating func say(_ piece: String) -> [ModelDelta] {
    guard draft.shape == .callIsText else { return draft.say(piece) }
    preface += piece
    return draft.think(piece)
  }

  private mutating func lastWords() -> [ModelDelta] {
    guard functions == 0, !preface.isEmpty else { return [] }
    defer { preface = "" }
    return draft.say(preface)
  }

  private mutating func take(ending: JSONValue?) {
    switch ending?["stop_reason"]?.string {
    case nil: return
    case "max_tokens", "model_context_window_exceeded": draft.ending = .length
    case "refusal":
      draft.ending = .refused
      draft.refuse(ending?["stop_details"]?["explanation"]?.string ?? "The model declined to answer.")
    // Only servers' own tools pause a turn, and none are asked for: whatever it means, the answer is not whole.
    case "pause_turn": draft.ending = .cut
    default: draft.ending = .complete
    }
  }

  /// Later figures replace earlier ones of the same name. Input counts what was neither read from the cache nor written to it.
  private mutating func take(usage later: JSONValue?) {
    for (name, value) in later?.object?.pairs ?? JSONObject().pairs where value != .null { usage[name] = value }
    guard let fresh = usage["input_tokens"]?.tokenCount else { return }
    let read = usage["cache_read_input_tokens"]?.tokenCount ?? 0
    let written = usage["cache_creation_input_tokens"]?.tokenCount ?? 0
    draft.usage = Usage(
      input: fresh + read + written, cached: read, written: written, output: usage["output_tokens"]?.tokenCount ?? 0,
      reasoning: usage["output_tokens_details"]?["thinking_tokens"]?.tokenCount ?? 0)
  }
}
