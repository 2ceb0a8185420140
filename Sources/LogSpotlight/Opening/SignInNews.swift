import Casefile
import Locking
import SignIn

/// Where a person is told that a sign-in waits for a code, and that it no longer does.
final class SignInNews: Sendable {
  enum Event: Equatable, Sendable {
    case code(DeviceCodePrompt)
    /// Whoever was asked has signed in, or nobody is asked any more.
    case ended
    /// Nobody entered the code: no other is asked for until `askAgain`.
    case unanswered
    /// A login service lets whoever asked wait, and they have no way to show it.
    case waits(seconds: Double, cause: String)
  }

  typealias Listener = @Sendable (Event) -> Void

  /// Without a screen a sentence goes to standard error.
  private let listener = Locked<Listener>({ event in
    switch event {
    case .code(let prompt): Output.note(prompt.words)
    case .waits(let seconds, let cause): Output.note(seconds > 0 ? "waiting \(seconds.roundedUp) s: \(cause)" : cause)
    case .ended, .unanswered: break
    }
  })
  private let isUnattended = Locked(false)

  func listen(_ listener: @escaping Listener) { self.listener.withLock { $0 = listener } }

  /// The next that needs a person may ask one.
  func askAgain() { isUnattended.withLock { $0 = false } }

  /// What signing in tells and asks.
  var desk: DeviceCodeDesk {
    DeviceCodeDesk(
      announce: { self.tell(.code($0)) },
      ended: { ending in
        let isUnanswered = ending == .unanswered
        if isUnanswered { self.isUnattended.withLock { $0 = true } }
        self.tell(isUnanswered ? .unanswered : .ended)
      },
      mayAsk: { self.isUnattended.withLock { !$0 } })
  }

  /// For waits that nobody else shows.
  var waits: @Sendable (Double, String) -> Void { { self.tell(.waits(seconds: $0, cause: $1)) } }

  private func tell(_ event: Event) { listener.withLock { $0 }(event) }
}

/// Tokens of a configuration that may not be able to sign in: it says so when a token is wanted, so that the workspace opens all the same.
struct ToldTokens: TokenSource {
  let tokens: Result<any TokenSource, Problem>

  func token(for scope: TokenScope) async throws -> AccessToken { try await tokens.get().token(for: scope) }

  func token(for scope: TokenScope, retrying: @escaping @Sendable (Double, String) -> Void) async throws -> AccessToken {
    try await tokens.get().token(for: scope, retrying: retrying)
  }

  func drop(_ refused: AccessToken, for scope: TokenScope, claims: String?) async {
    try? await tokens.get().drop(refused, for: scope, claims: claims)
  }

  func close() async { try? await tokens.get().close() }
}
