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
      return AlertFetch(count: count, partial: partial)
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
    #expect(results[0] == GatheredSource(name: "a", count: 2, new: 2, updatedUpTo: Self.now - .hours(21)))
    #expect(results[1] == GatheredSource(name: "b", count: 1, new: 1, problem: problem))
    #expect(results[2] == GatheredSource(name: "c", partial: "Not all."))
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
