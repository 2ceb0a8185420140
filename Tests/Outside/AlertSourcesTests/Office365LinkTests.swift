import AlertSources
import Casefile
import HuntPipeline
import TestSupport
import Testing

@Suite("Links of Office 365 that lead where the token must not go") struct Office365LinkTests {
  @Test(
    "A content that leads out of the tenant's feed is not asked for; the others of the window come, and the rest is marked",
    arguments: [
      "ROOT/api/v1.0/users", "ROOT/v1.0/me/messages", "ROOT/api/v1.0/99999999-6f1d-4a1e-9d3b-2b1c5e7f8a90/activity/feed/audit/x$1",
      "ROOT/api/v1.0/TENANT/activity/feed/../../../secrets", "ROOT/api/v1.0/TENANT/activity/feed/%2e%2e/%2e%2e/secrets",
      "ROOT/api/v1.0/TENANT/activity/feed/audit/..%2f..%2f..%2fsecrets", "ROOT/api/v1.0/TENANT/activity/feed/audit/..%5c..%5csecrets",
      "ROOT/api/v1.0/TENANT/activity/feed/%252e%252e/secrets", "USER/api/v1.0/TENANT/activity/feed/audit/x$1",
      "ROOT/api/v1.0/TENANT/activity/feedback", "ROOT/api/v2.0/TENANT/activity/feed/audit/x$1", "/api/v1.0/TENANT/activity/feed/audit/x$1",
      "ROOT/api/v1.0/TENANT/activity/feed/",
    ])
  func content(link: String) async throws {
    let desk = try Office365Desk(enabled: ["Audit.General"])
    for number in 1...3 {
      desk.service.add(Office365Desk.general("a$\(number)", "2026-11-24T0\(number + 5):30:00Z", Office365Desk.record("r-\(number)")))
    }
    let hostile = link.replacing("ROOT", with: desk.cloud.url).replacing("TENANT", with: Office365Desk.tenant).replacing(
      "USER", with: desk.cloud.url.replacing("http://", with: "http://user:pw@"))
    let (root, service) = (desk.cloud.url, desk.service)
    desk.cloud.add { request, visit in
      guard request.path.hasSuffix("/subscriptions/content"), let answer = service.answer(request, root: root, visit: visit) else {
        return nil
      }
      var items = (try? JSONValue(parsing: answer.body[...]))?.array ?? []
      // More than those after which a failing service is given up.
      for number in 0..<25 where request.query["nextPage"] == nil {
        items.insert(
          [
            "contentType": "Audit.General", "contentId": .string("h$\(number)"), "contentUri": .string(hostile),
            "contentCreated": "2026-11-24T11:30:00.000Z",
          ], at: 0)
      }
      return .json(JSONValue.array(items).text, headers: answer.headers.filter { $0[0].lowercased().hasPrefix("nextpage") })
    }
    let shelf = RowShelf()
    let source = try desk.source(types: [.general], keeper: shelf, parallel: 1)
    let fetch = try await desk.fetch(source, AlertQuery(updatedSince: DateTime("2026-11-24T06:00:00Z")))
    #expect(shelf.ids == ["r-1", "r-2", "r-3"])
    #expect(fetch.partial?.contains("25 × A link of Office 365 that leads out of the tenant's feed was not followed.") == true)
    let strange = desk.cloud.requests.map(\.path).filter { path in
      !["/activity/feed/subscriptions/", "/activity/feed/audit/a$"].contains { path.contains($0) }
    }
    #expect(strange.isEmpty)
  }
}
