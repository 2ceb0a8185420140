internal import Casefile
internal import HuntPipeline

/// The body of one request to the Responses API; the provider is asked to keep nothing.
struct ResponsesRequest {
  let shape: CallShape

  /// The provider refuses smaller limits.
  private static let leastOutput = 16

  var fields: JSONObject {
    var fields: JSONObject = ["model": .string(shape.model), "input": .array(shape.conversation), "stream": true]
    let instructions = shape.instructions
    if !instructions.isEmpty { fields["instructions"] = .string(instructions) }
    fields["max_output_tokens"] = .integer(Int64(max(ResponsesRequest.leastOutput, shape.call.maxOutput)))
    if shape.takes(.store) { fields["store"] = false }
    if shape.takes(.temperature) { fields["temperature"] = 0 }
    if let effort = shape.habits.reasoningEffort { fields["reasoning"] = ["effort": .string(effort)] }
    if let tool = shape.tool { add(tool, to: &fields) }
    if let answer = shape.answer, let format = format(answer) { fields["text"] = ["format": format] }
    return fields
  }

  private func add(_ tool: ModelCall.Tool, to fields: inout JSONObject) {
    var function: JSONObject = ["type": "function", "name": .string(tool.name), "description": .string(tool.description)]
    function["parameters"] = shape.bounded(tool.parameters)
    // Left out it means true here.
    function["strict"] = .bool(shape.takes(.strict))
    fields["tools"] = [.object(function)]
    fields["tool_choice"] = shape.habits.toolUse == .named ? ["type": "function", "name": .string(tool.name)] : "required"
    if shape.takes(.parallelToolCalls) { fields["parallel_tool_calls"] = false }
  }

  private func format(_ answer: ModelCall.AnswerSchema) -> JSONValue? {
    switch shape.habits.answerForm {
    case .object: ["type": "json_object"]
    case .function, .words: nil
    case .schema:
      [
        "type": "json_schema", "name": .string(answer.name), "strict": .bool(shape.takes(.strict)), "schema": shape.bounded(answer.schema),
      ]
    }
  }
}
