import Casefile
import Foundation
import Locking
import SignIn
import TestSupport
import Testing
import Transport

@Suite("A login service that lets wait") struct SignInWaitTests {
  private static let stalled = LoopbackLogin.Fault.answer(LoopbackCloud.Answer(body: [0x7B, 0x7D], ending: .stalled(after: 0)))

  /// The first thing that is told, of as many as come.
  private func firstTold(
    where isWanted: @escaping @Sendable () -> Bool = { true },
    _ ask: @escaping @Sendable (@escaping @Sendable (Double, String) -> Void) async throws -> Void
  ) async -> String? {
    let (stream, feed) = AsyncStream.makeStream(of: String.self)
    let asking = Task {
      defer { feed.finish() }
      try await ask { _, cause in feed.yield(cause) }
    }
    defer { asking.cancel() }
    // A busy machine lets the steps before the asking be waited for, too.
    return await stream.first { $0.contains("127.0.0.1 has not answered") && isWanted() }
  }

  @Test("Whoever waits for a token hears that the service is silent, by the way in which other waits are told")
  func told() async throws {
    let stand = try SignInStand()
    stand.login.fail(SignInWaitTests.stalled)
    var surroundings = stand.surroundings
    surroundings.patience = 0.01
    let keeper = try stand.configuration(.clientSecret).tokens(surroundings)
    let sender = AuthorisedSender(
      address: stand.cloud.url, scope: SignInStand.graph, tokens: keeper, sender: surroundings.sender, surroundings: stand.retrying)
    let url = stand.cloud.url
    let words = await firstTold { tell in _ = try await sender.send(HTTPRequest(.get, url + "/x"), retrying: tell) }
    #expect(words?.hasPrefix("signing in: 127.0.0.1 has not answered for ") == true, "\(words ?? "")")
  }

  @Test("What nobody hears goes to where the sign-in has its own way, with a code that is waited for too")
  func unheard() async throws {
    let stand = try SignInStand()
    stand.login.fail(SignInWaitTests.stalled)
    var surroundings = stand.surroundings
    surroundings.patience = 0.01
    // The code is shown before the poll that stalls.
    let words = await firstTold(where: { stand.prompts.withLock { $0.count } == 1 }) { [surroundings] tell in
      var configuration = stand.configuration(.deviceCode)
      configuration.waits = tell
      _ = try await configuration.tokens(surroundings).token(for: SignInStand.graph)
    }
    #expect(words?.contains("has not answered") == true)
  }

  @Test("Pauses between two tries are told too, and those who share one asking all hear of them")
  func pauses() async throws {
    let stand = try SignInStand()
    stand.login.fail(.answer(LoopbackCloud.Answer(503, headers: [["Retry-After", "7"]])))
    let told = Locked<[String]>([])
    var surroundings = stand.surroundings
    surroundings.patience = 3600
    let keeper = try stand.configuration(.clientSecret).tokens(surroundings)
    _ = try await keeper.token(for: SignInStand.graph) { seconds, cause in told.withLock { $0.append("\(Int(seconds)) \(cause)") } }
    let until = (SignInStand.start + .seconds(7)).text(decimals: 0)
    let words = "signing in: 127.0.0.1 asks to be left alone until \(until): the service is busy or down (HTTP 503)"
    #expect(told.withLock { $0 } == ["7 " + words])
  }

  @Test("A service that answers at once is not told of")
  func quick() async throws {
    let stand = try SignInStand { $0.polls = ["authorization_pending", "authorization_pending"] }
    let told = Locked<[String]>([])
    var surroundings = stand.surroundings
    surroundings.patience = 3600
    _ = try await stand.configuration(.deviceCode).tokens(surroundings).token(for: SignInStand.graph) { _, cause in
      told.withLock { $0.append(cause) }
    }
    #expect(told.withLock { $0.isEmpty })
  }
}
