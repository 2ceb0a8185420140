package import Casefile
package import Transport

/// Sends requests of one service with its token: the one way in which AlertSources and QueryBackends reach the network.
///
/// A 401, a 403 that demands claims, and a 403 with one of the service's own codes for a bad token drop the token and ask once more, with
/// the claims it demands. Other failures are retried as the policy says. The token goes only to the origin of `address`, and never over an
/// open line.
package struct AuthorisedSender: Sendable {
  /// The address of the service, `https://host`, without a slash at its end.
  package let address: String
  private let scope: @Sendable () async throws -> TokenScope
  private let tokens: any TokenSource
  private let sender: any HTTPSending
  private let policy: RetryPolicy
  private let tokenCodes: Set<String>
  private let surroundings: RetrySurroundings
  private let pacer: RequestPacer?
  private let refusals: Refusals

  /// What a service's own words say of a token that it refused for good, to be thrown; nil leaves it to the general words.
  package typealias Refusals = @Sendable (_ head: HTTPResponseHead, _ body: [UInt8]) -> (any Error)?

  /// `tokenCodes` are codes with which the service says in a 403 that the token is no good, as opposed to the person. `pacer` is the one
  /// of the service, shared by all who ask it; every try counts.
  package init(
    address: String, scope: TokenScope, tokens: any TokenSource, sender: any HTTPSending, policy: RetryPolicy = RetryPolicy(),
    tokenCodes: Set<String> = [], surroundings: RetrySurroundings, pacer: RequestPacer? = nil,
    refusals: @escaping Refusals = { _, _ in nil }
  ) {
    self.init(
      address: address, asking: { scope }, tokens: tokens, sender: sender, policy: policy, tokenCodes: tokenCodes,
      surroundings: surroundings, pacer: pacer, refusals: refusals)
  }

  /// `scope` is asked for when the first request leaves, for a service that tells it itself.
  package init(
    address: String, asking scope: @escaping @Sendable () async throws -> TokenScope, tokens: any TokenSource, sender: any HTTPSending,
    policy: RetryPolicy = RetryPolicy(), tokenCodes: Set<String> = [], surroundings: RetrySurroundings, pacer: RequestPacer? = nil,
    refusals: @escaping Refusals = { _, _ in nil }
  ) {
    self.pacer = pacer
    self.refusals = refusals
    self.address = address
    self.scope = scope
    self.tokens = tokens
    self.sender = sender
    self.policy = policy
    self.tokenCodes = tokenCodes
    self.surroundings = surroundings
  }

  /// Who is asked, for people.
  package var host: String { WebAddress(address)?.host ?? address }

  /// The time by which its waits go.
  package func now() -> DateTime { surroundings.now() }

  /// Seconds without anything useful before that is told.
  package var patience: Double { surroundings.patience }

  /// The answer whatever its status but those, its body unread. Throws a `Problem`: no token, a service that takes none, no answer, or an
  /// address of another host. `retrying` hears of every wait, with its seconds and cause, before it begins.
  package func send(
    _ request: HTTPRequest, retrying told: (@Sendable (_ afterSeconds: Double, _ cause: String) -> Void)? = nil
  ) async throws -> HTTPResponse {
    let host = try checkedHost(of: request)
    let retrying = told ?? { _, _ in }
    let scope = try await SignInWait.$listener.withValue(told.map(SignInWait.Listener.init)) { try await self.scope() }
    let first = try await token(for: scope, told)
    var response = try await sendOnce(request, with: first, retrying)
    guard let refusal = try await tokenRefusal(&response) else { return response }
    await tokens.drop(first, for: scope, claims: refusal.claims)
    let second = try await token(for: scope, told)
    guard second.text != first.text else { throw await refused(by: host, response, "It refused the token, and no other came") }
    var last = try await sendOnce(request, with: second, retrying)
    guard let refusal = try await tokenRefusal(&last) else { return last }
    await tokens.drop(second, for: scope, claims: refusal.claims)
    throw await refused(by: host, last, "It refused a token, and a new one too")
  }

  private func token(for scope: TokenScope, _ told: (@Sendable (Double, String) -> Void)?) async throws -> AccessToken {
    if let told { try await tokens.token(for: scope, retrying: told) } else { try await tokens.token(for: scope) }
  }

  /// Why the token was refused; nil where it was not. A body that had to be read for that stays there to be read.
  private func tokenRefusal(_ response: inout HTTPResponse) async throws -> TokenRefusal? {
    if let plain = TokenRefusal(response.head) { return plain }
    guard response.head.status == 403, !tokenCodes.isEmpty else { return nil }
    let body = (try? await response.body.collect(upTo: AuthorisedSender.mostRefusal)) ?? []
    try Task.checkCancellation()
    response.body = HTTPBody(chunks: body.isEmpty ? [] : [body])
    var error = (try? JSONValue(parsing: body[...]))?["error"]
    for _ in 0..<AuthorisedSender.deepest {
      if let code = error?["code"]?.string, tokenCodes.contains(code) { return TokenRefusal(claims: nil) }
      error = error?["innererror"] ?? error?["innerError"]
    }
    return nil
  }

  /// Bytes of a refusal at most, and how deep its codes are looked for.
  private static let mostRefusal = 64 << 10
  private static let deepest = 8

  /// The host, where a token may go there.
  private func checkedHost(of request: HTTPRequest) throws -> String {
    guard let own = WebAddress(address), let asked = WebAddress(request.url), own.isSameOrigin(as: asked) else {
      throw Problem(
        "A request to another host was refused.", cause: "\(Secrets.shown(url: request.url)) is not at \(address).",
        remedy: "A link of an answer pointed away from the service; report it.", kind: .refused)
    }
    guard !asked.hasUserInfo else {
      throw Problem(
        "A link with a user name in it was refused.", cause: "\(Secrets.shown(url: request.url)) would sign in as somebody else.",
        remedy: "A link of an answer was forged; see what stands between this machine and \(own.host).", kind: .refused)
    }
    guard own.scheme == "https" || own.isLoopback else {
      throw Problem(
        "A token is not sent over an open line.", cause: "\(address) is no https address.", remedy: "Correct the address in endpoints.",
        kind: .refused)
    }
    return own.host
  }

  /// With the service's own words: its code tells a wrong audience from a disabled account.
  private func refused(by host: String, _ response: HTTPResponse, _ cause: String) async -> any Error {
    let body = (try? await response.body.collect(upTo: AuthorisedSender.mostRefusal)) ?? []
    if let own = refusals(response.head, body) { return own }
    return Problem(
      "\(host) does not accept the sign-in.",
      cause: "\(cause) (HTTP \(response.head.status)\(ServiceReport.refusal(response.head, body))).",
      remedy: "Check tenant_id and cloud, and that the application may use this service; doctor shows what the token allows.")
  }

  private func sendOnce(
    _ request: HTTPRequest, with token: AccessToken, _ retrying: @escaping @Sendable (Double, String) -> Void
  ) async throws -> HTTPResponse {
    var (request, surroundings) = (request, surroundings)
    surroundings.onRetry = retrying
    // Where a change went must be where it was said to go.
    if request.redirects != .none { request.redirects = .sameHost }
    request.headers["authorization"] = "Bearer " + token.text
    let sender: any HTTPSending = pacer.map { PacedSender(self.sender, pacer: $0, telling: retrying) } ?? self.sender
    do {
      let answer = try await RetryingSender(sender, policy: policy, surroundings: surroundings).send(request)
      return SecretMask([token.text]).masked(answer)
    } catch let failure as HTTPFailure {
      throw failure.problem
    }
  }
}

/// An answer that does not take the token, as opposed to one that does not allow the request.
private struct TokenRefusal {
  let claims: String?

  init(claims: String?) { self.claims = claims }

  /// Nil for every other answer.
  init?(_ head: HTTPResponseHead) {
    guard head.status == 401 || head.status == 403 else { return nil }
    claims = Claims.demanded(by: head.headers.values("www-authenticate"))
    guard head.status == 401 || claims != nil else { return nil }
  }
}
