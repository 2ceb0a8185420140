package import HuntPipeline
internal import Casefile
internal import Locking
package import Transport

/// A language model behind a provider, whichever format that one speaks.
///
/// Copies share what was learnt about the server and how much of its limits is used. One call may be sent several times: again after a
/// passing failure before the first piece of the answer, and in another form when the server refuses something. Cancelling the task ends
/// the transfer.
package struct RemoteModel: LanguageModel {
  /// What copies share, by model.
  struct Session: Sendable {
    var habits: [String: Habits] = [:]
    var pacing: [String: Pacing] = [:]
    /// Lessons that the analyst was told; each is told once.
    var told: Set<String> = []
  }

  let configuration: ProviderConfiguration
  let endpoint: Endpoint
  let sender: any HTTPSending
  let surroundings: RetrySurroundings
  private let policy: RetryPolicy
  private let timeouts: HTTPRequest.Timeouts
  let session = Locked(Session())

  package init(
    _ configuration: ProviderConfiguration, sender: any HTTPSending, surroundings: RetrySurroundings,
    policy: RetryPolicy = RetryPolicy(attempts: 3, hopelessCodes: RemoteModel.hopelessCodes),
    timeouts: HTTPRequest.Timeouts = .model
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
    var trial = Trial(habits(for: call))
    while true {
      let ticket = try await pace(call, deliver)
      do {
        let answer = try await answerOnce(call, &trial, deliver)
        if let usage = answer.usage { settle(ticket, call, usage.input + usage.output) }
        return answer
      } catch let failure as Failure {
        // What was refused took nothing.
        settle(ticket, call, 0)
        if failure.isUnpaid { call.meter?.refused() }
        if case .provider(let error, _) = failure.reason, trial.learn(from: error, call, shape) { continue }
        try await wait(after: failure, call, &trial, deliver)
      }
    }
  }

  /// Waits before another attempt, or throws what the analyst is told.
  private func wait(
    after failure: Failure, _ call: ModelCall, _ trial: inout Trial, _ deliver: @Sendable (ModelDelta) async throws -> Void
  ) async throws {
    if case .provider(let error, _) = failure.reason, error.kind == .slowDown { try checkSize(call, mask: trial.mask) }
    let now = surroundings.now()
    let decision = policy.decision(
      after: failure.outcome, attempt: trial.attempt, isIdempotent: true, waited: trial.waited, now: now, chance: surroundings.chance())
    guard case .wait(let seconds) = decision else {
      throw trial.mask.masked(failure.problem(configuration, call, trial.habits.format, now: now))
    }
    try await deliver(.retrying(afterSeconds: seconds, cause: trial.mask.masked(failure.outcome.cause)))
    try await surroundings.sleep(seconds)
    trial.attempt += 1
    trial.waited += seconds
  }

  private func answerOnce(
    _ call: ModelCall, _ trial: inout Trial, _ deliver: @Sendable (ModelDelta) async throws -> Void
  ) async throws -> ModelAnswer {
    let shape = shape(call, trial.habits)
    let request = try await request(shape)
    trial.mask = SecretMask(of: request.headers)
    let response: HTTPResponse
    let (silence, host) = (SilenceWatch(), WebAddress(request.url)?.host ?? configuration.name)
    async let _: Void = silence.run(every: surroundings.patience) { seconds in
      try await deliver(.retrying(afterSeconds: 0, cause: SilenceWatch.words(host, seconds)))
    }
    call.meter?.sent()
    do {
      response = trial.mask.masked(try await sender.send(request))
    } catch let failure as HTTPFailure {
      throw Failure(reason: .transport(failure))
    }
    silence.heard()
    hear(response.head, call)
    if response.head.isSuccess { try await accept(call, trial, deliver) }
    let masked = MaskedDelivery(trial.mask)
    let answer = trial.mask.masked(
      try await read(response, shape, silence) { delta in
        if let delta = masked.push(delta) { try await deliver(delta) }
      })
    for rest in masked.finish() { try await deliver(rest) }
    noteIgnored(call, trial.habits, answer)
    return answer
  }

  private func request(_ shape: CallShape) async throws -> HTTPRequest {
    var headers = try await configuration.headers()
    headers["Content-Type"] = "application/json"
    headers["Accept"] = "text/event-stream"
    return HTTPRequest(
      .post, endpoint.address(shape.habits.format), headers: headers, body: shape.body, timeouts: timeouts, redirects: .sameHost,
      maximumBody: 256 << 20, isIdempotent: true)
  }
}
