internal import Casefile
internal import HuntPipeline

/// A call as one server takes it: what its body asks for, before any format writes it down.
struct CallShape {
  let call: ModelCall
  let habits: Habits
  /// The name the server knows the model by.
  let model: String

  /// The function that is sent as one; nil where none is asked for, or only as an answer.
  var tool: ModelCall.Tool? {
    if let tool = call.tool { return habits.toolUse == .asAnswer ? nil : tool }
    guard habits.answerForm == .function, let schema = call.answerSchema else { return nil }
    return ModelCall.Tool(name: schema.name, description: "Takes the whole answer.", parameters: schema.schema)
  }

  /// The shape that the answer's text must have; a function asked for as an answer lends its parameters.
  var answer: ModelCall.AnswerSchema? {
    if let tool = call.tool { return habits.toolUse == .asAnswer ? .init(name: tool.name, schema: tool.parameters) : nil }
    return habits.answerForm == .function ? nil : call.answerSchema
  }

  /// How what comes is to be read.
  var use: ShapeUse {
    if let tool = call.tool { return habits.toolUse == .asAnswer ? .textIsCall(tool.name) : .plain }
    return tool == nil ? .plain : .callIsText
  }

  /// The shape in words, where the server cannot hold the model to a schema.
  var words: String? {
    guard let answer, habits.answerForm == .object || habits.answerForm == .words else { return nil }
    return "Answer with one JSON object of this schema and nothing else:\n" + answer.schema.text
  }

  /// The texts of the system, which some formats keep apart from what is said.
  var instructions: String { call.messages.filter { $0.role == .system }.map(\.text).joined(separator: "\n\n") }

  /// Everything else that is said, the shape in words last.
  var conversation: [JSONValue] {
    var said = call.messages.filter { $0.role != .system }
    if let words { said.append(.init(.user, words)) }
    return said.map { ["role": .string($0.role == .assistant ? "assistant" : "user"), "content": .string($0.text)] }
  }

  func takes(_ field: Habits.Field) -> Bool { !habits.left.contains(field) }
  func bounded(_ schema: JSONValue) -> JSONValue { habits.schemaBounds.applied(to: schema) }

  /// The body in the server's format.
  var body: [UInt8] {
    let fields: JSONObject =
      switch habits.format {
      case .chatCompletions: ChatRequest(shape: self).fields
      case .responses: ResponsesRequest(shape: self).fields
      case .messages: MessagesRequest(shape: self).fields
      }
    return Array(JSONValue.object(fields).text.utf8)
  }

  /// Whoever reads the answer to it.
  var reader: any AnswerReader {
    let draft = AnswerDraft(use, isJSON: answer != nil)
    switch habits.format {
    case .chatCompletions: return ChatStreamReader(draft)
    case .responses: return ResponsesStreamReader(draft)
    case .messages: return MessagesStreamReader(draft)
    }
  }
}
