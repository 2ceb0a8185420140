import Casefile
import HuntPipeline
import Testing

@testable import LocalStore

@Suite("Typed filters over the store") struct TypedFilterTests {
  let scratch = Scratch()

  private static let alerts: [Alert] = {
    var alerts = (1...9).map { number in
      Alert(
        id: "a\(number)", source: number % 2 == 0 ? "graph" : "office365", title: number % 3 == 0 ? "Encoded PowerShell" : "Port scan",
        severity: Severity.allCases[number % 5], status: ["new", "inProgress", "resolved"][number % 3],
        category: number % 2 == 0 ? "InitialAccess" : "Execution", techniques: ["T1059.00\(number)"],
        created: moment("2026-11-0\(number)T10:00:00Z"))
    }
    alerts[0].assignedTo = "maria@contoso.com"
    alerts[1].entities = [Entity(kind: .host, label: "ws-1.contoso.com", verdict: "malicious"), Entity(kind: .user, label: "Ärne")]
    alerts[2].incidentID = "7"
    alerts[3].raw = #"{"serviceSource":"microsoftSentinel"}"#
    return alerts
  }()

  private func fetched(_ query: AlertQuery) async throws -> (ids: [String], fetch: AlertFetch) {
    let store = try scratch.store()
    try await store.keep(Self.alerts)
    let box = Collected<String>()
    let fetch = try await store.fetch(query) { box.add($0.map(\.id)) }
    return (box.items, fetch)
  }

  @Test(
    "OData is held against each stored alert, newest first",
    arguments: [
      ("severity eq 'high' or severity eq 'medium'", ["a9", "a8", "a4", "a3"]), ("createdDateTime lt 2026-11-03", ["a2", "a1"]),
      ("serviceSource eq 'microsoftSentinel'", ["a4"]),
      ("not (status in ('new','resolved')) and contains(title,'scan')", ["a7", "a4", "a1"]),
      ("assignedTo ne null", ["a1"]), ("severity eq 'high' and severity eq 'low'", []),
    ])
  func odata(filter: String, expected: [String]) async throws {
    let found = try await fetched(AlertQuery(filter: filter))
    #expect(found.ids == expected)
    #expect(found.fetch == AlertFetch(count: expected.count))
  }

  @Test("A limit says how many more match, and a mistake where it is")
  func limit() async throws {
    let found = try await fetched(AlertQuery(filter: "contains(title,'scan')", limit: 2))
    #expect(found.ids == ["a8", "a7"])
    #expect(found.fetch.partial == "4 more match; the limit was 2.")
    let problem = await problem { _ = try await fetched(AlertQuery(filter: "severity eq high")) }
    #expect(problem?.kind == .usage)
  }

  @Test(
    "Words held in memory find what the index finds",
    arguments: [
      "severity:high", "sev:inf", "!severity:low", "status:in-progress", "!status:new", "title:power", "powershell scan", "technique:T1059",
      "tactic:initial_access", "host:ws-1", "user:ärne", "entity:contoso", "source:graph", "assigned:none", "assigned:maria",
      "incident:none", "incident:7", "id:a3", "/^enc.*shell$/", "title:/scan|x/", "malicious", "!\"port scan\"", "severity:nope",
    ])
  func words(filter: String) async throws {
    let selection = try AlertSelection(filter)
    let expected = Self.alerts.reversed().filter { selection.matches($0) }.map(\.id)
    #expect(try await fetched(AlertQuery(filter: filter)).ids == expected)
  }
}
