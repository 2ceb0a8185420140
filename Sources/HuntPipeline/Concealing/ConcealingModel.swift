import Casefile
import Locking

/// A language model that never learns a name: calls go out concealed and checked, answers come back revealed.
package struct ConcealingModel: LanguageModel {
  private let model: any LanguageModel
  private let concealment: Concealment
  /// Keeps new stand-ins before they are used.
  private let keep: @Sendable ([StandIn]) async throws -> Void

  package init(
    _ model: any LanguageModel, _ concealment: Concealment, keep: @escaping @Sendable ([StandIn]) async throws -> Void = { _ in }
  ) {
    self.model = model
    self.concealment = concealment
    self.keep = keep
  }

  /// What a server wrote is counted, not the names that come in its place.
  package var metersPieces: Bool { true }

  package func answer(_ call: ModelCall, deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> ModelAnswer {
    let call = try await concealment.safelyConcealed(call)
    try await keep(concealment.takeNew())
    let isJSON = call.answerSchema != nil
    let text = RevealedStream(concealment, isJSON: isJSON)
    let thought = RevealedStream(concealment, isJSON: false)
    let arguments = Locked<[Int: RevealedStream]>([:])
    let answer = try await model.answer(call) { delta in
      try call.meter?.take(delta)
      switch delta {
      case .text(let piece): try await Self.deliver(text.push(piece)) { try await deliver(.text($0)) }
      case .reasoning(let piece): try await Self.deliver(thought.push(piece)) { try await deliver(.reasoning($0)) }
      case .toolArguments(let index, let piece):
        let stream = arguments.withLock { streams in
          let stream = streams[index] ?? RevealedStream(concealment, isJSON: true)
          streams[index] = stream
          return stream
        }
        try await Self.deliver(stream.push(piece)) { try await deliver(.toolArguments(index: index, $0)) }
      default: try await deliver(delta)
      }
    }
    try await Self.deliver(thought.finish()) { try await deliver(.reasoning($0)) }
    try await Self.deliver(text.finish()) { try await deliver(.text($0)) }
    for (index, stream) in arguments.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      try await Self.deliver(stream.finish()) { try await deliver(.toolArguments(index: index, $0)) }
    }
    return concealment.revealed(answer, isJSON: isJSON)
  }

  private static func deliver(_ text: String, _ deliver: (String) async throws -> Void) async throws {
    if !text.isEmpty { try await deliver(text) }
  }
}

/// Turns stand-ins back in a text that comes in pieces: what may still become one waits for the next piece.
private final class RevealedStream: Sendable {
  private let concealment: Concealment
  /// Whether names come to stand in strings of JSON.
  private let isJSON: Bool
  private struct State: Sendable {
    var waiting = ""
    /// The end of what was shown, as it came: enough to tell whether a word, or an escape, goes before what comes next.
    var recent: [UInt8] = []
  }

  private let state = Locked(State())
  private static let remembered = 8

  init(_ concealment: Concealment, isJSON: Bool) {
    self.concealment = concealment
    self.isJSON = isJSON
  }

  func push(_ piece: String) -> String {
    state.withLock { state in
      let text = state.waiting + piece
      let held = StandInText.openEnd(of: text)
      state.waiting = String(decoding: text.utf8.suffix(held), as: UTF8.self)
      return show(String(decoding: text.utf8.dropLast(held), as: UTF8.self), &state.recent)
    }
  }

  func finish() -> String {
    state.withLock { state in
      defer { state.waiting = "" }
      return show(state.waiting, &state.recent)
    }
  }

  private func show(_ text: String, _ recent: inout [UInt8]) -> String {
    guard !text.isEmpty else { return "" }
    let isInWord = recent.withUnsafeBufferPointer(TermBytes.endsInTerm)
    recent = Array((recent + text.utf8).suffix(RevealedStream.remembered))
    return concealment.revealed(text, afterWord: isInWord, inJSON: isJSON)
  }
}

extension Concealment {
  /// The call with every identity replaced. Throws a `Problem`, and nothing is sent, where one is left.
  package func concealed(_ call: ModelCall) throws -> ModelCall {
    for message in call.messages { note(text: message.text, mayHoldStandIns: true) }
    var call = call
    call.messages = call.messages.map { ModelCall.Message($0.role, concealed($0.text)) }
    // A table may bear the name of a company; what the form names is said as the words of the request say it.
    call.tool = call.tool.map {
      ModelCall.Tool(name: $0.name, description: concealed($0.description), parameters: concealed($0.parameters))
    }
    let form = [call.tool?.description, call.tool?.parameters.text].compactMap { $0 }
    let left = (call.messages.map(\.text) + form).flatMap { residue(in: $0) }
    guard left.isEmpty else {
      throw Problem(
        "Nothing was sent: it would have named somebody.",
        cause: "\(left.count == 1 ? "This stands" : "These stand") in the request although stand-ins are on: "
          + left.prefix(5).joined(separator: ", ") + (left.count > 5 ? " and \(left.count - 5) more." : "."),
        remedy: "Leave the words out of the request or the columns out of the query, or ask a model on this machine.", kind: .refused)
    }
    return call
  }

  /// Every text inside, at any depth; the keys are ours.
  private func concealed(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(concealed(text))
    case .array(let items): .array(items.map { concealed($0) })
    case .object(let object):
      .object(object.pairs.reduce(into: JSONObject()) { $0[$1.0] = concealed($1.1) })
    default: value
    }
  }

  /// Arguments are read before they are turned back, so that a stand-in written with escapes is found too.
  private func revealed(json text: String) -> String {
    guard text.contains("\\u"), let value = try? JSONValue(parsing: text) else { return revealed(text, inJSON: true) }
    return turnedBack(value).text
  }

  private func turnedBack(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): .string(revealed(text))
    case .array(let items): .array(items.map { turnedBack($0) })
    case .object(let object):
      .object(object.pairs.reduce(into: JSONObject()) { $0[$1.0] = turnedBack($1.1) })
    default: value
    }
  }

  func revealed(_ answer: ModelAnswer, isJSON: Bool = false) -> ModelAnswer {
    var answer = answer
    answer.text = revealed(answer.text, inJSON: isJSON)
    answer.refusal = answer.refusal.map { revealed($0) }
    answer.toolCalls = answer.toolCalls.map { ModelAnswer.ToolCall(id: $0.id, name: $0.name, arguments: revealed(json: $0.arguments)) }
    return answer
  }
}
