import Casefile
import HuntPipeline
import Locking
import Testing

@Suite("Work that several wait for") struct SharedWorkTests {
  private struct Failure: Error {}

  /// Holds work back until it is let go, whether it is cancelled or not.
  private final class Gate: Sendable {
    private let state = Locked<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    func pass() async {
      await withCheckedContinuation { continuation in
        let isOpen = state.withLock { state in
          if !state.isOpen { state.waiting.append(continuation) }
          return state.isOpen
        }
        if isOpen { continuation.resume() }
      }
    }

    func open() {
      let waiting = state.withLock { state in
        defer { state = (true, []) }
        return state.waiting
      }
      for continuation in waiting { continuation.resume() }
    }
  }

  @Test("All get what came of it, those who come late too") func all() async throws {
    let work = SharedWork(endsWithWaiters: true) { 7 }
    async let one = work.value()
    async let two = work.value()
    #expect(try await [one, two, work.value()] == [7, 7, 7])
    let failing = SharedWork<Int>(endsWithWaiters: true) { throw Failure() }
    await #expect(throws: Failure.self) { try await failing.value() }
  }

  @Test("Who is cancelled waits no longer, though the work goes on and the others get its end") func cancelled() async throws {
    let gate = Gate()
    let work = SharedWork(endsWithWaiters: false) {
      await gate.pass()
      return 7
    }
    let waiting = Task { try await work.value() }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    #expect(!work.isAbandoned)
    gate.open()
    #expect(try await work.value() == 7)
  }

  @Test("What is done for its waiters alone ends with the last of them") func abandoned() async throws {
    let ended = Gate()
    let work = SharedWork<Int>(endsWithWaiters: true) {
      defer { ended.open() }
      try await Task.sleep(for: .seconds(3600))
      throw CancellationError()
    }
    let (one, two) = (Task { try await work.value() }, Task { try await work.value() })
    one.cancel()
    _ = await one.result
    two.cancel()
    _ = await two.result
    #expect(work.isAbandoned)
    await ended.pass()
  }

  @Test("Leaving waits for work that does not end no longer than it is told to") func leaving() async {
    let gate = Gate()
    var desk = HuntDesk()
    desk.schemas = StuckSchemas { await gate.pass() }
    let runner = desk.runner { _ in }
    var hunt = HuntDesk.hunt()
    for step in hunt.handle(.begun, at: HuntDesk.now) { runner.perform(step, for: hunt.id, attempt: hunt.attempt) }
    await runner.close(within: 0.01)
    gate.open()
  }
}

/// A workspace that does not tell its tables before it is let go, and cannot be stopped.
private struct StuckSchemas: SchemaSource {
  let pass: @Sendable () async -> Void

  func schemas() async throws -> [TableSchema] {
    await pass()
    return []
  }
}
