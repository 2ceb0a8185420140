internal import Casefile
internal import HuntPipeline

/// What one server takes for one model, guessed at first and learnt from its refusals; kept for the session.
struct Habits: Equatable, Sendable {
  enum ToolUse: Equatable, Sendable {
    /// `tool_choice` names the function.
    case named
    /// `tool_choice` says only that one must be called, for servers that take words only.
    case required
    /// The arguments are asked for as an answer instead, for models that take no functions here.
    case asAnswer
  }

  /// How the shape of an answer is asked for, the strictest first.
  enum AnswerForm: Equatable, Sendable {
    case schema
    /// As the arguments of a function that must be called; only where no schema is taken.
    case function
    /// Any JSON object, the shape said in words.
    case object
    case words
  }

  enum Field: String, Sendable, CaseIterable {
    case streamOptions = "stream_options"
    case parallelToolCalls = "parallel_tool_calls"
    case temperature
    case seed
    case strict
    case store
  }

  /// Bodies carry what the format has; the others of these say nothing there.
  var format: WireFormat
  private var refusedFormats: Set<WireFormat> = []
  var usesMaxTokens: Bool
  var left: Set<Field> = []
  var toolUse = ToolUse.named
  var answerForm = AnswerForm.schema
  var reasoningEffort: String?
  /// Bounds that strict schemas must do without.
  var schemaBounds: SchemaBounds
  private let efforts: [String]
  /// Whether a refusal of the model may mean that it is spoken to over the Responses API: so it is with OpenAI and Azure.
  private let hasTwoFormats: Bool

  /// What is tried first. `card` is what the catalogue knows of the model.
  init(_ dialect: ProviderConfiguration.Dialect, card: ModelCard?, hasTool: Bool) {
    usesMaxTokens = dialect == .compatible
    efforts = card?.reasoningEfforts ?? []
    hasTwoFormats = dialect != .compatible && dialect != .anthropic
    switch dialect {
    case .openAI: schemaBounds = .openAI
    case .azure, .anthropic: schemaBounds = .none
    case .compatible: schemaBounds = .all
    }
    if dialect != .compatible { left = [.temperature, .seed] }
    format = dialect == .anthropic ? .messages : .chatCompletions
    guard hasTwoFormats, let card else { return }
    if !card.takesChatCompletions || (hasTool && !card.takesFunctionsInChat) {
      format = .responses
      // A plan is worth no long thought, and what is thought is paid.
      if hasTool { reasoningEffort = efforts.first }
    } else if hasTool, efforts.contains("none") {
      // From gpt-5.4 on functions are refused while reasoning is on; those models know the effort `none`.
      reasoningEffort = "none"
    }
  }

  /// Changes what the refusal names; false when there is nothing left to change.
  mutating func learn(from error: ProviderError, hasTool: Bool, hasSchema: Bool) -> Bool {
    let before = self
    if format == .chatCompletions, hasTwoFormats, error.isAboutTheFormat { turn(to: .responses) }
    if format == .responses, error.kind == .notFound || error.status == 405 || error.status == 501 {
      turn(to: .chatCompletions)
      if hasTool { toolUse = .asAnswer }
    }
    guard self == before else { return true }
    guard error.isAboutTheRequest else { return false }
    if let parameter = error.parameter { learn(parameter, hasTool: hasTool) }
    if self == before { learnUnnamed(hasTool: hasTool, hasSchema: hasSchema) }
    return self != before
  }

  /// A format that was refused once, not only for functions, is not tried again.
  private mutating func turn(to other: WireFormat, isRefused: Bool = true) {
    guard !refusedFormats.contains(other) else { return }
    if isRefused { refusedFormats.insert(format) }
    format = other
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
    case "reasoning_effort" where format == .chatCompletions && hasTool: learnEffort()
    case "reasoning_effort", "reasoning": reasoningEffort = nil
    case "tool_choice": weakenChoice()
    case "response_format", "text", "output_config": weakenSchema()
    case "tools", "functions": weakenTool()
    default: break
    }
  }

  /// Functions and reasoning are refused together: first without reasoning, where the model can; then in the format that takes both.
  private mutating func learnEffort() {
    if reasoningEffort == nil, efforts.isEmpty || efforts.contains("none") {
      reasoningEffort = "none"
      return
    }
    reasoningEffort = efforts.first { $0 != "none" }
    turn(to: .responses, isRefused: false)
    if format == .chatCompletions {
      reasoningEffort = nil
      toolUse = .asAnswer
    }
  }

  /// The server says only that something is wrong: first everything optional goes, then the form of the question.
  private mutating func learnUnnamed(hasTool: Bool, hasSchema: Bool) {
    if left != Set(Field.allCases) {
      left = Set(Field.allCases)
      reasoningEffort = nil
    } else if hasTool, toolUse != .asAnswer {
      weakenChoice()
    } else if hasTool || hasSchema {
      weakenSchema()
    }
  }

  private mutating func weakenChoice() { toolUse = toolUse == .named ? .required : .asAnswer }

  private mutating func weakenTool() {
    if schemaBounds != .none { weakenBounds() } else { toolUse = .asAnswer }
  }

  private mutating func weakenBounds() { schemaBounds = schemaBounds == .all ? .openAI : .none }

  private mutating func weakenSchema() {
    if schemaBounds != .none { return weakenBounds() }
    switch answerForm {
    case .schema: answerForm = format == .messages ? .function : .object
    case .function, .object: answerForm = .words
    case .words: break
    }
  }
}
