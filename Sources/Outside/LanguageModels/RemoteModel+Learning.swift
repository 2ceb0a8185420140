internal import Casefile
internal import HuntPipeline
internal import Locking
internal import Transport

extension RemoteModel {
  /// One call's way from form to form and from attempt to attempt.
  struct Trial {
    var habits: Habits
    /// Where the call began; what differs at the end was learnt on the way.
    let start: Habits
    /// Fields of the body that were given up on the way.
    private(set) var dropped: Set<Habits.Field> = []
    var mask = SecretMask()
    var attempt = 1
    var waited = 0.0
    private var forms = 1

    /// Forms of one request that are tried before giving up.
    private static let formLimit = 6

    init(_ habits: Habits) {
      self.habits = habits
      start = habits
    }

    /// Takes another form that the refusal asks for; false when none is left. A form with the same body is no other form.
    mutating func learn(from error: ProviderError, _ call: ModelCall, _ shape: (ModelCall, Habits) -> CallShape) -> Bool {
      guard forms < Trial.formLimit else { return false }
      let refused = shape(call, habits)
      let body = refused.body
      while habits.learn(from: error, hasTool: call.tool != nil, hasSchema: call.answerSchema != nil) {
        let next = shape(call, habits)
        guard next.habits.format != refused.habits.format || next.body != body else { continue }
        forms += 1
        let text = String(decoding: body, as: UTF8.self)
        dropped.formUnion(habits.left.subtracting(refused.habits.left).filter { text.contains("\"\($0.rawValue)\":") })
        return true
      }
      return false
    }
  }

  func shape(_ call: ModelCall, _ habits: Habits) -> CallShape {
    CallShape(call: call, habits: habits, model: configuration.wireName(of: call.model))
  }

  func habits(for call: ModelCall) -> Habits {
    session.withLock { $0.habits[key(call)] }
      ?? Habits(configuration.dialect, card: configuration.card(call.model), hasTool: call.tool != nil)
  }

  /// Functions, schemas and plain questions are refused for different reasons, so each learns for itself.
  private func key(_ call: ModelCall) -> String {
    "\(call.model)\u{0}\(call.tool != nil ? "tool" : call.answerSchema != nil ? "schema" : "text")"
  }

  /// Remembers the form that was taken, and tells what was learnt on the way, each lesson once a session.
  func accept(_ call: ModelCall, _ trial: Trial, _ deliver: @Sendable (ModelDelta) async throws -> Void) async throws {
    guard trial.habits != trial.start else { return }
    let lesson = trial.habits.lesson(since: trial.start, dropped: trial.dropped).map { "\(configuration.name): this server \($0)" }
    let isNew = session.withLock { session in
      session.habits[key(call)] = trial.habits
      return lesson.map { session.told.insert($0).inserted } ?? false
    }
    if isNew, let lesson { try await deliver(.learnt(lesson)) }
  }

  /// Some servers pass over what they do not know: one that answers a forced function with words knows no functions, and one of Anthropic's
  /// format that answers a schema with something else than JSON knows no schemas. The next call asks in another way.
  func noteIgnored(_ call: ModelCall, _ habits: Habits, _ answer: ModelAnswer) {
    guard answer.finish == .complete, answer.toolCalls.isEmpty, !answer.text.isEmpty else { return }
    var habits = habits
    if call.tool != nil {
      habits.toolUse = .asAnswer
    } else if call.answerSchema != nil, habits.format == .messages, habits.answerForm == .schema,
      answer.text.first(where: { !$0.isWhitespace }) != "{"
    {
      habits.answerForm = .function
    } else {
      return
    }
    session.withLock { $0.habits[key(call)] = habits }
  }
}
