import Casefile
import HuntPipeline
import LocalStore
import Locking
import Testing

@Suite struct AlertPageTests {
  let scratch = Scratch()

  private func filled() async throws -> EmbeddedStore {
    let store = try scratch.store()
    try await store.keep([
      Alert(
        id: "a", source: "graph", title: "Encoded PowerShell", severity: .high, status: "new", category: "Execution",
        techniques: ["T1059.001"], created: moment("2026-11-20T10:00:00Z"),
        entities: [
          Entity(kind: .host, label: "WS-123.contoso.com"),
          Entity(kind: .user, label: "CONTOSO\\mlopez", details: [Entity.Detail("sid", "S-1-5-21-77")]),
        ], raw: #"{"id":"a","odd":"\u0000\u001b[31m"}"#),
      Alert(
        id: "b", source: "graph", title: "Password spray", severity: .medium, status: "resolved", category: "InitialAccess",
        created: moment("2026-11-21T10:00:00Z"), entities: [Entity(kind: .user, label: "arisa@contoso.com")]),
      Alert(id: "c", source: "file", title: "ÄRGER im Büro", severity: .low, created: moment("2026-11-22T10:00:00Z")),
    ])
    return store
  }

  private func titles(_ filter: String, sort: AlertListing.SortKey = .time, down: Bool = true) async throws -> [String] {
    let listing = AlertListing(filter: filter, sort: sort, isDescending: down)
    return try await filled().alertPage(listing, 0..<50).lines.map(\.id)
  }

  @Test("Two sources' alerts of one id are two alerts: both are delivered once, and both bear the id")
  func twins() async throws {
    let store = try scratch.store()
    for (source, severity) in [("graph", Severity.high), ("graph-legacy", .low)] {
      try await store.keep([
        Alert(id: "a", source: source, title: "of \(source)", severity: severity, created: moment("2026-11-20T10:00:00Z"))
      ])
    }
    for filter in ["", "title:of", "contains(title,'of')"] {
      let came = Locked<[String]>([])
      let fetch = try await store.fetch(AlertQuery(filter: filter)) { page in came.withLock { $0 += page.map(\.source) } }
      #expect(fetch.count == 2 && came.withLock { $0.sorted() } == ["graph", "graph-legacy"])
    }
    let came = Locked<[String]>([])
    _ = try await store.fetch(AlertQuery(filter: "severity:high")) { page in came.withLock { $0 += page.map(\.source) } }
    #expect(came.withLock { $0 } == ["graph"])
    #expect(try await store.alerts(bearing: ["a"]).map(\.source) == ["graph-legacy", "graph"])
    let (one, two) = (AlertID("a", source: "graph"), AlertID("a", source: "graph-legacy"))
    #expect(try await store.alerts(withIDs: [one, two, one]).map(\.source) == ["graph", "graph-legacy", "graph"])
    #expect(try await store.alerts(withIDs: [AlertID("a", source: "office365"), "a"]).map(\.source) == ["graph-legacy"])
    #expect(Set(try await store.alertIDs(AlertListing())) == [one, two])
    #expect(try await store.place(ofAlert: one, in: AlertListing()) != store.place(ofAlert: two, in: AlertListing()))
  }

  @Test("An alert comes back as it went in")
  func roundTrip() async throws {
    let store = try scratch.store()
    let alert = Alert(
      id: "id", source: "graph", title: "T", summary: "S", severity: .informational, status: "inProgress", category: "c",
      techniques: ["T1", "T2"], product: "p", created: DateTime(ticks: 638_000_000_000_000_001), updated: .maximum,
      firstActivity: .minimum, lastActivity: nil, classification: "truePositive", determination: "d", assignedTo: "me",
      incidentID: "7", webLink: "https://x", recommendedActions: "do",
      entities: [
        Entity(kind: .cloudResource, label: "r\"1", verdict: "malicious", role: "attacked", details: [Entity.Detail("a", "b")])
      ], raw: "{\"x\":1}")
    try await store.keep([alert])
    #expect(try await store.alerts(withIDs: ["nobody", "id"]) == [alert])
  }

  @Test("Keeping an alert again brings it up to date and does not double it")
  func twice() async throws {
    let store = try await filled()
    var alert = try #require(try await store.alerts(withIDs: ["b"]).first)
    alert.status = "inProgress"
    #expect(try await store.keep([alert]) == 0)
    let page = try await store.alertPage(AlertListing(filter: "spray"), 0..<9)
    #expect(page.lines.map(\.status) == ["inProgress"])
    #expect(page.total == 3)
    #expect(page.matching == 1)
  }

  @Test(
    "Words must all occur, in any field and any case",
    arguments: [
      ("", ["c", "b", "a"]), ("powershell", ["a"]), ("POWER ws-1", ["a"]), ("contoso", ["b", "a"]), ("contoso !spray", ["a"]),
      ("S-1-5-21-77", ["a"]), ("ärger", ["c"]), ("bü", ["c"]), ("zz", []), ("severity:high", ["a"]), ("severity:m", ["b"]),
      ("sev:high", ["a"]),
      ("user:mlopez", ["a"]), ("user:ws-123", []), ("host:ws-123", ["a"]), ("ip:203.0.113.77", []), ("src:file", ["c"]),
      ("!user:arisa", ["c", "a"]),
      ("!severity:high", ["c", "b"]), ("tactic:initial-access", ["b"]), ("technique:t1059", ["a"]), ("entity:mlopez", ["a"]),
      ("title:arisa", []), ("id:b", ["b"]), ("source:file", ["c"]), ("status:resolved", ["b"]), ("\"encoded powershell\"", ["a"]),
      ("100%", []), ("\"", ["c", "b", "a"]), ("' OR 1=1 --", []), ("NOT AND", []), ("contoso\\mlopez", ["a"]), ("severity:", []),
    ])
  func words(filter: String, ids: [String]) async throws {
    #expect(try await titles(filter) == ids)
  }

  @Test(
    "Lists are sorted by what is asked, ties by time",
    arguments: [
      (AlertListing.SortKey.time, false, ["a", "b", "c"]), (.severity, true, ["a", "b", "c"]), (.title, false, ["a", "b", "c"]),
      (.status, false, ["a", "c", "b"]), (.source, true, ["b", "a", "c"]), (.entity, false, ["c", "b", "a"]),
    ])
  func order(key: AlertListing.SortKey, down: Bool, ids: [String]) async throws {
    #expect(Set(try await titles("", sort: key, down: down)) == Set(ids))
    #expect(try await titles("", sort: key, down: down).first == ids.first)
  }

  @Test("Pages are cut out of the listing, from either end, and clamped")
  func pages() async throws {
    let store = try scratch.store()
    let alerts = (0..<500).map { number in
      Alert(
        id: "\(number)", source: "graph", title: "Alert \(number % 7)", created: DateTime(ticks: 638_000_000_000_000_000 + Int64(number)))
    }
    try await store.keep(alerts)
    for sort in AlertListing.SortKey.allCases {
      let listing = AlertListing(sort: sort)
      let all = try await store.alertIDs(listing).map(\.id)
      #expect(all.count == 500)
      for start in [0, 3, 248, 251, 470, 499, 700] {
        let page = try await store.alertPage(listing, start..<start + 20)
        #expect(page.lines.map(\.id) == Array(all.dropFirst(start).prefix(20)))
        #expect(page.start == min(start, 500))
      }
    }
  }

  @Test("The histogram counts every matching alert once, within the range")
  func histogram() async throws {
    let store = try await filled()
    for listing in [AlertListing(), AlertListing(filter: "contoso")] {
      let page = try await store.alertPage(listing, 0..<1)
      #expect(page.histogram.reduce(0, +) == page.matching)
      #expect(page.histogram.count == EmbeddedStore.histogramSlices)
      #expect(page.span?.from == moment("2026-11-20T10:00:00Z"))
    }
    let range = TimeRange(from: moment("2026-11-21"), to: moment("2026-11-22"))
    let page = try await store.alertPage(AlertListing(range: range), 0..<9)
    #expect(page.lines.map(\.id) == ["b"])
    #expect(page.span == range)
    #expect(page.matching == 1)
    #expect(page.total == 3)
    let empty = try await store.alertPage(AlertListing(filter: "nothing-like-it"), 0..<9)
    #expect(empty.matching == 0)
    #expect(empty.lines.isEmpty)
  }

  @Test("An alert dated long before there were logs is listed, and does not stretch the histogram", arguments: ["", "alert"])
  func undated(filter: String) async throws {
    let store = try await filled()
    try await store.keep([
      Alert(id: "x", source: "file", title: "Undated alert", created: .minimum),
      Alert(id: "y", source: "file", title: "An alert", created: moment("2026-11-21")),
      Alert(id: "z", source: "file", title: "Another alert", created: moment("2026-11-24")),
    ])
    let page = try await store.alertPage(AlertListing(filter: filter), 0..<9)
    #expect(page.matching == (filter.isEmpty ? 6 : 3))
    #expect(page.lines.last?.id == "x")
    #expect(page.histogram.reduce(0, +) == page.matching - 1)
    #expect(page.span?.from == moment(filter.isEmpty ? "2026-11-20T10:00:00Z" : "2026-11-21"))
    #expect(try await store.alertPage(AlertListing(filter: "undated"), 0..<9).matching == 1)
  }

  @Test("As a source of alerts it delivers the newest first and says when there are more")
  func source() async throws {
    let store = try await filled()
    let seen = Collected<String>()
    let fetch = try await store.fetch(AlertQuery(limit: 2)) { seen.add($0.map(\.id)) }
    #expect(seen.items == ["c", "b"])
    #expect(fetch.count == 2)
    #expect(fetch.partial != nil)
    #expect(try await store.fetch(AlertQuery(filter: "spray")) { _ in } == AlertFetch(count: 1))
  }
}
