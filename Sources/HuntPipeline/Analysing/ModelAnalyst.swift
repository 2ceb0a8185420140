import Casefile
import IncrementalJSON

/// Analyses rows with a language model: one call without tools, answered in a strict shape, read while it streams.
package struct ModelAnalyst: Analyst {
  private let model: any LanguageModel

  package init(model: any LanguageModel) { self.model = model }

  /// No vocabulary's tokens are longer on average: what is counted so is surely too little where nobody counts better.
  private static let mostBytesPerToken = 16

  /// The call as it will be sent.
  package static func call(for brief: AnalysisBrief) -> ModelCall {
    ModelCall(
      model: brief.model.name, messages: AnalysisPrompt.messages(for: brief, boundary: brief.boundary), answerSchema: AnalysisSchema.answer,
      maxOutput: brief.maxOutput)
  }

  package func analyse(
    _ brief: AnalysisBrief, deliver: @Sendable (AnalysisDelta) async throws -> Void
  ) async throws -> AnalysisOutcome {
    var call = ModelAnalyst.call(for: brief)
    call.inputTokens = brief.inputTokens
    let reader = AnswerReader(source: "model:\(brief.model.name)")
    call.meter = brief.meter ?? CallMeter { $0.utf8.count / ModelAnalyst.mostBytesPerToken }
    var answer: ModelAnswer
    do {
      answer = try await model.metered(call) { delta in
        switch delta {
        case .text(let text): for delta in await reader.push(text) { try await deliver(delta) }
        case .retrying(let seconds, let cause): try await deliver(.retrying(afterSeconds: seconds, cause: cause))
        case .learnt(let lesson): try await deliver(.retrying(afterSeconds: 0, cause: lesson))
        case .reasoning, .toolArguments: break
        }
      }
    } catch let failure as CallMeter.TooLong {
      answer = ModelAnswer(finish: .length)
      answer.cutCause = failure.cause
    }
    if let refusal = answer.refusal {
      throw Problem("The model refused to analyse these rows.", cause: refusal, remedy: "Choose another model, or use the offline analyst.")
    }
    let (last, cut) = await reader.finish(answer.finish, cause: answer.cutCause)
    for delta in last { try await deliver(delta) }
    guard await reader.hasRead else { return AnalysisOutcome(usage: answer.usage, problem: ModelAnalyst.unreadable(cut)) }
    return AnalysisOutcome(usage: answer.usage, cut: cut != nil, cutReason: cut)
  }

  /// No findings read from something else than findings is not the same as no findings.
  private static func unreadable(_ cut: String?) -> Problem {
    Problem(
      "The model's answer could not be read.",
      cause: "It holds neither an answer nor findings in the form asked for; "
        + (cut ?? "it is something else") + ".",
      remedy: "Its words are under Analysis. Try again, choose another model, or use the offline analyst.", retry: .now)
  }
}

/// Turns the growing text of an answer into text for people and whole findings.
private actor AnswerReader {
  private var reader = JSONReader(elements: ["findings[*]"], texts: ["answer"], surroundings: .tolerant)
  private let source: String
  /// The beginning of the answer as it came, until something in it could be read.
  private var unread = ""
  private static let longestUnread = 65_536
  /// Whether anything of the form asked for was found.
  private(set) var hasRead = false

  init(source: String) { self.source = source }

  /// What became whole with this piece.
  func push(_ text: String) -> [AnalysisDelta] {
    if !hasRead, unread.utf8.count < AnswerReader.longestUnread { unread += text }
    return reader.push(text.utf8).compactMap(delta)
  }

  /// What was left over, and why the answer is not whole.
  func finish(_ finish: ModelAnswer.Finish, cause: String?) -> (deltas: [AnalysisDelta], cut: String?) {
    let (events, ending) = reader.finish()
    var deltas = events.compactMap(delta)
    if !ending.cut.isEmpty { hasRead = true }
    if !hasRead { deltas += salvaged() }
    for element in ending.cut {
      guard let repaired = element.repaired, let value = try? JSONValue(parsing: repaired[...]),
        let finding = FindingReader.finding(from: value, source: source, cut: true)
      else { continue }
      deltas.append(.finding(finding))
    }
    switch finish {
    case .length: return (deltas, "the answer reached its length limit" + (cause.map { ": \($0)" } ?? ""))
    case .cut: return (deltas, "the stream ended before the answer did" + (cause.map { ": \($0)" } ?? ""))
    case .filtered: return (deltas, "the provider's content filter stopped the answer")
    case .complete, .refused:
      if ending.failure != nil { return (deltas, "the answer stopped being JSON") }
      return (deltas, ending.isComplete ? nil : "the answer is not whole")
    }
  }

  /// What an answer of another form says: findings alone, one finding outside of a list, an empty answer; else its words as they came.
  private func salvaged() -> [AnalysisDelta] {
    guard let value = try? JSONValue(parsing: unread) else { return unread.isEmpty ? [] : [.text(unread)] }
    let items: [JSONValue]
    switch value["findings"] ?? value {
    case .array(let list): items = list
    case .null: items = []
    case let one: items = [one]
    }
    let findings = items.compactMap { FindingReader.finding(from: $0, source: source, cut: false) }
    hasRead = !findings.isEmpty || (items.isEmpty && (value["findings"] != nil || value.array != nil))
    return hasRead ? findings.map(AnalysisDelta.finding) : [.text(unread)]
  }

  private func delta(_ event: JSONReader.Event) -> AnalysisDelta? {
    switch event {
    case .text(_, let delta):
      hasRead = true
      return .text(delta)
    case .element(_, let bytes):
      hasRead = true
      guard let value = try? JSONValue(parsing: bytes[...]),
        let finding = FindingReader.finding(from: value, source: source, cut: false)
      else { return nil }
      return .finding(finding)
    case .textEnded, .tooLarge, .failed: return nil
    }
  }
}

extension AnalysisPrompt {
  /// Sixteen hexadecimal digits of chance: log text cannot hold what is made after it was written.
  static func boundary() -> String {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
