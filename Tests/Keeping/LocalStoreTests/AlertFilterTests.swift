import Casefile
import GRDB
import HuntPipeline
@testable import LocalStore
import Testing

@Suite("Filters, groups and news of the alert list") struct AlertFilterTests {
  let scratch = Scratch()

  private func alert(
    _ id: String, _ title: String, day: Int, severity: Severity = .low, tactic: String = "", assigned: String = "", incident: String = "",
    host: String = ""
  ) -> Alert {
    Alert(
      id: id, source: "graph", title: title, severity: severity, category: tactic, created: moment("2026-11-\(day)T10:00:00Z"),
      assignedTo: assigned, incidentID: incident, entities: host.isEmpty ? [] : [Entity(kind: .host, label: host)])
  }

  private func filled() async throws -> EmbeddedStore {
    let store = try scratch.store()
    try await store.keep([
      alert(
        "a", "Encoded PowerShell", day: 10, severity: .high, tactic: "Execution", assigned: "Arisa@contoso.com", incident: "7", host: "ws-1"
      ),
      alert("b", "encoded powershell", day: 12, tactic: "InitialAccess", assigned: "arisa", incident: "7", host: "WS-1"),
      alert("c", "Password spray", day: 14, severity: .medium, tactic: "Initial Access", assigned: "arisa@fabrikam.com", host: "ws-2"),
      alert("d", "Port scan", day: 16, tactic: "Discovery"),
    ])
    return store
  }

  private func ids(_ filter: String, analyst: String = "arisa@contoso.com") async throws -> [String] {
    var listing = AlertListing(filter: filter)
    listing.analyst = analyst
    let store = try await filled()
    let page = try await store.alertPage(listing, 0..<50)
    // Whatever way a store finds them, a glance shows the same first lines.
    #expect(try await EmbeddedStore(at: scratch.path).alertGlance(listing, 0..<50).lines.map(\.id) == page.lines.map(\.id))
    return page.lines.map(\.id)
  }

  @Test(
    "Regular expressions, whom it is assigned to, and incidents",
    arguments: [
      ("/enc.*shell/", ["b", "a"]), ("/^encoded/", ["b", "a"]), ("/shell$/", ["b", "a"]), ("/^shell/", []), ("!/power/", ["d", "c"]),
      ("title:/scan|spray/", ["d", "c"]), ("host:/^ws-[2-9]$/", ["c"]), ("/(/", ["d", "c", "b", "a"]), ("/(/ spray", ["c"]),
      ("assigned:me", ["b", "a"]), ("!assigned:me", ["d", "c"]), ("assigned:none", ["d"]), ("assigned:fabrikam", ["c"]),
      ("incident:7", ["b", "a"]), ("incident:none", ["d", "c"]), ("tactic:initial-access", ["c", "b"]),
      ("tactic:initialaccess", ["c", "b"]),
      ("/encoded.graph/", []), ("/[a-z]{3} scan/", ["d"]), ("title:/p.rt\\s/", ["d"]),
      ("/\\x50ort/", ["d"]), ("/\\pLort scan/", ["d"]), ("/\\Qport\\E scan/", ["d"]), ("/\\120ort/", ["d"]),
    ])
  func filters(filter: String, found: [String]) async throws {
    #expect(try await ids(filter) == found)
  }

  @Test("An alert's place is that among the lines the filter leaves")
  func places() async throws {
    let store = try await filled()
    #expect(try await store.place(ofAlert: "b", in: AlertListing()) == 2)
    #expect(try await store.place(ofAlert: "b", in: AlertListing(filter: "encoded")) == 0)
    #expect(try await store.place(ofAlert: "d", in: AlertListing(filter: "encoded")) == nil)
    #expect(try await store.place(ofAlert: "b", in: AlertListing(grouping: .title)) == nil)
    #expect(try await OwnRecords(store).place(ofAlert: "a", in: AlertListing(isDescending: false)) == 0)
  }

  @Test("Me without a domain is anyone of that name; without a name me is a word")
  func me() async throws {
    #expect(try await ids("assigned:me", analyst: "arisa") == ["c", "b", "a"])
    #expect(try await ids("assigned:me", analyst: "") == [])
  }

  @Test("A regular expression that cannot be read is told, and does not clear the list")
  func unreadable() async throws {
    let page = try await filled().alertPage(AlertListing(filter: "/(/"), 0..<9)
    #expect(page.lines.count == 4)
    #expect(page.remark?.hasPrefix("/(/ is no regular expression") == true)
  }

