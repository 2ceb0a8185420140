import Casefile
import Locking
import SignIn

/// Where a person is told that a sign-in waits for a code, and that it no longer does.
final class SignInNews: Sendable {
  typealias Listener = @Sendable (DeviceCodePrompt?) -> Void

  /// Without a screen the sentence goes to standard error.
  private let listener = Locked<Listener>({ if let prompt = $0 { Output.note(prompt.message) } })
  private let isWaiting = Locked(false)

  func listen(_ listener: @escaping Listener) { self.listener.withLock { $0 = listener } }

  func announce(_ prompt: DeviceCodePrompt) {
    isWaiting.withLock { $0 = true }
    listener.withLock { $0 }(prompt)
  }

  /// Signing in ended, whichever way.
  func end() {
    let wasWaiting = isWaiting.withLock { isWaiting in
      defer { isWaiting = false }
      return isWaiting
    }
    if wasWaiting { listener.withLock { $0 }(nil) }
  }
}

/// Tokens that say when a sign-in no longer waits for somebody.
struct ToldTokens: TokenSource {
  /// A configuration that cannot sign in says so when a token is wanted, so that the workspace opens all the same.
  let tokens: Result<any TokenSource, Problem>
  let news: SignInNews

  func token(for scope: TokenScope) async throws -> AccessToken {
    defer { news.end() }
    return try await tokens.get().token(for: scope)
  }

  func drop(_ refused: AccessToken, for scope: TokenScope, claims: String?) async {
    try? await tokens.get().drop(refused, for: scope, claims: claims)
  }

  func close() async { try? await tokens.get().close() }
}
