import Casefile
import Locking
import TestSupport
import Testing
import Transport

@Suite("Keeping to a service's pace") struct RequestPacerTests {
  /// A service that notes when it was asked, over a clock that only sleeping moves.
  private final class Service: HTTPSending {
    struct State: Sendable {
      var now = DateTime(unixSeconds: 1_000_000)
      var times: [Double] = []
      var told: [String] = []
      var atWork = 0
      var mostAtWork = 0
      var gates: [CheckedContinuation<Void, Never>] = []
    }

    let state = Locked(State())
    let answers: @Sendable (_ number: Int) -> HTTPResponseHead
    /// Answers wait until they are let go.
    let isGated: Bool

    init(isGated: Bool = false, _ answers: @escaping @Sendable (Int) -> HTTPResponseHead = { _ in HTTPResponseHead(status: 200) }) {
      self.isGated = isGated
      self.answers = answers
    }

    var surroundings: RetrySurroundings {
      RetrySurroundings(
        now: { self.state.withLock { $0.now } }, chance: { 1 },
        sleep: { seconds in
          try Task.checkCancellation()
          self.state.withLock { $0.now = $0.now + .seconds(seconds) }
        })
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      let number = state.withLock { state in
        state.times.append(state.now.unixSeconds - 1_000_000)
        state.atWork += 1
        state.mostAtWork = max(state.mostAtWork, state.atWork)
        return state.times.count
      }
      if isGated { await withCheckedContinuation { gate in state.withLock { $0.gates.append(gate) } } }
      state.withLock { $0.atWork -= 1 }
      return HTTPResponse(head: answers(number), body: HTTPBody(chunks: []), url: request.url)
    }

    func tell(_ seconds: Double, _ cause: String) { state.withLock { $0.told.append("\(seconds) \(cause)") } }

    /// Sends through the pacer.
    func ask(_ pacer: RequestPacer) async throws {
      _ = try await PacedSender(self, pacer: pacer, telling: tell).send(HTTPRequest(.get, "https://service.example"))
    }
  }

  private func pacer(_ service: Service, requests: Int = 3, seconds: Double = 10, atOnce: Int? = nil) -> RequestPacer {
    RequestPacer(
      .init(service: "Logs", requests: requests, seconds: seconds, atOnce: atOnce), surroundings: service.surroundings)
  }

  @Test("No more requests leave in a stretch of time than the service takes, and each wait is told")
  func stretch() async throws {
    let service = Service()
    let pacer = pacer(service)
    for _ in 0..<7 { try await service.ask(pacer) }
    #expect(service.state.withLock { $0.times } == [0, 0, 0, 11, 11, 11, 22])
    #expect(service.state.withLock { $0.told } == ["11.0 Logs takes 3 requests in 10 s", "11.0 Logs takes 3 requests in 10 s"])
  }

  @Test("Two hundred askers at once keep within every stretch")
  func many() async throws {
    // The clock stands, so that what each is told to wait is when it leaves: two hundred sleepers cannot share one that sleeping moves.
    let start = DateTime(unixSeconds: 1_000_000)
    let pacer = RequestPacer(
      .init(service: "Logs", requests: 20, seconds: 10),
      surroundings: RetrySurroundings(now: { start }, chance: { 1 }, sleep: { _ in try Task.checkCancellation() }))
    let service = Service()
    let waits = Locked<[Double]>([])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<200 {
        group.addTask {
          let sender = PacedSender(service, pacer: pacer) { seconds, _ in waits.withLock { $0.append(seconds) } }
          _ = try await sender.send(HTTPRequest(.get, "https://service.example"))
        }
      }
      try await group.waitForAll()
    }
    #expect(service.state.withLock { $0.times.count } == 200)
    let times = waits.withLock { Array(repeating: 0, count: 200 - $0.count) + $0.sorted() }
    for (early, late) in zip(times, times.dropFirst(20)) { #expect(late - early >= 10) }
    #expect(times.last == 99)
  }

  @Test("A wait that the service asks for holds all back, and a longer one than two minutes none")
  func held() async throws {
    let service = Service { number in
      HTTPResponseHead(status: number < 3 ? 429 : 200, headers: ["Retry-After": number == 1 ? "7" : "900"])
    }
    let pacer = pacer(service, requests: 100)
    for _ in 0..<4 { try await service.ask(pacer) }
    #expect(service.state.withLock { $0.times } == [0, 7, 7, 7])
    #expect(service.state.withLock { $0.told } == ["7.0 Logs asked to wait"])
    await pacer.hold(seconds: 30, cause: "AF429: too often")
    await pacer.hold(seconds: 20, cause: "shorter")
    try await service.ask(pacer)
    #expect(service.state.withLock { $0.times.last } == 37)
    #expect(service.state.withLock { $0.told.last } == "30.0 AF429: too often")
  }

  @Test("Only so many are at work at once; the others wait in line, are told so, and leave it when they are cancelled")
  func atOnce() async throws {
    let service = Service(isGated: true)
    let pacer = pacer(service, requests: 100, atOnce: 2)
    let tasks = (0..<5).map { _ in Task { try await service.ask(pacer) } }
    while await pacer.inLine < 3 || service.state.withLock({ $0.gates.count }) < 2 { await Task.yield() }
    #expect(service.state.withLock { $0.told } == Array(repeating: "0.0 waits for its turn: Logs works on 2 queries at once", count: 3))
    for task in tasks { task.cancel() }
    while await pacer.inLine > 0 { await Task.yield() }
    for gate in service.state.withLock({ $0.gates }) { gate.resume() }
    var ended = 0
    for task in tasks { do { try await task.value } catch is CancellationError { ended += 1 } }
    #expect(ended == 3 && service.state.withLock { $0.times.count } == 2)
    let next = Task { try await service.ask(pacer) }
    while service.state.withLock({ $0.gates.count }) < 3 { await Task.yield() }
    service.state.withLock { $0.gates[2] }.resume()
    try await next.value
    #expect(service.state.withLock { $0.mostAtWork } == 2)
  }

  @Test("A cancelled wait takes nothing from the others")
  func cancelled() async throws {
    let service = Service()
    let pacer = pacer(service, requests: 1)
    try await service.ask(pacer)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await service.ask(pacer)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    try await service.ask(pacer)
    #expect(service.state.withLock { $0.times } == [0, 11])
  }
}
