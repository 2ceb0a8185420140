import AlertSources
import Casefile
import HuntPipeline
import TestSupport
import Testing

/// Bodies in the shapes of the Management Activity API's reference, with values of our own.
@Suite("Shapes that Office 365 documents") struct Office365DocumentedShapesTests {
  private static let list = """
    [{"contentType":"Audit.SharePoint","status":"enabled","webhook":{"status":"enabled","address":"https://hook.example/o365",
    "authId":"note","expiration":null}},{"contentType":"Audit.Exchange","status":"enabled","webhook":null}]
    """
  private static let blobID = "301$301$0f3c9a526f1dspo2026112410$4a81a7c326fc$04"
  private static let blob = """
    [{"CreationTime":"2026-11-24T09:03:19","Id":"80c76bd2-0000-4c57-a97a-accfc3443dca","Operation":"UserLoginFailed",
    "OrganizationId":"\(Office365Desk.tenant)","RecordType":9,"ResultStatus":"failed","UserKey":"115@contoso.com","UserType":0,
    "Workload":"AzureActiveDirectory","ClientIP":"203.0.113.9","ObjectId":"mira@contoso.com","UserId":"mira@contoso.com",
    "AzureActiveDirectoryEventType":0,"ExtendedProperties":[{"Name":"LoginError","Value":"-214;PP_E_BAD_PASSWORD;No match."}],
    "Client":"Exchange","LoginStatus":-214,"UserDomain":"contoso.com"},
    {"CreationTime":"2026-11-24T09:04:55","Id":"b567caf0-0000-4c1c-a4ea-633a1e3d66c8","Operation":"Add User.",
    "OrganizationId":"\(Office365Desk.tenant)","RecordType":8,"ResultStatus":"success","UserKey":"1003@contoso.com","UserType":0,
    "Workload":"AzureActiveDirectory","ClientIP":null,"ObjectId":"new@contoso.com","UserId":"mira@contoso.com",
    "AzureActiveDirectoryEventType":0,"Actor":[{"ID":"1cef1fdb-0000","Type":2},{"ID":"mira@contoso.com","Type":5}],
    "Target":[{"ID":"new@contoso.com","Type":5}],"IntraSystemId":"d1497f7e-0000"}]
    """

  @Test("A webhook in the list, too many requests under 403, an older path in the next page's link, and sparse records are read")
  func replay() async throws {
    let desk = try Office365Desk()
    let root = desk.cloud.url
    let place = "/api/v1.0/\(Office365Desk.tenant)/activity/feed/audit/\(Self.blobID)"
    let content = """
      [{"contentType":"Audit.SharePoint","contentId":"\(Self.blobID)","contentUri":"\(root)\(place)",
      "contentCreated":"2026-11-24T10:35:00.000Z","contentExpiration":"2026-12-01T10:35:00.000Z"}]
      """
    desk.cloud.add { request, visit in
      if request.path.hasSuffix("subscriptions/list") {
        guard visit == 1 else { return .json(Self.list) }
        let words = "Too many requests. Method=GetBlob, PublisherId=00000000-0000-0000-0000-000000000000"
        return .json("{\"error\":{\"code\":\"AF429\",\"message\":\"\(words)\"}}", status: 403)
      }
      if request.path.hasSuffix("subscriptions/content") {
        guard request.query["contentType"] == "Audit.SharePoint", request.query["nextPage"] == nil else { return .json("[]") }
        let link = root + request.target.replacing("/api/v1.0/", with: "/api/v1/") + "&nextPage=2026112400R022885001761"
        return .json(content, headers: [["NextPageUri", link]])
      }
      return request.path.contains("/audit/") ? .json(Self.blob) : nil
    }
    let shelf = RowShelf()
    let fetch = try await desk.fetch(desk.source(keeper: shelf), AlertQuery(updatedSince: DateTime("2026-11-24T06:00:00Z")))
    #expect(fetch.partial == nil)
    #expect(desk.sleeps == [30])
    #expect(desk.asked("nextPage=").count == 1)
    #expect(
      desk.cloud.requests.last { $0.path.contains("/audit/") }?.target == place + "?PublisherIdentifier=\(Office365Desk.publisher)")
    let rows = shelf.rows.sorted { ($0["TimeGenerated"]?.string ?? "") < ($1["TimeGenerated"]?.string ?? "") }
    #expect(rows.map { $0["RecordType"]?.string } == ["AzureActiveDirectoryAccountLogon", "AzureActiveDirectory"])
    #expect(rows.map { $0["ClientIP"]?.string } == ["203.0.113.9", nil])
    #expect(rows[1]["AADTarget"]?.array?.count == 1)
  }
}
