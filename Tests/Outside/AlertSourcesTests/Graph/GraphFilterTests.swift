import Casefile
import HuntPipeline
import Testing

@testable import AlertSources

@Suite("Filters for Graph") struct GraphFilterTests {
  @Test(
    "OData and words become the same question, in operators that the service is known to take",
    arguments: [
      ("severity eq 'high'", "severity eq 'high'"),
      ("severity eq 'High' AND status ne 'RESOLVED'", "severity eq 'high' and status ne 'resolved'"),
      ("severity eq 'High' and status ne 'RESOLVED'", "severity eq 'high' and status ne 'resolved'"),
      ("severity in ('high','medium')", "(severity eq 'high' or severity eq 'medium')"),
      ("not (severity eq 'high' or status eq 'new')", "(severity ne 'high' and status ne 'new')"),
      ("not severity in ('high','low')", "(severity ne 'high' and severity ne 'low')"),
      ("createdDateTime ge 2026-11-01T00:00:00Z", "createdDateTime ge 2026-11-01T00:00:00Z"),
      ("createdDateTime ge '2026-11-01T02:00:00.5+02:00'", "createdDateTime ge 2026-11-01T00:00:00.5000000Z"),
      ("assignedTo eq 'o''neill@contoso.com'", "assignedTo eq 'o''neill@contoso.com'"),
      ("severity ge 'medium'", "(severity eq 'medium' or severity eq 'high')"),
      ("determination eq 'compromisedUser'", "determination eq 'compromisedAccount'"),
      ("serviceSource eq microsoft.graph.security.serviceSource'microsoftSentinel'", "serviceSource eq 'microsoftSentinel'"),
      (
        "(severity eq 'high' or severity eq 'low') and (status eq 'new')",
        "(severity eq 'high' or severity eq 'low') and status eq 'new'"
      ), ("title eq 'x'", nil), ("classification eq 'unknown'", nil), ("determination ne 'Unknown'", nil),
      ("classification eq 'truePositive'", "classification eq 'truePositive'"), ("status eq 'active'", nil), ("assignedTo eq null", nil),
      ("sev:hi", "severity eq 'high'"),
      ("status:in-progress", "status eq 'inProgress'"), ("!severity:info", "severity ne 'informational'"), ("title:foo", nil),
      ("severity eq 'low' or title eq 'x'", nil), ("assigned:maria", nil), ("", nil),
    ] as [(String, String?)])
  func text(filter: String, expected: String?) throws {
    let parted = try GraphFilter(AlertSelection(filter), for: .alerts)
    #expect(parted.text == expected)
    #expect((parted.held == nil) == (expected != nil || filter.isEmpty))
  }

  @Test("Each list is asked only for what it takes, in its own words")
  func lists() throws {
    func text(_ filter: String, _ endpoint: GraphEndpoint) throws -> String? { try GraphFilter(AlertSelection(filter), for: endpoint).text }
    #expect(try text("serviceSource eq 'microsoftSentinel'", .incidents) == nil)
    #expect(try text("status eq 'active'", .incidents) == "status eq 'active'")
    #expect(try text("status eq 'new'", .legacyAlerts) == "status eq 'newAlert'")
    #expect(try text("vendorInformation/provider eq 'IPC'", .legacyAlerts) == "vendorInformation/provider eq 'IPC'")
    #expect(try text("vendorInformation/provider eq 'IPC'", .alerts) == nil)
  }

  @Test("A query is percent-encoded as the documentation's examples are")
  func encoding() {
    #expect(GraphQuery.encoded("a eq 'x&y#z+1 ü%=?' or (b)") == "a%20eq%20'x%26y%23z%2B1%20%C3%BC%25%3D%3F'%20or%20(b)")
    #expect(GraphQuery.encodedSegment("da6/1?x=ü_-'") == "da6%2F1%3Fx%3D%C3%BC_-%27")
  }
}
