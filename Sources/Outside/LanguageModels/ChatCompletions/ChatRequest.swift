internal import Casefile
internal import HuntPipeline

/// The body of one Chat Completions request.
struct ChatRequest {
  let call: ModelCall
  let habits: Habits

  var body: [UInt8] { Array(JSONValue.object(fields).text.utf8) }

  private var fields: JSONObject {
    var fields: JSONObject = ["model": .string(call.model), "messages": .array(messages), "stream": true]
    fields[habits.usesMaxTokens ? "max_tokens" : "max_completion_tokens"] = .integer(Int64(call.maxOutput))
    if !habits.left.contains(.streamOptions) { fields["stream_options"] = ["include_usage": true] }
    if !habits.left.contains(.temperature) { fields["temperature"] = 0 }
    if !habits.left.contains(.seed) { fields["seed"] = 1 }
    if let effort = habits.reasoningEffort { fields["reasoning_effort"] = .string(effort) }
    if let tool = call.tool, habits.toolUse != .asSchema { addTool(tool, to: &fields) }
    if let schema = answerSchema, habits.asksForJSON { fields["response_format"] = format(schema) }
    return fields
  }

  /// The shape of the answer's text; a function asked for as an answer lends its parameters.
  private var answerSchema: ModelCall.AnswerSchema? {
    if let tool = call.tool { return habits.toolUse == .asSchema ? .init(name: tool.name, schema: tool.parameters) : nil }
    return call.answerSchema
  }

  private var messages: [JSONValue] {
    var messages = call.messages.map { ["role": .string($0.role.rawValue), "content": .string($0.text)] as JSONValue }
    // Where the server cannot hold the model to a schema, the words have to.
    if let schema = answerSchema, habits.usesJSONObject || !habits.asksForJSON {
      let text = "Answer with one JSON object of this schema and nothing else:\n" + schema.schema.text
      messages.append(["role": "user", "content": .string(text)])
    }
    return messages
  }

  private func addTool(_ tool: ModelCall.Tool, to fields: inout JSONObject) {
    var function: JSONObject = ["name": .string(tool.name), "description": .string(tool.description)]
    if !habits.left.contains(.strict) { function["strict"] = true }
    function["parameters"] = habits.schemaBounds.applied(to: tool.parameters)
    fields["tools"] = [["type": "function", "function": .object(function)]]
    fields["tool_choice"] = habits.toolUse == .named ? ["type": "function", "function": ["name": .string(tool.name)]] : "required"
    if !habits.left.contains(.parallelToolCalls) { fields["parallel_tool_calls"] = false }
  }

  private func format(_ schema: ModelCall.AnswerSchema) -> JSONValue {
    if habits.usesJSONObject { return ["type": "json_object"] }
    var inner: JSONObject = ["name": .string(schema.name)]
    if !habits.left.contains(.strict) { inner["strict"] = true }
    inner["schema"] = habits.schemaBounds.applied(to: schema.schema)
    return ["type": "json_schema", "json_schema": .object(inner)]
  }
}
