import Casefile
import HuntPipeline
import Locking
import TestSupport
import Testing

@Suite("Gathering alerts of several sources") struct AlertGatheringTests {
  /// Delivers pages, then ends in its own way.
  private struct PagesSource: AlertSource {
    var name: String
    var pages: [[Alert]] = []
    var partial: String?
    var problem: Problem?
    var asked = Locked<[AlertQuery]>([])
    var remembersByItself = false
    var shortfall = AlertFetch.Shortfall.rest
    /// Waits for it before it ends.
    var gate: AsyncStream<Void>?

    func fetch(
      _ query: AlertQuery, progress: @escaping @Sendable (AlertProgress) -> Void, deliver: @Sendable ([Alert]) async throws -> Void
    ) async throws -> AlertFetch {
      asked.withLock { $0.append(query) }
      var count = 0
      for page in pages {
        try Task.checkCancellation()
        try await deliver(page)
        count += page.count
        progress(.read(count, of: nil))
      }
      if let problem { throw problem }
      if let gate { for await _ in gate { break } }
      return AlertFetch(count: count, partial: partial, shortfall: shortfall)
    }
  }

  private final class Shelf: AlertKeeper, Sendable {
    let alerts = Locked<[String: Alert]>([:])

    func keep(_ alerts: [Alert]) async throws -> Int {
      self.alerts.withLock { kept in
        let before = kept.count
        for alert in alerts { kept[alert.source + alert.id] = alert }
        return kept.count - before
      }
    }
  }

  private static let now = DateTime("2026-11-20T12:00:00Z") ?? .minimum

