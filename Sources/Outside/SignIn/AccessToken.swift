package import Casefile

/// A token as it was issued. Its description shows no secret.
package struct AccessToken: Equatable, Sendable {
  /// What stands after `Bearer `.
  package let text: String
  package let expires: DateTime
  /// From when on a new one should be asked for while this one still holds; nil when only its end counts.
  package let refreshFrom: DateTime?

  package init(_ text: String, expires: DateTime, refreshFrom: DateTime? = nil) {
    self.text = text
    self.expires = expires
    self.refreshFrom = refreshFrom
  }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "a token until \(expires)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["token": description]) }
}

/// One way of signing in.
package protocol TokenIssuer: Sendable {
  /// Short name for people: `client secret`, `device code`, …
  var name: String { get }
  /// Asks for a new token. `claims` is what a service demanded with its 401, decoded; nil as a rule. Throws a `Problem`,
  /// `SignInUnavailable` where this way does not exist here, or `CancellationError`.
  func issue(_ scope: TokenScope, claims: String?) async throws -> AccessToken
  /// The same without asking a person for anything, as ahead of time while the old token still holds; throws where only a person can help.
  func renew(_ scope: TokenScope, claims: String?) async throws -> AccessToken
}

extension TokenIssuer {
  /// Most ways ask nobody.
  package func renew(_ scope: TokenScope, claims: String?) async throws -> AccessToken { try await issue(scope, claims: claims) }
}

/// Whether somebody asked for what is being done, and so may be asked to sign in for it. What the program does by itself sets it to false,
/// and gets a `Problem` instead.
package enum Presence {
  @TaskLocal package static var mayBeAsked = true
}

/// Tokens for requests, asked for when they are needed and kept while they hold.
package protocol TokenSource: Sendable {
  /// A token that holds now. Throws a `Problem`, or `CancellationError`.
  func token(for scope: TokenScope) async throws -> AccessToken
  /// The same; `retrying` hears of every wait, and of a login service that stalls, while it lasts.
  func token(
    for scope: TokenScope, retrying: @escaping @Sendable (_ afterSeconds: Double, _ cause: String) -> Void
  ) async throws -> AccessToken
  /// A service did not take `refused`: it is dropped, and the next asking brings a new one. `claims` is what the service demands, decoded.
  func drop(_ refused: AccessToken, for scope: TokenScope, claims: String?) async
  /// Nobody wants tokens any more: whoever waits for one is told that it was cancelled, and whoever asks from now on too.
  func close() async
}

extension TokenSource {
  package func close() async {}

  package func token(for scope: TokenScope, retrying: @escaping @Sendable (Double, String) -> Void) async throws -> AccessToken {
    try await token(for: scope)
  }
}

/// A way of signing in does not exist on this machine; a chain goes on to the next one.
package struct SignInUnavailable: Error, Equatable, Sendable {
  /// What the analyst reads when this was the only way.
  package let problem: Problem

  package init(_ problem: Problem) { self.problem = problem }

  /// `reason` is one sentence that says what is missing.
  package init(_ way: String, reason: String, remedy: String) {
    problem = Problem("Signing in by \(way) is not possible here.", cause: reason, remedy: remedy)
  }
}
