internal import Casefile
internal import Locking
internal import Transport

/// Asks a service of the sign-in and tries again. Whoever waits for the token hears when one attempt brings nothing for long, and of every
/// pause with its reason; during a pause the service owes no answer, so that nothing is said of its silence.
struct SignInSender: HTTPSending {
  let sender: any HTTPSending
  /// Who is asked, for people.
  let subject: String
  let surroundings: RetrySurroundings
  var patience = SilenceWatch.patience
  /// How the watch over an attempt lets time pass.
  var sleep = SilenceWatch.realSleep

  func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    let asked = Locked(false)
    var told = surroundings
    told.onRetry = { [surroundings, subject] seconds, cause in
      SignInWait.tellPause(seconds, cause, askedBy: asked.withLock { $0 } ? subject : nil, surroundings)
    }
    let attempt = Attempt(sender: sender, subject: subject, patience: patience, sleep: sleep, now: surroundings.now) { isAsked in
      asked.withLock { $0 = isAsked }
    }
    return try await RetryingSender(attempt, surroundings: told).send(request)
  }

  /// One attempt, to the end of its body.
  private struct Attempt: HTTPSending {
    let sender: any HTTPSending
    let subject: String
    let patience: Double
    let sleep: SilenceWatch.Sleep
    let now: @Sendable () -> DateTime
    /// Hears whether the answer names a time to wait.
    let askedWait: @Sendable (Bool) -> Void

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      askedWait(false)
      let response = try await SignInWait.told(of: subject, every: patience, sleep: sleep) {
        try await CollectingSender(sender: sender).send(request)
      }
      askedWait(RetryPolicy.askedWait(response.head.headers, now: now()) != nil)
      return response
    }
  }
}
