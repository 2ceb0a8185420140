import Casefile
import Locking
import Testing
import Transport

@testable import SignIn

@Suite("A pause that a login service asked for") struct SignInSenderTests {
  /// Answers as soon as the watch over the attempt waits: first that it wants to be left alone, then well.
  private final class Busy: HTTPSending {
    private let visits = Locked(0)
    private let watching: AsyncStream<Void>

    init(_ watching: AsyncStream<Void>) { self.watching = watching }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      let visit = visits.withLock { visits in
        visits += 1
        return visits
      }
      for await _ in watching { break }
      let head =
        visit == 1 ? HTTPResponseHead(status: 429, headers: ["retry-after": "7"]) : HTTPResponseHead(status: 200)
      return HTTPResponse(head: head, body: HTTPBody(chunks: []), url: request.url)
    }
  }

  @Test("is told as one, with its end, and not as a service that does not answer", .timeLimit(.minutes(1)))
  func pause() async throws {
    let now = DateTime(unixSeconds: 1_484_592_741)
    let told = Locked<[String]>([])
    // Watches that are waiting to tell of silence, and how many there were within the pause.
    let (watches, withinPause) = (Locked(0), Locked<[Int]>([]))
    let (watching, feed) = AsyncStream.makeStream(of: Void.self)
    let surroundings = RetrySurroundings(now: { now }, chance: { 1 }) { _ in
      let count = watches.withLock { $0 }
      withinPause.withLock { $0.append(count) }
    }
    let sender = SignInSender(
      sender: Busy(watching), subject: "login.example.com", surroundings: surroundings, patience: 3600
    ) { _ in
      watches.withLock { $0 += 1 }
      defer { watches.withLock { $0 -= 1 } }
      feed.yield()
      // Lasts until the watch is ended.
      try await Task.sleep(for: .seconds(86_400))
    }
    let listener = SignInWait.Listener { _, cause in told.withLock { $0.append(cause) } }
    let answer = try await SignInWait.$listener.withValue(listener) {
      try await sender.send(HTTPRequest(.get, "https://login.example.com/"))
    }
    #expect(answer.head.status == 200)
    #expect(withinPause.withLock { $0 } == [0])
    let until = (now + .seconds(7)).text(decimals: 0)
    #expect(
      told.withLock { $0 } == [
        "signing in: login.example.com asks to be left alone until \(until): too many requests (HTTP 429)"
      ])
  }
}
