/// What one server takes for one model, guessed at first and learnt from its refusals; kept for the session.
struct Habits: Equatable, Sendable {
  enum ToolUse: Equatable, Sendable {
    /// `tool_choice` names the function.
    case named
    /// `tool_choice` is `required`, for servers that take words only.
    case required
    /// The arguments are asked for as a strict answer instead, for models that take no functions here.
    case asSchema
  }

  enum Field: String, Sendable, CaseIterable {
    case streamOptions = "stream_options"
    case parallelToolCalls = "parallel_tool_calls"
    case temperature
    case seed
    case strict
  }

  var usesMaxTokens: Bool
  var left: Set<Field> = []
  var toolUse = ToolUse.named
  var reasoningEffort: String?
  /// Bounds that strict schemas must do without.
  var schemaBounds: SchemaBounds
  /// Answers are asked for as any JSON object, for servers without schemas.
  var usesJSONObject = false
  var asksForJSON = true

  init(_ dialect: ProviderConfiguration.Dialect, efforts: [String], hasTool: Bool) {
    usesMaxTokens = dialect == .compatible
    switch dialect {
    case .openAI: schemaBounds = .openAI
    case .azure: schemaBounds = .none
    case .compatible: schemaBounds = .all
    }
    if dialect != .compatible { left = [.temperature, .seed] }
    // From gpt-5.4 on functions are refused while reasoning is on; those models know the effort `none`.
    if hasTool, dialect != .compatible, efforts.contains("none") { reasoningEffort = "none" }
  }

  /// Changes what the refusal names; false when there is nothing left to change.
  mutating func learn(from error: ProviderError, hasTool: Bool, hasSchema: Bool) -> Bool {
    guard error.isAboutTheRequest else { return false }
    let before = self
    if let parameter = error.parameter { learn(parameter, hasTool: hasTool) }
    if self == before { learnUnnamed(hasTool: hasTool, hasSchema: hasSchema) }
    return self != before
  }

  private mutating func learn(_ parameter: String, hasTool: Bool) {
    let root = String(parameter.prefix { $0 != "." && $0 != "[" })
    if let field = Field(rawValue: root) {
      left.insert(field)
      return
    }
    switch root {
    case "max_tokens": usesMaxTokens = false
    case "max_completion_tokens": usesMaxTokens = true
    case "reasoning_effort":
      if reasoningEffort == nil, hasTool {
        reasoningEffort = "none"
      } else {
        reasoningEffort = nil
        if hasTool { toolUse = .asSchema }
      }
    case "tool_choice": toolUse = toolUse == .named ? .required : .asSchema
    case "response_format": weakenSchema()
    case "tools", "functions": weakenTool()
    default: break
    }
  }

  /// The server says only that something is wrong: first everything optional goes, then the form of the question.
  private mutating func learnUnnamed(hasTool: Bool, hasSchema: Bool) {
    if left != Set(Field.allCases) {
      left = Set(Field.allCases)
      reasoningEffort = nil
    } else if hasTool, toolUse != .asSchema {
      toolUse = toolUse == .named ? .required : .asSchema
    } else if hasTool || hasSchema {
      weakenSchema()
    }
  }

  private mutating func weakenTool() {
    if schemaBounds != .none {
      schemaBounds = schemaBounds == .all ? .openAI : .none
    } else {
      toolUse = .asSchema
    }
  }

  private mutating func weakenSchema() {
    if schemaBounds != .none {
      schemaBounds = schemaBounds == .all ? .openAI : .none
    } else if !usesJSONObject {
      usesJSONObject = true
    } else {
      asksForJSON = false
    }
  }
}
