import Casefile
import MicrosoftData
import Testing

@Suite struct SentinelAlertTests {
  private func row(_ text: String) throws -> JSONObject { try #require(try JSONValue(parsing: text).object) }

  @Test("a SecurityAlert row becomes an alert, its entities resolved through their references")
  func row() throws {
    let row = try row(
      #"""
      {"TimeGenerated":"2026-11-02 10:00:00","SystemAlertId":"s-1","AlertName":"rule-7","DisplayName":"Group changed","AlertSeverity":"Low","Status":"InProgress",
      "Tactics":"Persistence,PrivilegeEscalation","Techniques":"[\"T1098\"]","SubTechniques":"[\"T1098.007\"]","ProductName":"Azure Sentinel",
      "Entities":"[{\"$id\":\"1\",\"HostName\":\"dc-1\",\"DnsDomain\":\"contoso.com\",\"Type\":\"host\"},{\"$id\":\"2\",\"Name\":\"bob\",\"UPNSuffix\":\"contoso.com\",\"Host\":{\"$ref\":\"1\"},\"Type\":\"account\"},{\"$id\":\"3\",\"CommandLine\":\"net group\",\"ImageFile\":{\"$ref\":\"4\"},\"Type\":\"process\"},{\"$id\":\"4\",\"Directory\":\"c:\\\\windows\",\"Name\":\"net.exe\",\"Type\":\"file\"},{\"$ref\":\"1\"}]"}
      """#)
    #expect(SentinelAlert.isAlert(columns: row.keys))
    let alert = SentinelAlert.alert(from: row, source: "file")
    #expect(alert.id == "s-1")
    #expect(alert.title == "Group changed")
    #expect(alert.status == "inProgress")
    #expect(alert.techniques == ["T1098.007", "T1098"])
    #expect(alert.category == "Persistence, PrivilegeEscalation")
    #expect(alert.created == DateTime("2026-11-02T10:00:00Z"))
    #expect(alert.entities.map(\.label) == ["dc-1", "bob@contoso.com", "net group", #"c:\windows\net.exe"#])
    #expect(alert.entities[2].details.contains(Entity.Detail("ImageFile.Name", "net.exe")))
  }

  @Test("older column names, an empty entity list and a self reference are read")
  func older() throws {
    let row = try row(
      #"{"StartTimeUtc":"2019-01-11 06:31:40","SystemAlertId":"x","AlertDisplayName":"T","Severity":"High","Entities":"","CompromisedEntity":"web-1"}"#
    )
    let alert = SentinelAlert.alert(from: row, source: "file")
    #expect(alert.severity == .high)
    #expect(alert.entities.map(\.label) == ["web-1"])
    let loop = try self.row(
      #"{"SystemAlertId":"y","AlertName":"T","Entities":[{"$id":"1","Name":"a","Type":"file","Parent":{"$ref":"1"}}]}"#)
    #expect(SentinelAlert.alert(from: loop, source: "file").entities.count == 1)
  }

  @Test("an alert's rows in AlertInfo, AlertEvidence and SecurityAlert carry what it says, in columns those tables have")
  func views() throws {
    guard case .alerts(let alerts, let next)? = try MicrosoftBody.read(JSONValue(parsing: GraphAlertTests.body), source: "graph") else {
      Issue.record("no alerts")
      return
    }
    #expect(next == "https://next")
    let alert = try #require(alerts.first)
    for table in AlertRows.tables {
      let schema = try #require(TableReference.standard.schema(named: table))
      for row in AlertRows.rows(of: alert, in: table) {
        for (name, _) in row { #expect(schema.column(named: name) != nil, "\(table) has no \(name)") }
      }
    }
    let info = try #require(AlertRows.rows(of: alert, in: "AlertInfo").first)
    #expect(info["AttackTechniques"] == .string(#"["LSASS Memory (T1003.001)"]"#))
    #expect(info["Severity"] == .string("High"))
    let evidence = AlertRows.rows(of: alert, in: "AlertEvidence")
    #expect(evidence.map { $0["EntityType"]?.text } == ["Machine", "User", "Process", "Ip", "Ip", "Ip", "Quantum"])
    #expect(evidence[0]["DeviceName"] == .string("ws-7.contoso.com"))
    #expect(evidence[1]["AccountName"] == .string("mlopez"))
    #expect(evidence[2]["SHA256"] == .string("ab12"))
    #expect(evidence[2]["ProcessCommandLine"] == .string("rundll32 comsvcs.dll MiniDump"))
    #expect(evidence[4]["RemoteIP"] == .string("203.0.113.9"))
    let sentinel = try #require(AlertRows.rows(of: alert, in: "SecurityAlert").first)
    #expect(sentinel["SystemAlertId"] == .string("da1"))
    #expect(sentinel["Techniques"] == .string(#"["T1003"]"#))
  }
}
