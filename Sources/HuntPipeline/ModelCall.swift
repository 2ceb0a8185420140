package import Casefile

/// One call to a language model, in the terms all providers share.
package struct ModelCall: Equatable, Sendable {
  package struct Message: Equatable, Sendable {
    package enum Role: String, Sendable {
      case system
      case user
      case assistant
      case tool
    }

    package var role: Role
    package var text: String

    package init(_ role: Role, _ text: String) {
      self.role = role
      self.text = text
    }
  }

  /// A function the model must call, with a strict schema for its arguments.
  package struct Tool: Equatable, Sendable {
    package var name: String
    package var description: String
    /// JSON schema in the strict subset: every object closed, every property required.
    package var parameters: JSONValue

    package init(name: String, description: String, parameters: JSONValue) {
      self.name = name
      self.description = description
      self.parameters = parameters
    }
  }

  /// A strict schema for the answer's text.
  package struct AnswerSchema: Equatable, Sendable {
    package var name: String
    package var schema: JSONValue

    package init(name: String, schema: JSONValue) {
      self.name = name
      self.schema = schema
    }
  }

  /// The provider's model name.
  package var model: String
  package var messages: [Message]
  /// When set, the model must call this one function and nothing else.
  package var tool: Tool?
  /// When set, the answer is JSON of this schema.
  package var answerSchema: AnswerSchema?
  /// Tokens of answer at most, reasoning included.
  package var maxOutput: Int
  /// Tokens of input as they were counted before; nil where nobody counted. Pacing goes by it, nothing else.
  package var inputTokens: Int?
  /// Hears of everything that is sent and comes, as it comes.
  package var meter: CallMeter?

  package init(model: String, messages: [Message], tool: Tool? = nil, answerSchema: AnswerSchema? = nil, maxOutput: Int) {
    self.model = model
    self.messages = messages
    self.tool = tool
    self.answerSchema = answerSchema
    self.maxOutput = maxOutput
  }
}

/// A piece of an answer as it arrives.
package enum ModelDelta: Equatable, Sendable {
  case text(String)
  /// Reasoning that some servers show; never part of the answer.
  case reasoning(String)
  /// A piece of the arguments of tool call number `index`.
  case toolArguments(index: Int, String)
  /// The call failed in a way that is worth trying again; the provider waits and does so.
  case retrying(afterSeconds: Double, cause: String)
  /// Something the server does not take, learnt from its refusal; said once, in one sentence.
  case learnt(String)
}

/// A whole answer.
package struct ModelAnswer: Equatable, Sendable {
  package enum Finish: String, Sendable {
    case complete
    /// The output limit was reached.
    case length
    /// The stream ended before its end mark.
    case cut
    /// The provider's content filter stopped it.
    case filtered
    /// The model refused; `refusal` holds its words.
    case refused
  }

  package struct ToolCall: Equatable, Sendable {
    package var id: String
    package var name: String
    /// JSON text as the model wrote it; it can be malformed.
    package var arguments: String

    package init(id: String, name: String, arguments: String) {
      self.id = id
      self.name = name
      self.arguments = arguments
    }
  }

  package var text: String
  package var toolCalls: [ToolCall]
  package var refusal: String?
  package var finish: Finish
  /// Nil when the server reported none.
  package var usage: Usage?
  /// The model the server says it used.
  package var servedBy: String?
  /// What ended the answer, where it was cut and the provider said why.
  package var cutCause: String?

  package init(
    text: String = "", toolCalls: [ToolCall] = [], refusal: String? = nil, finish: Finish, usage: Usage? = nil, servedBy: String? = nil
  ) {
    self.text = text
    self.toolCalls = toolCalls
    self.refusal = refusal
    self.finish = finish
    self.usage = usage
    self.servedBy = servedBy
  }
}
