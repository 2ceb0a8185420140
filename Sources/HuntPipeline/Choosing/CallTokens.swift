package import Casefile

/// Tokens of one call, part by part, as they are counted before anything is sent.
package struct CallTokens: Equatable, Sendable {
  /// What the tokens of a call are spent on.
  package enum Part: String, CaseIterable, Sendable {
    /// The standing words that say what to do.
    case system
    /// The functions that may be called.
    case tools
    /// The shape that the answer must have.
    case schema
    /// The request, its query and what the analyst's own lists say.
    case request
    /// The rows, as they are reduced.
    case rows
    /// What the provider adds round each message, and to begin the answer.
    case framing
  }

  package private(set) var counts: [Part: Int]

  package init(_ counts: [Part: Int] = [:]) { self.counts = counts }

  package subscript(part: Part) -> Int {
    get { counts[part] ?? 0 }
    set { counts[part] = newValue }
  }

  package var total: Int { counts.values.reduce(0, +) }

  /// The tokens of two calls together.
  package static func + (left: CallTokens, right: CallTokens) -> CallTokens {
    CallTokens(left.counts.merging(right.counts, uniquingKeysWith: +))
  }

  /// `{"system":612,"schema":402,…}`, only parts that have tokens.
  package var json: JSONValue {
    var object = JSONObject()
    for line in lines { object[line.part.rawValue] = .integer(Int64(line.tokens)) }
    return .object(object)
  }

  /// `system 612 · schema 402 · rows 9,800`; empty for nothing.
  package var words: String { lines.map { "\($0.part.rawValue) \($0.tokens.grouped)" }.joined(separator: " · ") }

  /// Each part that has tokens, in the order of declaration.
  package var lines: [(part: Part, tokens: Int)] { Part.allCases.map { ($0, self[$0]) }.filter { $0.1 > 0 } }
}

/// Counts a call as OpenAI's published recipe does (openai-cookbook, "How to count tokens with tiktoken").
///
/// The recipe covers messages and flat function parameters. Nested parameters are counted by the same rule at every depth, and the schema
/// of an answer as its text: neither is published, which is why what a provider reports corrects later estimates.
package struct CallRecipe {
  private let encoding: ModelCard.Encoding
  private let count: (String) -> Int

  /// `count` gives the tokens of a text in this encoding.
  package init(_ encoding: ModelCard.Encoding, count: @escaping (String) -> Int) {
    self.encoding = encoding
    self.count = count
  }

  /// Tokens round each message, and those that begin the answer.
  private static let perMessage = 3
  private static let primer = 3

  /// What the call sends. `rowless` is the same call without its rows: they are counted by difference, so that the parts sum up to the
  /// whole although a token may span the border.
  package func tokens(of call: ModelCall, rowless: ModelCall? = nil) -> CallTokens {
    guard let rowless else { return parts(of: call) }
    var tokens = parts(of: rowless)
    let whole = call.messages.reduce(0) { $0 + count($1.text) }
    tokens[.rows] = max(0, whole - tokens[.system] - tokens[.request])
    return tokens
  }

  private func parts(of call: ModelCall) -> CallTokens {
    var tokens = CallTokens()
    tokens[.framing] = CallRecipe.primer
    for message in call.messages {
      tokens[.framing] += CallRecipe.perMessage + count(message.role.rawValue)
      tokens[message.role == .system ? .system : .request] += count(message.text)
    }
    if let tool = call.tool { tokens[.tools] = self.tokens(of: tool) }
    if let schema = call.answerSchema { tokens[.schema] = count(schema.name) + count(schema.schema.text) }
    return tokens
  }

  /// The constants of the recipe: before a function, and after all of them.
  private var functionStart: Int { encoding == .o200k ? 7 : 10 }
  private static let functionsEnd = 12
  private static let properties = 3
  private static let property = 3
  private static let choices = -3
  private static let choice = 3

  private func tokens(of tool: ModelCall.Tool) -> Int {
    functionStart + count("\(tool.name):\(CallRecipe.withoutDot(tool.description))") + tokens(ofProperties: tool.parameters)
      + CallRecipe.functionsEnd
  }

  private func tokens(ofProperties schema: JSONValue) -> Int {
    guard let properties = schema["properties"]?.object, !properties.isEmpty else { return 0 }
    return CallRecipe.properties + properties.pairs.reduce(0) { $0 + tokens(ofProperty: $1.0, $1.1) }
  }

  private func tokens(ofProperty name: String, _ schema: JSONValue) -> Int {
    let type = schema["type"]?.string ?? schema["type"]?.array?.compactMap(\.string).joined(separator: "|") ?? ""
    let own = CallRecipe.property + count("\(name):\(type):\(CallRecipe.withoutDot(schema["description"]?.string ?? ""))")
    return own + ([schema] + [schema["items"]].compactMap { $0 }).reduce(0) { $0 + tokens(ofChoices: $1) + tokens(ofProperties: $1) }
  }

  /// The choices that a value, or the items of a list, may have.
  private func tokens(ofChoices schema: JSONValue) -> Int {
    guard let choices = schema["enum"]?.array?.compactMap(\.string), !choices.isEmpty else { return 0 }
    return CallRecipe.choices + choices.reduce(0) { $0 + CallRecipe.choice + count($1) }
  }

  private static func withoutDot(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }
}
