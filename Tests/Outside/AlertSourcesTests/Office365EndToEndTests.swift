import AlertSources
import Casefile
import Foundation
import HuntPipeline
import KQL
import LocalStore
import Locking
import TestSupport
import Testing

@Suite("Office 365 from the cloud to a query") struct Office365EndToEndTests {
  private struct StillClock: HuntPipeline.Clock {
    func now() -> DateTime { Office365Desk.now }
  }

  /// A folder that goes away with the test.
  private final class Folder: Sendable {
    let path = NSTemporaryDirectory() + "office365-" + UUID().uuidString
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    func store() throws -> EmbeddedStore { try EmbeddedStore(at: path + "/store.sqlite") }
  }

  private func rows(_ text: String, _ store: EmbeddedStore) async throws -> [[String]] {
    let backend = StoreBackend(store: store, clock: StillClock())
    let tables = TableList(try await backend.schemas())
    let review = Guardrails(policy: GuardrailPolicy(), tables: tables, now: Office365Desk.now).review(KQLQuery(parsing: text))
    guard case .allowed(let query) = review else { throw Problem("\(review)") }
    let rows = Locked<[[String]]>([])
    _ = try await backend.run(query) { batch in rows.withLock { $0 += batch.rows.map { row in row.map(\.text) } } }
    return rows.withLock { $0 }
  }

  @Test("Fetched records are queried as OfficeActivity, each once however often it came")
  func endToEnd() async throws {
    let desk = try Office365Desk(enabled: ["Audit.General", "Audit.Exchange"])
    desk.service.add(
      Office365Desk.general("c$1", "2026-11-24T10:00:00Z", Office365Desk.record("r-1"), Office365Desk.alert("r-2", "a-1")),
      Office365Service.Content(
        "Audit.Exchange", "x$1", created: Office365Desk.now - .hours(1),
        [
          Office365Desk.record(
            "r-3", type: 1,
            #""ClientIP":"[2001:db8::7]:4711","Parameters":[{"Name":"ForwardTo","Value":"evil@example.org"}],"New":{"a":[1]},"InternalLogonType":"odd""#
          )
        ]))
    let folder = try Folder()
    let store = try folder.store()
    let source = try desk.source(keeper: store) { try await store.alerts(bearing: $0) }
    #expect(try await desk.fetch(source).partial == nil)
    try await store.keep(desk.alerts)
    // From the beginning once more, as after a state that was lost.
    #expect(try await desk.fetch(desk.source(keeper: store)).partial == nil)
    #expect(try await rows("OfficeActivity | where TimeGenerated > ago(7d) | count", store) == [["3"]])
    #expect(
      try await rows(
        "OfficeActivity | where TimeGenerated > ago(7d) and Parameters has 'ForwardTo' | project TimeGenerated, RecordType, ClientIP, UserType, OfficeWorkload",
        store) == [["2026-11-24T10:00:00.0000000Z", "ExchangeAdmin", "2001:db8::7", "Regular", "MicrosoftTeams"]])
    #expect(
      try await rows(
        "OfficeActivity | where TimeGenerated > ago(7d) and OfficeId == 'r-3' | project tostring(AdditionalFields.New), toint(AdditionalFields.ClientIPPort), InternalLogonType_text, isnull(InternalLogonType)",
        store) == [["{\"a\":[1]}", "4711", "odd", "true"]])
    let titles = try await store.alerts(withIDs: ["a-1"]).map(\.title)
    #expect(titles == ["Mass download"])
  }

  @Test("Rows are told by their id within one call and between two; rows without one are all kept")
  func identity() async throws {
    let folder = try Folder()
    let store = try folder.store()
    let one: JSONObject = ["OfficeId": "1", "TimeGenerated": "2026-11-24T10:00:00Z", "Operation": "A"]
    let bare: JSONObject = ["TimeGenerated": "2026-11-24T10:00:00Z", "Operation": "B"]
    #expect(try await store.keep(table: "OfficeActivity", rows: [one, one, bare, bare], identity: "OfficeId") == 3)
    #expect(try await store.keep(table: "OfficeActivity", rows: [one], identity: "OfficeId") == 0)
    #expect(try await store.keep(table: "OfficeActivity", rows: [], identity: "OfficeId") == 0)
    #expect(
      try await rows("OfficeActivity | where TimeGenerated > ago(7d) | summarize count() by Operation | sort by Operation asc", store) == [
        ["A", "1"], ["B", "2"],
      ])
  }
}
