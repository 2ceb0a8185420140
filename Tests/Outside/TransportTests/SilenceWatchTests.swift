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

  @Test("Whoever begins to wait hears nothing of a wait that was told before")
  func begun() async {
    let (looks, told) = (Locked(0), Locked(0))
    let watch = SilenceWatch { _ in
      let count = looks.withLock { looks in
        looks += 1
        return looks
      }
      if count == 3 { throw CancellationError() }
    }
    watch.heard(waiting: 86_400)
    watch.begin()
    try? await watch.run(every: 0) { _ in
      told.withLock { $0 += 1 }
      throw CancellationError()
    }
    #expect(looks.withLock { $0 } == 3 && told.withLock { $0 } == 0)
  }

  @Test("A wait that was told and is over sooner is silence from then on")
  func sooner() async throws {
    let told = Locked(0)
    let count = Locked(0)
    let silence = Locked<SilenceWatch?>(nil)
    let watch = SilenceWatch { _ in
      // Each look takes no time; at the second the wait is over.
      let looks = count.withLock { count in
        count += 1
        return count
      }
      if looks == 2 { silence.withLock { $0 }?.heard() }
    }
    silence.withLock { $0 = watch }
    watch.heard(waiting: 86_400)
    try? await watch.run(every: 0) { _ in
      told.withLock { $0 += 1 }
      throw CancellationError()
    }
    silence.withLock { $0 = nil }
    #expect(told.withLock { $0 } == 1 && count.withLock { $0 } == 2)
  }

  @Test("Every kind of answer is bounded by its whole or by its progress")
  func bounds() {
    for limits in [HTTPRequest.Timeouts.list, .signIn, .proof, .model] { #expect(limits.total ?? limits.progress != nil) }
  }
}
