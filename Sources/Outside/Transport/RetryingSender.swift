package import Casefile

/// What retrying needs from the world: the time, chance, a way to wait, and somebody to tell.
package struct RetrySurroundings: Sendable {
  package var now: @Sendable () -> DateTime
  package var chance: @Sendable () -> Double
  package var sleep: @Sendable (_ seconds: Double) async throws -> Void
  /// Called before every wait, with its length and why.
  package var onRetry: @Sendable (_ seconds: Double, _ cause: String) -> Void
  /// Seconds without anything useful before that is told. By the time that really passes: a world whose time stands still tells nothing.
  package var patience = 1e6

  package init(
    now: @escaping @Sendable () -> DateTime, chance: @escaping @Sendable () -> Double,
    sleep: @escaping @Sendable (Double) async throws -> Void, onRetry: @escaping @Sendable (Double, String) -> Void = { _, _ in }
  ) {
    self.now = now
    self.chance = chance
    self.sleep = sleep
    self.onRetry = onRetry
  }
}

/// Sends through another sender and tries again as the policy says.
///
/// Only the way to the head is retried: once a body streams, its reader decides. Answers that are not retried are returned as they are.
package struct RetryingSender: HTTPSending {
  private let sender: any HTTPSending
  private let policy: RetryPolicy
  private let surroundings: RetrySurroundings

  package init(_ sender: any HTTPSending, policy: RetryPolicy = RetryPolicy(), surroundings: RetrySurroundings) {
    self.sender = sender
    self.policy = policy
    self.surroundings = surroundings
  }

  package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    var waited = 0.0
    var attempt = 1
    while true {
      let outcome: RetryPolicy.Outcome
      let result: Result<HTTPResponse, HTTPFailure>
      do {
        let response = try await sender.send(request)
        if response.head.status < 400 { return response }
        result = .success(response)
        outcome = .answer(response.head)
      } catch let failure as HTTPFailure {
        result = .failure(failure)
        outcome = .failure(failure)
      }
      let decision = policy.decision(
        after: outcome, attempt: attempt, isIdempotent: request.isIdempotent, waited: waited, now: surroundings.now(),
        chance: surroundings.chance())
      guard case .wait(let seconds) = decision else { return try result.get() }
      surroundings.onRetry(seconds, outcome.cause)
      try await surroundings.sleep(seconds)
      waited += seconds
      attempt += 1
    }
  }
}

extension RetryPolicy.Outcome {
  /// A short cause for the analyst.
  package var cause: String {
    switch self {
    case .answer(let head, let code):
      let words =
        switch head.status {
        case 429: "too many requests"
        case 408, 504: "the service took too long"
        case 500: "the service had an error"
        case 502, 503: "the service is busy or down"
        default: "the service refused"
        }
      return words + " (HTTP \(head.status)" + (code.map { ", \($0))" } ?? ")")
    case .failure(let failure): return failure.problem.summary
    }
  }
}