  private func alert(_ id: String, _ source: String = "graph", hour: Double = 0, incident: String? = nil) -> Alert {
    var alert = Alert(id: id, source: source, title: id, created: Self.now - .hours(48), updated: Self.now - .hours(24) + .hours(hour))
    if let incident { alert.raw = #"{"incident":{"displayName":"\#(incident)"}}"# }
    return alert
  }

  private func gather(
    _ sources: [PagesSource], into shelf: Shelf = Shelf(), since: [String: DateTime] = [:]
  ) async -> [GatheredSource] {
    await AlertGathering(sources, into: shelf, clock: FixedClock(Self.now)).gather(since: since)
  }

  @Test("One failing source hides no other, and each has its own result")
  func failing() async {
    let problem = Problem("The door is shut.")
    let shelf = Shelf()
    let results = await gather(
      [
        PagesSource(name: "a", pages: [[alert("1")], [alert("2", hour: 3)]]),
        PagesSource(name: "b", pages: [[alert("x", "b")]], problem: problem), PagesSource(name: "c", pages: [], partial: "Not all."),
      ], into: shelf)
    #expect(results.map(\.name) == ["a", "b", "c"])
    let end = Self.now - .hours(21)
    #expect(results[0] == GatheredSource(name: "a", count: 2, new: 2, updatedUpTo: end, reachedUpTo: end))
    #expect(results[1] == GatheredSource(name: "b", count: 1, new: 1, problem: problem))
    #expect(results[2] == GatheredSource(name: "c", partial: "Not all.", shortfall: .rest))
    #expect(shelf.alerts.withLock { $0.count } == 3)
  }

  @Test("The next gathering asks from where this one is whole, and not behind what is missing")
  func refresh() async {
    let whole = PagesSource(name: "a", pages: [[alert("1", hour: 2)]])
    let broken = PagesSource(name: "b", pages: [[alert("2", hour: 2)]], partial: "Page 2 did not come.")
    let since = Self.now - .hours(30)
    let results = await gather([whole, broken], since: ["a": since, "b": since])
    #expect(whole.asked.withLock { $0 } == [AlertQuery(updatedSince: since)])
    #expect(results.map(\.updatedUpTo) == [Self.now - .hours(22), since])
    let nothing = await gather([PagesSource(name: "a")], since: ["a": since])
    #expect(nothing[0].updatedUpTo == since)
  }

  @Test("A filter or a limit leaves alerts out, so the next gathering does not begin behind them")
  func narrowed() async {
    for query in [AlertQuery(filter: "title:x"), AlertQuery(limit: 5)] {
      let gathering = AlertGathering([PagesSource(name: "a", pages: [[alert("1")]])], into: Shelf(), clock: FixedClock(Self.now))
      #expect(await gathering.gather(query)[0].updatedUpTo == nil)
    }
  }

  @Test("What was updated while it was fetched is asked for again")
  func overlap() async {
    let results = await gather([PagesSource(name: "a", pages: [[alert("1", hour: 24)]])])
    #expect(results[0].updatedUpTo == Self.now - AlertGathering.overlap)
  }

  @Test("An alert of two lists is kept once, with its incident, whichever came first", arguments: [true, false])
  func twice(incidentsFirst: Bool) async {
    let plain = PagesSource(name: "graph", pages: [[alert("1"), alert("2")]])
    let rich = PagesSource(name: "graph-incidents", pages: [[alert("1", incident: "Ransomware")]])
    let shelf = Shelf()
    let results = await gather(incidentsFirst ? [rich, plain] : [plain, rich], into: shelf)
    #expect(results.map(\.new).reduce(0, +) == 2)
    #expect(shelf.alerts.withLock { $0.count } == 2)
    #expect(shelf.alerts.withLock { $0["graph1"]?.incidentName } == "Ransomware")
  }

  @Test("A source that remembers by itself is given nobody else's moment, and none is remembered for it")
  func byItself() async {
    let source = PagesSource(name: "a", pages: [[alert("1")]], remembersByItself: true)
    let results = await gather([source], since: ["a": Self.now - .hours(30)])
    #expect(source.asked.withLock { $0 } == [AlertQuery()])
    #expect(results[0].updatedUpTo == nil && results[0].reachedUpTo == nil && results[0].count == 1)
  }

  @Test("Each source is reported as it ends, while a slower one is still read")
  func reported() async {
    let (gate, opening) = AsyncStream<Void>.makeStream()
    let sources = [PagesSource(name: "slow", gate: gate), PagesSource(name: "quick", pages: [[alert("1")]])]
    let gathering = AlertGathering(sources, into: Shelf(), clock: FixedClock(Self.now))
    let results = await gathering.gather(ended: { result in
      var result = result
      result.notes.append("told")
      // The slow one ends only once the quick one was told.
      if result.name == "quick" { opening.finish() }
      return result
    })
    #expect(results.map(\.name) == ["slow", "quick"])
    #expect(results.allSatisfy { $0.notes == ["told"] })
  }

  @Test("A list that was read to its end with something missing in it tells how far it came")
  func parts() async {
    let source = PagesSource(name: "a", pages: [[alert("1", hour: 2)]], partial: "IPC did not answer.", shortfall: .parts)
    let result = await gather([source])[0]
    #expect(result.updatedUpTo == nil && result.reachedUpTo == Self.now - .hours(22))
    let broken = PagesSource(name: "a", pages: [[alert("1", hour: 2)]], partial: "Page 2 did not come.")
    #expect(await gather([broken])[0].reachedUpTo == nil)
  }

  @Test("What came is kept in a task of its own, so that a stop meanwhile loses nothing")
  func keepsDespiteStop() async {
    let shelf = CarefulShelf()
    let gathering = AlertGathering([PagesSource(name: "a", pages: [[alert("1")]])], into: shelf, clock: FixedClock(Self.now))
    let source = StoppedSource(alerts: [alert("1")])
    let stopped = AlertGathering([source], into: shelf, clock: FixedClock(Self.now))
    let task = Task { await stopped.gather() }
    let results = await task.value
    #expect(results[0].wasStopped && results[0].new == 1)
    #expect(await gathering.gather()[0].new == 0)
  }

  /// Is stopped, then still delivers what it had.
  private struct StoppedSource: AlertSource {
    let name = "a"
    let alerts: [Alert]

    func fetch(
      _ query: AlertQuery, progress: @escaping @Sendable (AlertProgress) -> Void, deliver: @Sendable ([Alert]) async throws -> Void
    ) async throws -> AlertFetch {
      withUnsafeCurrentTask { $0?.cancel() }
      try await deliver(alerts)
      throw CancellationError()
    }
  }

  /// Refuses work for a task that was stopped, as a database does.
  private final class CarefulShelf: AlertKeeper, Sendable {
    private let ids = Locked<Set<String>>([])

    func keep(_ alerts: [Alert]) async throws -> Int {
      try Task.checkCancellation()
      return ids.withLock { ids in alerts.count { ids.insert($0.id).inserted } }
    }
  }

  @Test("A stop keeps what came and blames nobody")
  func stop() async {
    let shelf = Shelf()
    let gathering = AlertGathering(
      [PagesSource(name: "a", pages: [[alert("1")], [alert("2")]])], into: shelf, clock: FixedClock(Self.now))
    let task = Task {
      await gathering.gather(progress: { _, _ in withUnsafeCurrentTask { $0?.cancel() } })
    }
    let results = await task.value
    #expect(results.count == 1)
    #expect(results[0].wasStopped && results[0].problem == nil && results[0].new == 1 && results[0].updatedUpTo == nil)
    #expect(shelf.alerts.withLock { $0.count } == 1)
  }
}
