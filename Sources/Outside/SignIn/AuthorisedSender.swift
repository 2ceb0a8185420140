package import Casefile
package import Transport

/// Sends requests of one service with its token: the one way in which AlertSources and QueryBackends reach the network.
///
/// A 401 drops the token and asks once more. Other failures are retried as the policy says. The token goes only to hosts of `address`.
package struct AuthorisedSender: Sendable {
  /// The address of the service, `https://host`, without a slash at its end.
  package let address: String
  private let scope: TokenScope
  private let tokens: any TokenSource
  private let sender: any HTTPSending
  private let policy: RetryPolicy
  private let surroundings: RetrySurroundings

  package init(
    address: String, scope: TokenScope, tokens: any TokenSource, sender: any HTTPSending, policy: RetryPolicy = RetryPolicy(),
    surroundings: RetrySurroundings
  ) {
    self.address = address
    self.scope = scope
    self.tokens = tokens
    self.sender = sender
    self.policy = policy
    self.surroundings = surroundings
  }

  /// The answer whatever its status, its body unread. Throws a `Problem`: no token, no answer, or an address of another host.
  /// `retrying` hears of every wait, with its seconds and cause, before it begins.
  package func send(
    _ request: HTTPRequest, retrying: @escaping @Sendable (_ afterSeconds: Double, _ cause: String) -> Void = { _, _ in }
  ) async throws -> HTTPResponse {
    guard let own = WebAddress(address), let asked = WebAddress(request.url), own.isSameOrigin(as: asked) else {
      throw Problem(
        "A request to another host was refused.", cause: "\(Secrets.shown(url: request.url)) is not at \(address).",
        remedy: "A link of an answer pointed away from the service; report it.", kind: .refused)
    }
    let first = try await tokens.token(for: scope)
    let response = try await sendOnce(request, with: first, retrying)
    guard response.head.status == 401 else { return response }
    await tokens.drop(first, for: scope, claims: nil)
    let second = try await tokens.token(for: scope)
    return second.text == first.text ? response : try await sendOnce(request, with: second, retrying)
  }

  private func sendOnce(
    _ request: HTTPRequest, with token: AccessToken, _ retrying: @escaping @Sendable (Double, String) -> Void
  ) async throws -> HTTPResponse {
    var (request, surroundings) = (request, surroundings)
    surroundings.onRetry = retrying
    request.redirects = .sameHost
    request.headers["authorization"] = "Bearer " + token.text
    do {
      return try await RetryingSender(sender, policy: policy, surroundings: surroundings).send(request)
    } catch let failure as HTTPFailure {
      throw failure.problem
    }
  }
}
