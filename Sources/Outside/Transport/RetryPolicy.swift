package import Casefile

/// Whether to try again and when: by status and code, never by text.
///
/// Time and chance are passed in, so that every decision can be repeated.
package struct RetryPolicy: Equatable, Sendable {
  /// How an attempt went wrong.
  package enum Outcome: Sendable {
    /// An answer with a bad status; `code` is the provider's own code from the body, when it has one.
    case answer(HTTPResponseHead, code: String? = nil)
    case failure(HTTPFailure)
  }

  package enum Decision: Equatable, Sendable {
    case giveUp
    case wait(seconds: Double)
  }

  /// Sendings in all.
  package var attempts: Int
  /// The first wait is somewhere between nothing and this, in seconds; it doubles from attempt to attempt.
  package var firstWait: Double
  /// No chosen wait is longer.
  package var longestWait: Double
  /// A wait the server asks for is kept up to here; a longer one ends the trying.
  package var longestAskedWait: Double
  /// Seconds of waiting in all.
  package var budget: Double
  package var statuses: Set<Int>
  /// Provider codes that another attempt cannot cure, such as a used-up quota.
  package var hopelessCodes: Set<String>

  package init(
    attempts: Int = 4, firstWait: Double = 0.5, longestWait: Double = 8, longestAskedWait: Double = 120, budget: Double = 180,
    statuses: Set<Int> = [408, 409, 425, 429, 500, 502, 503, 504, 529], hopelessCodes: Set<String> = []
  ) {
    self.attempts = attempts
    self.firstWait = firstWait
    self.longestWait = longestWait
    self.longestAskedWait = longestAskedWait
    self.budget = budget
    self.statuses = statuses
    self.hopelessCodes = hopelessCodes
  }

  /// Whether `x-should-retry` decides, as vendors of models mean it.
  package var heedsShouldRetry = true

  /// Never tries again.
  package static let none = RetryPolicy(attempts: 1)

  /// What to do after attempt number `attempt` (from 1), with `waited` seconds spent so far and `chance` from 0 to 1.
  package func decision(
    after outcome: Outcome, attempt: Int, isIdempotent: Bool, waited: Double, now: DateTime, chance: Double
  ) -> Decision {
    guard attempt < attempts else { return .giveUp }
    var asked: Double?
    switch outcome {
    case .failure(let failure):
      // Whoever took all the time there is for an answer takes it for the next.
      if failure.isOutOfTime { return .giveUp }
      guard failure.isPassing, isIdempotent || failure.isBeforeSending else { return .giveUp }
    case .answer(let head, let code):
      asked = RetryPolicy.askedWait(head.headers, now: now)
      guard wantsRetry(head, code: code, isIdempotent: isIdempotent) else { return .giveUp }
    }
    if let asked, asked > longestAskedWait { return .giveUp }
    let doubled = firstWait * Double(sign: .plus, exponent: min(attempt - 1, 30), significand: 1)
    let wait = asked ?? min(longestWait, doubled) * min(max(chance, 0), 1)
    return waited + wait <= budget ? .wait(seconds: wait) : .giveUp
  }

  /// 429 says that nothing was done, so that even a request that must not run twice may be sent again; so does an explicit word.
  private func wantsRetry(_ head: HTTPResponseHead, code: String?, isIdempotent: Bool) -> Bool {
    if let code, hopelessCodes.contains(code) { return false }
    switch heedsShouldRetry ? head.headers["x-should-retry"]?.lowercased() : nil {
    case "true": return true
    case "false": return false
    default: return statuses.contains(head.status) && (isIdempotent || head.status == 429)
    }
  }

  /// Seconds in which nothing that is asked now is still wanted; a server that asks for more is taken to ask for this.
  package static let longestTold = 86_400.0

  /// Seconds the server asks to wait: `retry-after-ms`, else `Retry-After` as seconds or as a date; from 0 to `longestTold`.
  package static func askedWait(_ headers: HTTPHeaders, now: DateTime) -> Double? {
    if let milliseconds = headers["retry-after-ms"].flatMap(number) { return bounded(milliseconds / 1000) }
    guard let text = headers["retry-after"] else { return nil }
    if let seconds = number(text) { return bounded(seconds) }
    return HTTPDate.parse(text).map { bounded($0.unixSeconds - now.unixSeconds) }
  }

  private static func bounded(_ seconds: Double) -> Double { min(max(0, seconds), longestTold) }

  private static func number(_ text: String) -> Double? {
    guard let value = Double(text.trimmingBlanks()), value.isFinite else { return nil }
    return value
  }
}
