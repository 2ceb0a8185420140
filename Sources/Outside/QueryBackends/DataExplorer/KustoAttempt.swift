import Casefile
import Transport

/// Why one attempt brought nothing, and whether another may.
struct KustoAttempt: Error, Sendable {
  var problem: Problem
  /// The service's refusal, where it was one.
  var refusal: KustoRefusal?
  /// What the retry policy is asked with; nil where trying again is hopeless.
  var outcome: RetryPolicy.Outcome?
  /// For the analyst who waits.
  var cause: String
  /// The same query over less time may work: it took too long, or exceeded a limit.
  var isTooMuch = false

  /// A bad request, of which the service does not say that the query is the bad part of it: codes of syntax and of names begin so.
  var mayBeAboutTheLimit: Bool {
    guard let refusal, refusal.status == 400, let code = refusal.error?.innerCode else { return false }
    return !code.hasPrefix("SYN") && !code.hasPrefix("SEM") && refusal.error?.limit == nil
  }

  /// A refused request.
  init(_ refusal: KustoRefusal, head: HTTPResponseHead, _ cluster: KustoCluster) {
    self.refusal = refusal
    problem = refusal.problem(cluster)
    outcome = refusal.mayPass ? .answer(head, code: refusal.error?.code) : nil
    cause = "HTTP \(refusal.status)" + (refusal.error.map { " (\($0.code))" } ?? "")
    isTooMuch = refusal.status == 504 || refusal.error?.limit != nil
  }

  /// An answer that ended without a row, and without its own end.
  init(cut problem: Problem) {
    self.problem = problem
    outcome = problem.retry == .never ? nil : .failure(HTTPFailure(.cut, host: ""))
    cause = problem.summary
  }

  /// Hopeless, unless less is asked.
  init(_ problem: Problem, isTooMuch: Bool = false) {
    self.problem = problem
    outcome = nil
    cause = problem.summary
    self.isTooMuch = isTooMuch
  }

  /// The statuses that may be asked again, where the answer's own words allow it.
  static let policy = RetryPolicy(attempts: 3, firstWait: 1, budget: 60, statuses: [500, 502, 503, 520])
}
