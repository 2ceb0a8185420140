internal import Casefile
internal import HuntPipeline

/// The body of one request to Anthropic's Messages API.
struct MessagesRequest {
  let shape: CallShape

  var fields: JSONObject {
    var fields: JSONObject = [
      "model": .string(shape.model), "max_tokens": .integer(Int64(shape.call.maxOutput)), "messages": .array(shape.conversation),
      "stream": true,
    ]
    let instructions = shape.instructions
    if !instructions.isEmpty { fields["system"] = .string(instructions) }
    if shape.takes(.temperature) { fields["temperature"] = 0 }
    if let tool = shape.tool { add(tool, to: &fields) }
    if let answer = shape.answer, shape.habits.answerForm == .schema {
      fields["output_config"] = ["format": ["type": "json_schema", "schema": shape.bounded(answer.schema)]]
    }
    return fields
  }

  private func add(_ tool: ModelCall.Tool, to fields: inout JSONObject) {
    var function: JSONObject = ["name": .string(tool.name), "description": .string(tool.description)]
    function["input_schema"] = shape.bounded(tool.parameters)
    if shape.takes(.strict) { function["strict"] = true }
    fields["tools"] = [.object(function)]
    var choice: JSONObject = shape.habits.toolUse == .named ? ["type": "tool", "name": .string(tool.name)] : ["type": "any"]
    if shape.takes(.parallelToolCalls) { choice["disable_parallel_tool_use"] = true }
    fields["tool_choice"] = .object(choice)
  }
}
