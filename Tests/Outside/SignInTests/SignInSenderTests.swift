import Casefile
import Locking
import Testing
import Transport

@testable import SignIn

@Suite("A pause that a login service asked for") struct SignInSenderTests {
  /// Answers at once: first that it wants to be left alone, then well.
  private final class Busy: HTTPSending {
    private let visits = Locked(0)

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      let visit = visits.withLock { visits in
        visits += 1
        return visits
      }
      let head =
        visit == 1 ? HTTPResponseHead(status: 429, headers: ["retry-after": "7"]) : HTTPResponseHead(status: 200)
      return HTTPResponse(head: head, body: HTTPBody(chunks: []), url: request.url)
    }
  }

  @Test("is told as one, with its end, and not as a service that does not answer")
  func pause() async throws {
    let now = DateTime(unixSeconds: 1_484_592_741)
    let told = Locked<[String]>([])
    let (silences, feed) = AsyncStream.makeStream(of: Void.self)
    let surroundings = RetrySurroundings(now: { now }, chance: { 1 }) { _ in
      // A watch over the pause would speak within it; who wrongly does ends it at once, nobody costs a moment.
      let moment = Task {
        try? await Task.sleep(for: .milliseconds(400))
        feed.finish()
      }
      for await _ in silences { break }
      moment.cancel()
    }
    let sender = SignInSender(sender: Busy(), subject: "login.example.com", surroundings: surroundings, patience: 0.1)
    let listener = SignInWait.Listener { _, cause in
      told.withLock { $0.append(cause) }
      if cause.contains("has not answered") { feed.yield() }
    }
    let answer = try await SignInWait.$listener.withValue(listener) {
      try await sender.send(HTTPRequest(.get, "https://login.example.com/"))
    }
    #expect(answer.head.status == 200)
    let until = (now + .seconds(7)).text(decimals: 0)
    #expect(
      told.withLock { $0 } == [
        "signing in: login.example.com asks to be left alone until \(until): too many requests (HTTP 429)"
      ])
  }
}
