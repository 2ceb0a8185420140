import Casefile
import HuntPipeline

@testable import LanguageModels

/// One answer of a model, to be written down as any wire format streams it. Shapes are the documented ones, values our own.
struct Dialogue: Sendable {
  enum Part: Sendable {
    case say([String])
    case think(String)
    case refuse([String])
    case call(id: String, name: String, arguments: [String])
  }

  enum Ending: Sendable {
    case complete, length, filtered
    /// The stream stops in the middle.
    case cut
    /// The provider says in the stream that it is overloaded.
    case overloaded
  }

  var parts: [Part]
  var ending = Ending.complete
  var usage: Usage? = Usage(input: 40, cached: 32, written: 4, output: 9, reasoning: 4)

  /// Names of events and their data, in order.
  func events(_ format: WireFormat) -> [(kind: String?, data: String)] {
    switch format {
    case .chatCompletions: chat
    case .responses: responses
    case .messages: messages
    }
  }

  /// The bytes of the stream.
  func bytes(_ format: WireFormat, lineEnd: String = "\n") -> [UInt8] {
    Array(events(format).map { ($0.kind.map { "event: \($0)" + lineEnd } ?? "") + "data: \($0.data)" + lineEnd + lineEnd }.joined().utf8)
  }

  private static func text(_ value: JSONValue) -> String { value.text }
  private static func number(_ value: Int) -> JSONValue { .integer(Int64(value)) }
}

