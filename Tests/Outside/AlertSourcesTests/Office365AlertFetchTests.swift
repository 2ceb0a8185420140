import AlertSources
import Casefile
import HuntPipeline
import TestSupport
import Testing

@Suite("Which alerts Office 365 gives") struct Office365AlertFetchTests {
  private static let since = AlertQuery(updatedSince: DateTime("2026-11-24T06:00:00Z"))

  private func filled() throws -> Office365Desk {
    let desk = try Office365Desk()
    desk.service.add(
      Office365Desk.general(
        "c$1", "2026-11-24T10:00:00Z", Office365Desk.alert("r-1", "a-1", at: "2026-11-24T08:00:00"), Office365Desk.record("r-2"),
        Office365Desk.alert("r-3", "a-1", at: "2026-11-24T08:00:05", #""AlertEntityId":"bob@contoso.com","EntityType":"User""#)),
      Office365Desk.general("c$2", "2026-11-24T11:00:00Z", Office365Desk.alert("r-4", "a-2", "Forwarding rule", at: "2026-11-24T09:00:00")))
    return desk
  }

  @Test("Records of one alert become one alert, the newest first; other records are rows only")
  func joined() async throws {
    let desk = try filled()
    let fetch = try await desk.fetch(desk.source(), Self.since)
    #expect(fetch.count == 2)
    #expect(desk.alerts.map(\.id) == ["a-2", "a-1"])
    #expect(desk.alerts[1].title == "Mass download")
    #expect(desk.alerts[1].source == "office365")
    #expect(desk.alerts[1].entities.map(\.label) == ["ana@contoso.com", "bob@contoso.com"])
    #expect(desk.alerts[1].created == DateTime("2026-11-24T08:00:00Z"))
    #expect(desk.alerts[1].updated == DateTime("2026-11-24T08:00:05Z"))
  }

  @Test("Words are held against the alerts here, and a note says that the service takes none")
  func words() async throws {
    let desk = try filled()
    var query = Self.since
    query.filter = "FORWARDING high"
    let fetch = try await desk.fetch(desk.source(), query)
    #expect(desk.alerts.map(\.id) == ["a-2"])
    #expect(fetch.notes.contains { $0.contains("takes no filter") })
  }

  @Test(
    "The list's own words and OData select the alerts here",
    arguments: [
      ("severity:high !status:resolved", ["a-2", "a-1"]), ("title:forwarding", ["a-2"]), ("severity eq 'low'", []),
      ("severity eq 'high' and contains(title,'Mass')", ["a-1"]), ("!title:forwarding", ["a-1"]),
    ] as [(String, [String])])
  func filters(filter: String, ids: [String]) async throws {
    let desk = try filled()
    var query = Self.since
    query.filter = filter
    #expect(try await desk.fetch(desk.source(), query).count == ids.count)
    #expect(desk.alerts.map(\.id) == ids)
    query.filter = "severity eq"
    #expect(await problem { try await desk.fetch(desk.source(), query) }?.kind == .usage)
  }

  @Test("With a filter nothing counts as collected, so that what did not match is read by the next collection")
  func filterAdoptsNothing() async throws {
    let desk = try filled()
    let source = try desk.source()
    var query = Self.since
    query.filter = "title:forwarding"
    try await desk.fetch(source, query)
    #expect(source.state == Office365State())
    try await desk.fetch(source, Self.since)
    #expect(desk.alerts.map(\.id) == ["a-2", "a-2", "a-1"])
    #expect(source.state != Office365State())
  }

  @Test("A stop delivers the alerts of what was read, and does not count as collected")
  func stopped() async throws {
    let desk = try filled()
    desk.service.set(pageSize: 1)
    let source = try desk.source(parallel: 1)
    let task = Task {
      try await source.fetch(
        Self.since, progress: { if case .read = $0 { withUnsafeCurrentTask { $0?.cancel() } } },
        deliver: { page in desk.take(page) })
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(desk.alerts.map(\.id) == ["a-2"])
    #expect(source.state == Office365State())
  }

  @Test("A limit is kept and said, and what lies beyond it is not skipped by the next collection")
  func limit() async throws {
    let desk = try filled()
    let source = try desk.source()
    var query = Self.since
    query.limit = 1
    let fetch = try await desk.fetch(source, query)
    #expect(desk.alerts.map(\.id) == ["a-2"])
    #expect(fetch.partial == "1 more alerts match; the limit was 1.")
    #expect(source.state == Office365State())
    try await desk.fetch(source, Self.since)
    #expect(desk.alerts.map(\.id) == ["a-2", "a-2", "a-1"])
  }

  @Test("What a later record adds to an alert that is stored already does not replace what is known of it")
  func stored() async throws {
    let desk = try filled()
    let source = try desk.source()
    try await desk.fetch(source, Self.since)
    let kept = desk.alerts
    desk.service.add(
      Office365Desk.general(
        "c$9", "2026-11-24T12:30:00Z",
        Office365Desk.record(
          "r-9", type: 40, at: "2026-11-24T11:00:00", #""AlertId":"a-1","Name":"Mass download","Status":"Resolved","Severity":"High""#)))
    desk.set(now: Office365Desk.now + .hours(1))
    let next = try desk.source(state: source.state) { ids in kept.filter { ids.contains($0.id) } }
    try await desk.fetch(next)
    let alert = try #require(desk.alerts.last)
    #expect(alert.status == "resolved")
    #expect(alert.entities.map(\.label) == ["ana@contoso.com", "bob@contoso.com"])
    #expect(alert.created == DateTime("2026-11-24T08:00:00Z"))
  }

  @Test("Alerts arrive in pages of 200")
  func pages() async throws {
    let desk = try Office365Desk()
    let records = (0..<450).map { Office365Desk.alert("r-\($0)", "a-\($0)") }
    desk.service.add(Office365Service.Content("Audit.General", "c$1", created: Office365Desk.now - .hours(1), records))
    #expect(try await desk.fetch(desk.source(), Self.since).count == 450)
    #expect(desk.pages.map(\.count) == [200, 200, 50])
  }
}
