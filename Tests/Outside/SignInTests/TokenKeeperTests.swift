import Casefile
import Locking
import SignIn
import TestSupport
import Testing

@Suite("Keeping tokens") struct TokenKeeperTests {
  private static let other = TokenScope("https://api.loganalytics.io/.default")

  @Test("One token a service, asked for once")
  func cache() async throws {
    let stand = try SignInStand()
    let keeper = try stand.keeper(.clientSecret)
    let first = try await keeper.token(for: SignInStand.graph)
    #expect(try await keeper.token(for: SignInStand.graph) == first)
    #expect(try await keeper.token(for: TokenKeeperTests.other).text == "token-2")
    #expect(stand.login.issued == 2)
  }

  @Test(
    "Another is asked for early: five minutes before the end, or from when the service says",
    arguments: [(3298.0, nil, 1), (3299, nil, 2), (1799, 1800, 1), (1800, 1800, 2)] as [(Double, Int?, Int)])
  func early(seconds: Double, refreshIn: Int?, issued: Int) async throws {
    let stand = try SignInStand { $0.refreshIn = refreshIn }
    let keeper = try stand.keeper(.clientSecret)
    _ = try await keeper.token(for: SignInStand.graph)
    stand.forward(seconds)
    #expect(try await keeper.token(for: SignInStand.graph).text == "token-\(issued)")
  }

  @Test("Where that fails the old one serves on, and it is tried at most every thirty seconds")
  func keepsOld() async throws {
    let stand = try SignInStand()
    let keeper = try stand.keeper(.clientSecret)
    _ = try await keeper.token(for: SignInStand.graph)
    stand.forward(3400)
    stand.login.fail(.refusal(error: "invalid_client", code: 7_000_222))
    #expect(try await keeper.token(for: SignInStand.graph).text == "token-1")
    stand.forward(29)
    #expect(try await keeper.token(for: SignInStand.graph).text == "token-1")
    #expect(stand.tokenBodies.count == 2)
    stand.forward(1)
    #expect(try await keeper.token(for: SignInStand.graph).text == "token-2")
  }

  @Test("Once it is closed nobody waits for a person any more, and nobody is asked")
  func closed() async throws {
    let issuer = SilentIssuer()
    let keeper = TokenKeeper(issuer, now: { SignInStand.start })
    let waiting = Task { try await keeper.token(for: SignInStand.graph) }
    for await _ in issuer.began.stream { break }
    await keeper.close()
    await #expect(throws: CancellationError.self) { _ = try await waiting.value }
    await #expect(throws: CancellationError.self) { _ = try await keeper.token(for: SignInStand.graph) }
    for await _ in issuer.ended.stream { break }
  }

  @Test("Past its end a token is of no use, and the failure is told")
  func ended() async throws {
    let stand = try SignInStand()
    let keeper = try stand.keeper(.clientSecret)
    _ = try await keeper.token(for: SignInStand.graph)
    stand.forward(3599)
    stand.login.fail(.refusal(error: "invalid_client", code: 7_000_222))
    let problem = await #expect(throws: Problem.self) { _ = try await keeper.token(for: SignInStand.graph) }
    #expect(problem?.summary == "The client secret has expired.")
    #expect(try await keeper.token(for: SignInStand.graph).text == "token-2")
  }