extension Dialogue {
  private var chat: [(kind: String?, data: String)] {
    func chunk(_ delta: JSONValue, _ reason: JSONValue = .null) -> String {
      let root: JSONValue = [
        "id": "chatcmpl-7", "model": "m-1-served", "choices": [["index": 0, "delta": delta, "finish_reason": reason]], "usage": .null,
      ]
      return root.text
    }
    var lines = [chunk(["role": "assistant", "content": "", "refusal": .null])]
    var calls = 0
    for part in parts {
      switch part {
      case .say(let pieces): lines += pieces.map { chunk(["content": .string($0)]) }
      case .think(let thought): lines.append(chunk(["reasoning_content": .string(thought)]))
      case .refuse(let pieces): lines += pieces.map { chunk(["refusal": .string($0)]) }
      case .call(let id, let name, let pieces):
        let index = JSONValue.integer(Int64(calls))
        lines.append(
          chunk([
            "tool_calls": [
              ["index": index, "id": .string(id), "type": "function", "function": ["name": .string(name), "arguments": ""]]
            ]
          ]))
        lines += pieces.map { chunk(["tool_calls": [["index": index, "function": ["arguments": .string($0)]]]]) }
        calls += 1
      }
    }
    switch ending {
    case .cut: return lines.map { (nil, $0) }
    case .overloaded:
      return (lines + [#"{"error":{"message":"too busy","type":"server_error","param":null,"code":null}}"#]).map { (nil, $0) }
    case .complete: lines.append(chunk([:], "stop"))
    case .length: lines.append(chunk([:], "length"))
    case .filtered: lines.append(chunk([:], "content_filter"))
    }
    if let usage {
      let root: JSONValue =
        [
          "choices": [],
          "usage": [
            "prompt_tokens": Dialogue.number(usage.input), "completion_tokens": Dialogue.number(usage.output),
            "prompt_tokens_details": [
              "cached_tokens": Dialogue.number(usage.cached), "cache_write_tokens": Dialogue.number(usage.written),
            ],
            "completion_tokens_details": ["reasoning_tokens": Dialogue.number(usage.reasoning)],
          ],
        ]
      lines.append(root.text)
    }
    return (lines + ["[DONE]"]).map { (nil, $0) }
  }
}

extension Dialogue {
  private var responses: [(kind: String?, data: String)] {
    var number: Int64 = 0
    var events: [(kind: String?, data: String)] = []
    func add(_ kind: String, _ members: JSONObject) {
      var all = members
      all["type"] = .string(kind)
      all["sequence_number"] = .integer(number)
      number += 1
      events.append((kind, JSONValue.object(all).text))
    }
    add("response.created", ["response": ["id": "resp_7", "status": "in_progress", "model": "m-1-served", "output": []]])
    for (place, part) in parts.enumerated() {
      let output = JSONValue.integer(Int64(place))
      switch part {
      case .say(let pieces):
        add("response.output_item.added", ["output_index": output, "item": ["type": "message", "id": "msg_1", "content": []]])
        for piece in pieces {
          add("response.output_text.delta", ["output_index": output, "content_index": 0, "delta": .string(piece)])
        }
        if ending != .cut, ending != .overloaded {
          add("response.output_text.done", ["output_index": output, "content_index": 0, "text": .string(pieces.joined())])
        }
      case .think(let thought):
        add("response.reasoning_summary_text.delta", ["output_index": output, "summary_index": 0, "delta": .string(thought)])
      case .refuse(let pieces):
        for piece in pieces { add("response.refusal.delta", ["output_index": output, "content_index": 0, "delta": .string(piece)]) }
        add("response.refusal.done", ["output_index": output, "content_index": 0, "refusal": .string(pieces.joined())])
      case .call(let id, let name, let pieces):
        let item: JSONObject = ["type": "function_call", "id": "fc_1", "call_id": .string(id), "name": .string(name)]
        add("response.output_item.added", ["output_index": output, "item": .object(item)])
        for piece in pieces { add("response.function_call_arguments.delta", ["output_index": output, "delta": .string(piece)]) }
        guard ending != .cut, ending != .overloaded else { continue }
        add("response.function_call_arguments.done", ["output_index": output, "arguments": .string(pieces.joined())])
        var done = item
        done["arguments"] = .string(pieces.joined())
        add("response.output_item.done", ["output_index": output, "item": .object(done)])
      }
    }
    guard ending != .cut else { return events }
    guard ending != .overloaded else {
      add("error", ["code": "server_error", "message": "too busy", "param": .null])
      return events
    }
    let reason: JSONValue? = ending == .length ? "max_output_tokens" : ending == .filtered ? "content_filter" : nil
    var response: JSONObject = [
      "id": "resp_7", "model": "m-1-served", "status": reason == nil ? "completed" : "incomplete", "error": .null,
      "incomplete_details": reason.map { ["reason": $0] } ?? .null,
    ]
    if let usage {
      response["usage"] = [
        "input_tokens": Dialogue.number(usage.input), "output_tokens": Dialogue.number(usage.output),
        "input_tokens_details": ["cached_tokens": Dialogue.number(usage.cached), "cache_write_tokens": Dialogue.number(usage.written)],
        "output_tokens_details": ["reasoning_tokens": Dialogue.number(usage.reasoning)],
      ]
    }
    add(reason == nil ? "response.completed" : "response.incomplete", ["response": .object(response)])
    return events
  }
}

extension Dialogue {
  private var messages: [(kind: String?, data: String)] {
    var events: [(kind: String?, data: String)] = []
    func add(_ kind: String, _ members: JSONObject = [:]) {
      var all: JSONObject = ["type": .string(kind)]
      for (key, value) in members.pairs { all[key] = value }
      events.append((kind, JSONValue.object(all).text))
    }
    let used = usage ?? .none
    add(
      "message_start",
      [
        "message": [
          "id": "msg_7", "role": "assistant", "model": "m-1-served", "content": [], "stop_reason": .null,
          "usage": [
            "input_tokens": Dialogue.number(used.input - used.cached - used.written),
            "cache_read_input_tokens": Dialogue.number(used.cached), "cache_creation_input_tokens": Dialogue.number(used.written),
            "output_tokens": 1,
          ],
        ]
      ])
    add("ping")
    var hasCall = false
    var refuses = false
    for (place, part) in parts.enumerated() {
      let index = JSONValue.integer(Int64(place))
      func block(_ start: JSONValue, _ deltas: [JSONValue]) {
        add("content_block_start", ["index": index, "content_block": start])
        for delta in deltas { add("content_block_delta", ["index": index, "delta": delta]) }
        if ending != .cut, ending != .overloaded { add("content_block_stop", ["index": index]) }
      }
      switch part {
      case .say(let pieces): block(["type": "text", "text": ""], pieces.map { ["type": "text_delta", "text": .string($0)] })
      case .think(let thought):
        block(
          ["type": "thinking", "thinking": "", "signature": ""],
          [["type": "thinking_delta", "thinking": .string(thought)], ["type": "signature_delta", "signature": "c2ln"]])
      case .refuse: refuses = true
      case .call(let id, let name, let pieces):
        hasCall = true
        block(
          ["type": "tool_use", "id": .string(id), "name": .string(name), "input": [:]],
          pieces.map { ["type": "input_json_delta", "partial_json": .string($0)] })
      }
    }
    guard ending != .cut else { return events }
    guard ending != .overloaded else {
      add("error", ["error": ["type": "overloaded_error", "message": "too busy"]])
      return events
    }
    let explanation = parts.compactMap { if case .refuse(let pieces) = $0 { pieces.joined() } else { nil } }.joined()
    let reason: JSONValue = refuses ? "refusal" : ending == .length ? "max_tokens" : hasCall ? "tool_use" : "end_turn"
    add(
      "message_delta",
      [
        "delta": [
          "stop_reason": reason, "stop_details": refuses ? ["type": "refusal", "explanation": .string(explanation)] : .null,
        ],
        "usage": [
          "output_tokens": Dialogue.number(used.output), "output_tokens_details": ["thinking_tokens": Dialogue.number(used.reasoning)],
        ],
      ])
    add("message_stop")
    return events
  }
}
