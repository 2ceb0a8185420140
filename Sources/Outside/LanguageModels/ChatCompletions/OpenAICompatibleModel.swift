package import HuntPipeline
internal import Casefile
internal import Locking
package import Transport

/// A language model behind any server that speaks Chat Completions.
///
/// Copies share what was learnt about the server. One call may be sent several times: again after a passing failure before the first
/// piece of the answer, and in another form when the server refuses an optional field. Cancelling the task ends the transfer.
package struct OpenAICompatibleModel: LanguageModel {
  private struct Session: Sendable {
    var habits: [String: Habits] = [:]
  }

  let configuration: ProviderConfiguration
  let endpoint: Endpoint
  let sender: any HTTPSending
  private let surroundings: RetrySurroundings
  private let policy: RetryPolicy
  private let timeouts: HTTPRequest.Timeouts
  private let session = Locked(Session())

  /// Forms of one request that are tried before giving up.
  private static let formLimit = 6

  package init(
    _ configuration: ProviderConfiguration, sender: any HTTPSending, surroundings: RetrySurroundings,
    policy: RetryPolicy = RetryPolicy(attempts: 3, hopelessCodes: OpenAICompatibleModel.hopelessCodes),
    timeouts: HTTPRequest.Timeouts = HTTPRequest.Timeouts(connect: 10, firstByte: 300, idle: 120)
  ) {
    self.configuration = configuration
    self.endpoint = Endpoint(configuration)
    self.sender = sender
    self.surroundings = surroundings
    self.policy = policy
    self.timeouts = timeouts
  }

  /// Codes of an error that no waiting cures.
  package static var hopelessCodes: Set<String> { ProviderError.quotaCodes }

  package func answer(_ call: ModelCall, deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> ModelAnswer {
    var attempt = 1
    var waited = 0.0
    var forms = 1
    var mask = SecretMask()
    while true {
      let habits = habits(for: call)
      do {
        return try await answerOnce(call, habits, &mask, deliver)
      } catch let failure as Failure {
        if case .provider(let error, _) = failure.reason, forms < OpenAICompatibleModel.formLimit, learn(error, call, from: habits) {
          forms += 1
          continue
        }
        let decision = policy.decision(
          after: failure.outcome, attempt: attempt, isIdempotent: true, waited: waited, now: surroundings.now(),
          chance: surroundings.chance())
        guard case .wait(let seconds) = decision else { throw mask.masked(failure.problem(configuration, call)) }
        try await deliver(.retrying(afterSeconds: seconds, cause: mask.masked(failure.outcome.cause)))
        try await surroundings.sleep(seconds)
        attempt += 1
        waited += seconds
      }
    }
  }

  private func habits(for call: ModelCall) -> Habits {
    let start = Habits(configuration.dialect, efforts: configuration.reasoningEfforts(call.model), hasTool: call.tool != nil)
    return session.withLock { $0.habits[key(call)] ?? start }
  }

  /// Functions, schemas and plain questions are refused for different reasons, so each learns for itself.
  private func key(_ call: ModelCall) -> String {
    "\(call.model)\u{0}\(call.tool != nil ? "tool" : call.answerSchema != nil ? "schema" : "text")"
  }

  /// Remembers what the refusal taught; false when no other form is left. A call that learnt meanwhile on another task counts too.
  private func learn(_ error: ProviderError, _ call: ModelCall, from used: Habits) -> Bool {
    session.withLock { session in
      if let known = session.habits[key(call)], known != used { return true }
      var habits = used
      guard habits.learn(from: error, hasTool: call.tool != nil, hasSchema: call.answerSchema != nil) else { return false }
      session.habits[key(call)] = habits
      return true
    }
  }

  private func answerOnce(
    _ call: ModelCall, _ habits: Habits, _ mask: inout SecretMask, _ deliver: @Sendable (ModelDelta) async throws -> Void
  ) async throws -> ModelAnswer {
    let request = try await request(call, habits)
    mask = SecretMask(of: request.headers)
    let response: HTTPResponse
    do {
      response = try await sender.send(request)
    } catch let failure as HTTPFailure {
      throw Failure(reason: .transport(failure))
    }
    let schemaTool = habits.toolUse == .asSchema ? call.tool?.name : nil
    let (text, thought) = (SecretMask.Stream(mask), SecretMask.Stream(mask))
    let answer = mask.masked(
      try await read(response, ChatStreamReader(schemaTool: schemaTool)) { delta in
        switch delta {
        case .text(let piece): try await deliver(.text(text.push(piece)))
        case .reasoning(let piece): try await deliver(.reasoning(thought.push(piece)))
        case .toolArguments, .retrying: try await deliver(delta)
        }
      })
    let rest = text.finish()
    if !rest.isEmpty { try await deliver(.text(rest)) }
    noteIgnoredTool(call, habits, answer)
    return answer
  }

  /// A server that answers a forced function with words does not know functions; the next call asks for a schema instead.
  private func noteIgnoredTool(_ call: ModelCall, _ habits: Habits, _ answer: ModelAnswer) {
    guard call.tool != nil, answer.toolCalls.isEmpty, answer.finish == .complete, !answer.text.isEmpty else { return }
    session.withLock { session in
      var habits = habits
      habits.toolUse = .asSchema
      session.habits[key(call)] = habits
    }
  }

  private func request(_ call: ModelCall, _ habits: Habits) async throws -> HTTPRequest {
    HTTPRequest(
      .post, endpoint.chatCompletions, headers: try await headers(accepting: "text/event-stream"),
      body: ChatRequest(call: call, habits: habits).body, timeouts: timeouts, redirects: .sameHost, maximumBody: 256 << 20,
      isIdempotent: true)
  }

  func headers(accepting type: String) async throws -> HTTPHeaders {
    try configuration.checkKeyIsSafe()
    var headers: HTTPHeaders = ["Content-Type": "application/json", "Accept": type]
    switch configuration.credential {
    case .none: break
    case .bearer(let token): headers["Authorization"] = "Bearer " + (try await token())
    case .apiKey(let key): headers["api-key"] = try await key()
    }
    return headers
  }
}
