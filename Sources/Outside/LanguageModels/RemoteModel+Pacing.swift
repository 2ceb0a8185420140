internal import Casefile
internal import HuntPipeline
internal import Locking
internal import Transport

extension RemoteModel {
  /// Waits until the call fits what the provider lets through, and says why; throws where it never will. Returns the ticket of the sending.
  func pace(_ call: ModelCall, _ deliver: @Sendable (ModelDelta) async throws -> Void) async throws -> Int {
    let need = need(call)
    var waited = 0.0
    while true {
      let now = surroundings.now()
      let (verdict, ticket) = pacing(call) { pacing -> (Pacing.Verdict, Int) in
        // A server that never frees what it said it would is asked all the same: it knows.
        let verdict = waited < Pacing.longestWait ? pacing.verdict(need, at: now) : .go
        return (verdict, verdict == .go ? pacing.send(need, at: now) : 0)
      }
      switch verdict {
      case .go: return ticket
      case .never(let limit): throw tooLarge(call, need.input, limit: limit)
      case .wait(let seconds, let cause):
        try await deliver(.retrying(afterSeconds: seconds, cause: "\(configuration.name): \(cause)"))
        try await surroundings.sleep(seconds)
        waited += max(seconds, 1)
      }
    }
  }

  func settle(_ ticket: Int, _ call: ModelCall, _ tokens: Int) { pacing(call) { $0.settle(ticket, tokens: tokens) } }

  /// Keeps what the head of an answer says about limits.
  func hear(_ head: HTTPResponseHead, _ call: ModelCall) {
    let limits = RateLimits(head.headers, now: surroundings.now())
    if !limits.windows.isEmpty { pacing(call) { $0.hear(limits) } }
  }

  /// Throws where the server asks to slow down for a call that is over its minute by itself: no slowness would help.
  func checkSize(_ call: ModelCall, mask: SecretMask) throws {
    let need = need(call)
    guard let limit = pacing(call, { $0.tokenLimit }), need.input + need.output > limit else { return }
    throw mask.masked(tooLarge(call, need.input + need.output, limit: limit))
  }

  private func pacing<Result: Sendable>(_ call: ModelCall, _ work: (inout Pacing) -> Result) -> Result {
    session.withLock { work(&$0.pacing[call.model, default: Pacing(tier: configuration.tierLimit)]) }
  }

  /// What was counted before; where nobody counted, four bytes are taken for a token.
  private func need(_ call: ModelCall) -> Pacing.Need {
    Pacing.Need(input: call.inputTokens ?? call.messages.reduce(0) { $0 + $1.text.utf8.count } / 4, output: call.maxOutput)
  }

  private func tooLarge(_ call: ModelCall, _ needed: Int, limit: Int) -> Problem {
    Problem(
      "The request is larger than \(configuration.name) takes in a minute.",
      cause: "\(needed.grouped) tokens are needed, \(limit.grouped) a minute are let through for \(call.model).",
      remedy: "Send fewer fields, a shorter range or fewer rows, choose another model, or raise the account's tier there.")
  }
}
