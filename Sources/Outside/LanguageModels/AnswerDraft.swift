internal import Casefile
internal import HuntPipeline

/// An answer in the making, the same for all wire formats. Texts only ever grow in place, so a long answer costs no more a piece.
struct AnswerDraft {
  private struct Call {
    var id: String
    var name = ""
    var arguments = ""
  }

  let shape: ShapeUse
  /// True where the answer must be JSON: some servers send it as reasoning, whole.
  private let isJSON: Bool
  private var thoughts = ThoughtFilter()
  private var text = ""
  private var reasoning = ""
  private var refusal = ""
  private var calls: [Int: Call] = [:]
  private var lastCall: Int?
  var usage: Usage?
  private var servedBy: String?
  /// What the server said of the end; nil while it said nothing.
  var ending: ModelAnswer.Finish?
  var isFiltered = false
  var hasEnded = false
  private(set) var hasBegun = false

  /// More reasoning is not kept: it would only be looked at where no answer came.
  private static let longestReasoning = 1 << 20
  /// One call is asked for, and a hundred are more than any answer has.
  private static let highestIndex = 127

  init(_ shape: ShapeUse = .plain, isJSON: Bool = false) {
    self.shape = shape
    self.isJSON = isJSON
  }

  mutating func serve(by model: String?) {
    if let model, !model.isEmpty { servedBy = model }
  }

  /// A piece of the answer's text, in which reasoning may stand between marks.
  mutating func say(_ piece: String) -> [ModelDelta] {
    guard !piece.isEmpty else { return [] }
    hasBegun = true
    return take(thoughts.push(piece))
  }

  mutating func think(_ piece: String) -> [ModelDelta] {
    guard !piece.isEmpty else { return [] }
    hasBegun = true
    if isJSON, reasoning.utf8.count < AnswerDraft.longestReasoning { reasoning += piece }
    return [.reasoning(piece)]
  }

  mutating func refuse(_ piece: String) {
    guard !piece.isEmpty else { return }
    refusal += piece
    hasBegun = true
  }

  /// The number of the call that a piece belongs to: its own, else that of the same id, else the latest.
  func number(of given: Int64?, id: String?, at position: Int) -> Int {
    if let given { return Int(min(max(0, given), Int64(AnswerDraft.highestIndex))) }
    if let id, let known = calls.first(where: { $0.value.id == id }) { return known.key }
    if id != nil || calls.isEmpty { return (calls.keys.max() ?? -1) + 1 }
    return lastCall ?? position
  }

  /// A piece of a call, which begins with its first one.
  mutating func call(_ number: Int, id: String?, name: String = "", arguments: String = "") -> [ModelDelta] {
    lastCall = number
    hasBegun = true
    if calls[number] == nil { calls[number] = Call(id: id ?? "call_\(number)") }
    if let id { calls[number]?.id = id }
    if !name.isEmpty { calls[number]?.name += name }
    guard !arguments.isEmpty else { return [] }
    calls[number]?.arguments += arguments
    guard shape == .callIsText else { return [.toolArguments(index: number, arguments)] }
    // A server that calls twice although it may not does not answer twice.
    return number == 0 ? [.text(arguments)] : []
  }

  /// The whole arguments of a call, as some servers send them at its end; what had not come yet is handed on.
  mutating func complete(_ number: Int, id: String?, name: String?, arguments: String) -> [ModelDelta] {
    let known = calls[number]
    if known == nil { return call(number, id: id, name: name ?? "", arguments: arguments) }
    if let name, !name.isEmpty { calls[number]?.name = name }
    guard let known, known.arguments != arguments else { return [] }
    if arguments.utf8.starts(with: known.arguments.utf8) {
      return call(number, id: id, arguments: String(decoding: arguments.utf8.dropFirst(known.arguments.utf8.count), as: UTF8.self))
    }
    calls[number]?.arguments = arguments
    return []
  }

  private mutating func take(_ pieces: [ThoughtFilter.Piece]) -> [ModelDelta] {
    pieces.map { piece in
      switch piece {
      case .thought(let thought): return .reasoning(thought)
      case .text(let words):
        text += words
        if case .textIsCall = shape { return .toolArguments(index: 0, words) }
        return .text(words)
      }
    }
  }

  /// The answer, once the stream has ended; `isCut` when it ended with a failure.
  mutating func finish(isCut: Bool) -> (deltas: [ModelDelta], answer: ModelAnswer) {
    var deltas = take(thoughts.finish())
    if isJSON, text.isEmpty, calls.isEmpty, refusal.isEmpty, AnswerDraft.isObject(reasoning) { deltas += take([.text(reasoning)]) }
    var toolCalls = calls.sorted { $0.key < $1.key }
      .map { ModelAnswer.ToolCall(id: $0.value.id, name: $0.value.name, arguments: $0.value.arguments) }
    var words = text
    switch shape {
    case .plain: break
    case .textIsCall(let name) where !text.isEmpty:
      toolCalls.append(ModelAnswer.ToolCall(id: "schema", name: name, arguments: text))
      words = ""
    case .textIsCall: break
    case .callIsText:
      if let call = toolCalls.first { words = call.arguments }
      toolCalls = []
    }
    let answer = ModelAnswer(
      text: words, toolCalls: toolCalls, refusal: refusal.isEmpty ? nil : refusal, finish: finish(isCut), usage: usage, servedBy: servedBy)
    return (deltas, answer)
  }

  private func finish(_ isCut: Bool) -> ModelAnswer.Finish {
    if isFiltered || ending == .filtered { return .filtered }
    if ending == .length { return .length }
    if !refusal.isEmpty { return .refused }
    if let ending { return ending }
    return hasEnded && hasBegun && !isCut ? .complete : .cut
  }

  private static func isObject(_ text: String) -> Bool {
    guard let value = try? JSONValue(parsing: text) else { return false }
    return value.object != nil
  }
}

extension JSONValue {
  /// A figure of a server: anything may stand there, and sums of it must stay sums.
  var tokenCount: Int? { integer.map { min(max(0, Int(clamping: $0)), 1 << 40) } }
}
