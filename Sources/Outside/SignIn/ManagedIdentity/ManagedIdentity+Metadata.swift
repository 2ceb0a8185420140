internal import Casefile
internal import Transport

extension ManagedIdentity {
  /// Seconds before each further try, as Microsoft's own clients wait.
  private static let waits = [0.0, 2, 6, 14, 30]
  /// While the metadata service is replaced, which it says with 410 and which may take 70 seconds.
  private static let replacementWaits = waits + [18]

  /// Asks the metadata address of a virtual machine. What says that there is none throws `SignInUnavailable`.
  func metadata(_ base: String, _ scope: TokenScope) async throws -> JSONValue {
    let request = try request(scope)
    var attempt = 0
    while true {
      let answer: WholeAnswer
      do {
        let response = try await SignInWait.told(of: host.title, every: surroundings.patience) {
          try await CollectingSender(sender: surroundings.direct).send(request)
        }
        answer = WholeAnswer(head: response.head, body: try await response.body.collect())
      } catch let failure as HTTPFailure {
        guard attempt > 0 || !failure.isAbsence else { throw absent("\(base) does not answer.") }
        guard failure.isPassing, attempt < ManagedIdentity.waits.count else { throw failure.problem }
        try await wait(ManagedIdentity.waits[attempt], failure.problem.summary)
        attempt += 1
        continue
      }
      let status = answer.head.status
      guard !isAnotherService(answer) else { throw absent("What answers at the metadata address is no service of Azure's.") }
      let waits = status == 410 ? ManagedIdentity.replacementWaits : ManagedIdentity.waits
      guard status == 404 || status == 410 || status == 429 || status >= 500, attempt < waits.count else { return try judged(answer) }
      let asked = RetryPolicy.askedWait(answer.head.headers, now: surroundings.now()) ?? 0
      // Whoever waits for rows waits no longer than for any other service; the refusal says what was asked.
      guard asked <= RetryPolicy().longestAskedWait else { return try judged(answer) }
      try await wait(max(asked, waits[attempt]), "HTTP \(status)", isAsked: asked > 0)
      attempt += 1
    }
  }

  /// In other clouds another service has the same address, and knows nothing of this path; no waiting would change that.
  private func isAnotherService(_ answer: WholeAnswer) -> Bool {
    guard probes, [401, 404, 405].contains(answer.head.status) else { return false }
    return (try? JSONValue(parsing: answer.body[...]))?["error"] == nil
  }

  private func wait(_ seconds: Double, _ cause: String, isAsked: Bool = false) async throws {
    SignInWait.tellPause(seconds, cause, askedBy: isAsked ? host.title : nil, surroundings.retrying)
    if seconds > 0 { try await surroundings.retrying.sleep(seconds) }
    try Task.checkCancellation()
  }

  private func judged(_ answer: WholeAnswer) throws -> JSONValue {
    let json = try? JSONValue(parsing: answer.body[...])
    let refusal = json.flatMap { EntraRefusal(answer.head, $0, now: surroundings.now()) }
    switch answer.head.status {
    case 400: throw absent("This machine has no such identity" + (refusal?.detail.map { ": \($0)" } ?? "."))
    // Docker Desktop and some proxies answer in place of the metadata service.
    case 403: throw absent("The metadata address is blocked here (HTTP 403).")
    case 200 where json?.object == nil: throw absent("What answers at the metadata address is no metadata service.")
    default: return try LoginAnswer.json(answer, host: host.title, now: surroundings.now())
    }
  }

  private func absent(_ reason: String) -> SignInUnavailable {
    SignInUnavailable(
      name, reason: reason, remedy: "Assign an identity to this machine, check client_id, or choose another method in sign_in.")
  }
}

extension HTTPFailure {
  /// True when nothing stands at that address.
  fileprivate var isAbsence: Bool { isBeforeSending || reason == .timedOut(.firstByte) || reason == .cut }
}
