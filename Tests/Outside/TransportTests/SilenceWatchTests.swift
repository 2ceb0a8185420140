import Locking
import Testing
import Transport

@Suite("Silence is told") struct SilenceWatchTests {
  @Test("As long as nothing comes it is told again and again, with how long it has been")
  func told() async throws {
    let (stream, feed) = AsyncStream.makeStream(of: String.self)
    try await SilenceWatch.told(of: "host", every: 0.01, by: { feed.yield("\($0) \($1)") }) { _ in
      var count = 0
      for await words in stream where words.hasPrefix("0.0 waiting for host, ") {
        count += 1
        if count == 3 { break }
      }
    }
  }

  @Test("While another wait is told, it is not silence; that wait itself is passed on")
  func others() async throws {
    let told = Locked<[String]>([])
    try await SilenceWatch.told(of: "host", every: 0.05, by: { _, cause in told.withLock { $0.append(cause) } }) { tell in
      tell(600, "asked to wait")
      // As long as another watch needs for several tellings.
      let (stream, feed) = AsyncStream.makeStream(of: Void.self)
      try await SilenceWatch.told(of: "other", every: 0.05, by: { _, _ in feed.yield() }) { _ in
        var count = 0
        for await _ in stream {
          count += 1
          if count == 3 { break }
        }
      }
    }
    #expect(told.withLock { $0.last } == "asked to wait")
  }

  @Test("Every kind of answer is bounded by its whole or by its progress")
  func bounds() {
    for limits in [HTTPRequest.Timeouts.list, .signIn, .proof, .model] { #expect(limits.total ?? limits.progress != nil) }
  }
}
