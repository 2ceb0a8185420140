internal import Casefile
internal import HuntPipeline

/// The body of one Chat Completions request.
struct ChatRequest {
  let shape: CallShape

  var fields: JSONObject {
    let (call, habits) = (shape.call, shape.habits)
    var fields: JSONObject = ["model": .string(shape.model), "messages": .array(messages), "stream": true]
    fields[habits.usesMaxTokens ? "max_tokens" : "max_completion_tokens"] = .integer(Int64(call.maxOutput))
    if shape.takes(.streamOptions) { fields["stream_options"] = ["include_usage": true] }
    if shape.takes(.temperature) { fields["temperature"] = 0 }
    if shape.takes(.seed) { fields["seed"] = 1 }
    if let effort = habits.reasoningEffort { fields["reasoning_effort"] = .string(effort) }
    if let tool = shape.tool { add(tool, to: &fields) }
    if let answer = shape.answer, let format = format(answer) { fields["response_format"] = format }
    return fields
  }

  private var messages: [JSONValue] {
    var messages = shape.call.messages.map { ["role": .string($0.role.rawValue), "content": .string($0.text)] as JSONValue }
    if let words = shape.words { messages.append(["role": "user", "content": .string(words)]) }
    return messages
  }

  private func add(_ tool: ModelCall.Tool, to fields: inout JSONObject) {
    var function: JSONObject = ["name": .string(tool.name), "description": .string(tool.description)]
    if shape.takes(.strict) { function["strict"] = true }
    function["parameters"] = shape.bounded(tool.parameters)
    fields["tools"] = [["type": "function", "function": .object(function)]]
    let isNamed = shape.habits.toolUse == .named
    fields["tool_choice"] = isNamed ? ["type": "function", "function": ["name": .string(tool.name)]] : "required"
    if shape.takes(.parallelToolCalls) { fields["parallel_tool_calls"] = false }
  }

  private func format(_ answer: ModelCall.AnswerSchema) -> JSONValue? {
    switch shape.habits.answerForm {
    case .object: return ["type": "json_object"]
    case .function, .words: return nil
    case .schema:
      var inner: JSONObject = ["name": .string(answer.name)]
      if shape.takes(.strict) { inner["strict"] = true }
      inner["schema"] = shape.bounded(answer.schema)
      return ["type": "json_schema", "json_schema": .object(inner)]
    }
  }
}