  @Test("A dropped token is replaced; dropping it twice drops no newer one")
  func drops() async throws {
    let stand = try SignInStand()
    let keeper = try stand.keeper(.clientSecret)
    let first = try await keeper.token(for: SignInStand.graph)
    await keeper.drop(first, for: SignInStand.graph, claims: #"{"access_token":{}}"#)
    #expect(try await keeper.token(for: SignInStand.graph).text == "token-2")
    #expect(stand.cloud.requests[1].form["claims"] == #"{"access_token":{"xms_cc":{"values":["CP1"]}}}"#)
    await keeper.drop(first, for: SignInStand.graph, claims: nil)
    #expect(try await keeper.token(for: SignInStand.graph).text == "token-2")
  }

  @Test("Claims that are demanded while another token is on its way are not forgotten, and nobody is given one without them")
  func claimsMeanwhile() async throws {
    let issuer = ClaimsIssuer()
    let keeper = TokenKeeper(issuer, now: { issuer.now.withLock { $0 } })
    let old = try await keeper.token(for: SignInStand.graph)
    issuer.now.withLock { $0 = $0 + .seconds(3400) }
    let early = Task { try await keeper.token(for: SignInStand.graph) }
    for await _ in issuer.began.stream { break }
    await keeper.drop(old, for: SignInStand.graph, claims: "{}")
    #expect(try await keeper.token(for: SignInStand.graph).text == "with {}")
    issuer.mayEnd.continuation.yield()
    #expect(try await early.value.text == "early")
    #expect(try await keeper.token(for: SignInStand.graph).text == "with {}")
  }

  /// Answers at once, but for a renewal, which waits until it may end.
  private final class ClaimsIssuer: TokenIssuer {
    let name = "claims"
    let now = Locked(SignInStand.start)
    let began = AsyncStream.makeStream(of: Void.self)
    let mayEnd = AsyncStream.makeStream(of: Void.self)

    private func made(_ text: String) -> AccessToken { AccessToken(text, expires: now.withLock { $0 } + .seconds(3600)) }

    func issue(_ scope: TokenScope, claims: String?) async throws -> AccessToken { made(claims.map { "with \($0)" } ?? "plain") }

    func renew(_ scope: TokenScope, claims: String?) async throws -> AccessToken {
      began.continuation.yield()
      for await _ in mayEnd.stream { break }
      return made("early")
    }
  }

  /// Waits until it is told to answer.
  private final class SlowIssuer: TokenIssuer {
    let name = "slow"
    let began = Signal()
    let asked = Locked(0)
    let gate = Locked<CheckedContinuation<AccessToken, any Error>?>(nil)
    let cancelled = Signal()

    func issue(_ scope: TokenScope, claims: String?) async throws -> AccessToken {
      asked.withLock { $0 += 1 }
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
          gate.withLock { $0 = continuation }
          began.fire()
        }
      } onCancel: {
        cancelled.fire()
        gate.withLock { $0 }?.resume(throwing: CancellationError())
      }
    }

    func open(_ token: AccessToken) { gate.withLock { $0 }?.resume(returning: token) }
  }

  @Test("Many waiters ask once, and cancelling one leaves the others waiting")
  func waiters() async throws {
    let issuer = SlowIssuer()
    let keeper = TokenKeeper(issuer, now: { SignInStand.start })
    let first = Task { try await keeper.token(for: SignInStand.graph) }
    #expect(await issuer.began.wait())
    let others = (0..<20).map { _ in Task { try await keeper.token(for: SignInStand.graph) } }
    while await keeper.waiters(for: SignInStand.graph) < 21 { await Task.yield() }
    first.cancel()
    await #expect(throws: CancellationError.self) { _ = try await first.value }
    let token = AccessToken("t", expires: SignInStand.start + .seconds(3600))
    issuer.open(token)
    for other in others { #expect(try await other.value == token) }
    #expect(issuer.asked.withLock { $0 } == 1)
  }

  @Test("When the last waiter is gone the asking ends")
  func lastLeaves() async throws {
    let issuer = SlowIssuer()
    let keeper = TokenKeeper(issuer, now: { SignInStand.start })
    let only = Task { try await keeper.token(for: SignInStand.graph) }
    #expect(await issuer.began.wait())
    only.cancel()
    await #expect(throws: CancellationError.self) { _ = try await only.value }
    #expect(await issuer.cancelled.wait())
  }

  @Test("No description shows a token")
  func descriptions() async throws {
    let stand = try SignInStand()
    let token = try await stand.keeper(.clientSecret).token(for: SignInStand.graph)
    var dumped = ""
    dump(token, to: &dumped)
    for text in ["\(token)", String(reflecting: token), dumped] { #expect(!text.contains("token-1")) }
  }
}

/// Waits for a person who never comes, until it is given up.
private struct SilentIssuer: TokenIssuer {
  let name = "silent"
  let began = AsyncStream.makeStream(of: Void.self)
  let ended = AsyncStream.makeStream(of: Void.self)

  func issue(_ scope: TokenScope, claims: String?) async throws -> AccessToken {
    began.continuation.yield()
    defer { ended.continuation.yield() }
    try await Task.sleep(for: .seconds(3600))
    throw CancellationError()
  }
}