  private func groups(
    _ grouping: AlertListing.Grouping, sort: AlertListing.SortKey = .time, unfolded: Set<String> = []
  ) async throws
    -> [String]
  {
    var listing = AlertListing(sort: sort, grouping: grouping)
    listing.unfolded = unfolded
    let page = try await filled().alertPage(listing, 0..<50)
    #expect(page.lineCount == page.lines.count)
    #expect(page.matching == 4)
    return page.lines.map { line in
      line.group.map { "\($0.label) \($0.count) \(line.severity)\($0.isUnfolded ? " open" : "")" } ?? "  \(line.id)"
    }
  }

  @Test("Groups show their newest alert's words, their gravest severity and their number")
  func grouping() async throws {
    #expect(try await groups(.title) == ["Port scan 1 low", "Password spray 1 medium", "encoded powershell 2 high"])
    #expect(try await groups(.title, sort: .severity) == ["encoded powershell 2 high", "Password spray 1 medium", "Port scan 1 low"])
    #expect(try await groups(.entity, sort: .count) == ["WS-1 2 high", " 1 low", "ws-2 1 medium"])
    #expect(try await groups(.incident) == [" 2 medium", "7 2 high"])
    #expect(try await groups(.tactic).count == 4)
  }

  @Test("Unfolded groups are followed by their alerts, in the order of the list, and pages cut through them")
  func unfolding() async throws {
    let all = try await groups(.title, unfolded: ["encoded powershell", "port scan"])
    #expect(
      all == ["Port scan 1 low open", "  d", "Password spray 1 medium", "encoded powershell 2 high open", "  b", "  a"])
    var listing = AlertListing(grouping: .title)
    listing.unfolded = ["encoded powershell", "port scan"]
    let store = try await filled()
    for start in 0..<6 {
      let page = try await store.alertPage(listing, start..<start + 2)
      #expect(page.lines.count == min(2, 6 - start))
      #expect(page.start == start)
    }
    #expect(try await store.alertIDs(listing.members(of: "encoded powershell")).map(\.id) == ["b", "a"])
    #expect(try await store.alertPage(listing, 4..<6).lines.map(\.memberOf) == ["encoded powershell", "encoded powershell"])
  }

  @Test("What was first stored after a moment is new, what is brought up to date is not")
  func news() async throws {
    let store = try await filled()
    let since = try await store.read { try Int64.fetchOne($0, sql: "SELECT max(stored) FROM alert_lines") ?? 0 }
    var listing = AlertListing()
    listing.newSince = DateTime(ticks: since)
    #expect(try await store.alertPage(listing, 0..<9).newCount == 0)
    try await store.keep([
      alert("d", "Port scan again", day: 16), alert("e", "Late", day: 11, severity: .high), alert("f", "Latest", day: 20),
    ])
    let page = try await store.alertPage(listing, 0..<9)
    #expect(page.lines.filter(\.isNew).map(\.id) == ["f", "e"])
    #expect((page.newCount, page.newHighCount) == (2, 1))
    #expect(try await store.placeOfNew(listing, from: 0, isForward: true) == 4)
    #expect(try await store.placeOfNew(listing, from: 4, isForward: true) == nil)
    #expect(try await store.placeOfNew(listing, from: 4, isForward: false) == 0)
    #expect(try await store.placeOfNew(listing, from: 0, isForward: false) == nil)
    listing.filter = "late"
    #expect(try await store.alertPage(listing, 0..<9).newCount == 2)
  }

  @Test("Many alerts: pages, counts and ids agree whichever way they are found")
  func many() async throws {
    let store = try scratch.store()
    let alerts = (0..<AlertScan.mostCandidates * 2 + 200).map { number in
      Alert(
        id: "\(number)", source: "graph", title: "Alert on \(number % 97) \(number % 2 == 1 ? "odd" : "even")",
        severity: Severity.allCases[number % 5], created: DateTime(ticks: 638_000_000_000_000_000 + Int64(number * 7919 % 12_000)))
    }
    try await store.keep(alerts)
    for filter in ["", "odd", "severity:high", "!odd", "/n.7 /"] {
      for sort in [AlertListing.SortKey.time, .title] { try await agree(AlertListing(filter: filter, sort: sort), store) }
    }
  }

  private func agree(_ listing: AlertListing, _ store: EmbeddedStore) async throws {
    let glance = try await EmbeddedStore(at: scratch.path).alertGlance(listing, 0..<50)
    let page = try await store.alertPage(listing, 0..<50)
    let all = try await store.alertIDs(listing).map(\.id)
    #expect(all.count == page.matching)
    #expect(page.histogram.reduce(0, +) == page.matching)
    #expect(glance.lines.map(\.id) == Array(all.prefix(glance.lines.count)))
    for start in [0, page.matching / 2, page.matching - 10] where start >= 0 {
      #expect(try await store.alertPage(listing, start..<start + 10).lines.map(\.id) == Array(all.dropFirst(start).prefix(10)))
    }
  }
}
