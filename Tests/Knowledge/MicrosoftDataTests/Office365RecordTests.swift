import Casefile
import MicrosoftData
import Testing

@Suite("Audit records of Office 365") struct Office365RecordTests {
  private func record(_ text: String, created: DateTime? = nil) throws -> Office365Record {
    try #require(Office365Record(try JSONValue(parsing: text), contentCreated: created))
  }

  @Test("A record goes to the columns of OfficeActivity, and what has no column is kept whole")
  func row() throws {
    let row = try record(
      #"""
      {"CreationTime":"2026-11-24T20:03:19","Id":"80c7","Operation":"FileAccessed","OrganizationId":"4146","RecordType":6,"UserKey":"k","UserType":10,
      "Workload":"SharePoint","ClientIP":"192.0.2.7","ObjectId":"https://x/a.docx","UserId":"ana@contoso.com","Site":"s-1","ItemType":"File","EventSource":0,
      "SourceName":"WAC","SiteUrl":"https://x/","SourceFileName":"a.docx","SourceRelativeUrl":"Docs","Scope":0,"Version":1,"ResultStatus":null,
      "LogonType":2,"AzureActiveDirectoryEventType":1,"Target":[{"ID":"b","Type":5}],"IntraSystemsId":"i-1","AppAccessContext":{"APIId":"p"},
      "ExtendedProperties":[{"Name":"n","Value":"v"}],"Tomorrow":{"x":[1,null]},"Type":"odd","TimeGenerated":"never"}
      """#
    ).row
    let expected: JSONObject = [
      "Type": "OfficeActivity", "OfficeId": "80c7", "TimeGenerated": "2026-11-24T20:03:19.0000000Z", "Operation": "FileAccessed",
      "OrganizationId": "4146", "RecordType": "SharePointFileOperation", "UserKey": "k", "UserType": "Guest",
      "OfficeWorkload": "SharePoint",
      "ClientIP": "192.0.2.7", "OfficeObjectId": "https://x/a.docx", "UserId": "ana@contoso.com", "Site_": "s-1", "ItemType": "File",
      "EventSource": "SharePoint", "Source_Name": "WAC", "Site_Url": "https://x/", "SourceFileName": "a.docx", "SourceRelativeUrl": "Docs",
      "Logon_Type": "Delegated", "AzureActiveDirectory_EventType": 1, "AADTarget": [["ID": "b", "Type": 5]], "IntraSystemId": "i-1",
      "AppAccessContext": ["APIId": "p"], "ExtendedProperties": [["Name": "n", "Value": "v"]],
      "AdditionalFields": ["Scope": 0, "Version": 1, "Tomorrow": ["x": [1, nil]], "Type": "odd", "TimeGenerated": "never"],
    ]
    #expect(JSONValue.object(row) == .object(expected), "\(JSONValue.object(row).prettyText)")
  }

  @Test("Numbers that are not known stay as they are; new types and names given as text too")
  func unknown() throws {
    let row = try record(#"{"Id":"1","RecordType":9999,"UserType":77,"LogonType":"Owner"}"#).row
    #expect(row["RecordType"] == "9999")
    #expect(row["UserType"] == 77)
    #expect(row["Logon_Type"] == "Owner")
    #expect(try record(#"{"Id":"1","RecordType":"SharePoint"}"#).row["RecordType"] == "SharePoint")
    #expect(try record(#"{"Id":"1","RecordType":[1]}"#).row["RecordType"] == "[1]")
  }

  @Test("A record without time or id is kept: it has its content's time, and the same id whenever it is read")
  func bare() throws {
    let created = DateTime("2026-11-24T11:30:00Z")
    let one = try record(#"{"Operation":"X","CreationTime":"yesterday"}"#, created: created)
    #expect(one.created == created)
    #expect(one.row["TimeGenerated"] == "2026-11-24T11:30:00.0000000Z")
    #expect(one.row["AdditionalFields"] == ["CreationTime": "yesterday"])
    #expect(one.id.hasPrefix("unnamed-"))
    #expect(try record(#"{"Operation":"X","CreationTime":"yesterday"}"#).id == one.id)
    #expect(Office365Record(.null, contentCreated: nil) == nil)
  }

  @Test(
    "Addresses are parted from ports and brackets, and what is none stays",
    arguments: [
      ("192.0.2.1", "192.0.2.1", nil), ("192.0.2.1:443", "192.0.2.1", 443), ("[2001:db8::1]:65535", "2001:db8::1", 65535),
      ("[2001:db8::1]", "2001:db8::1", nil), ("2001:db8::1", "2001:db8::1", nil), ("::ffff:192.0.2.1", "::ffff:192.0.2.1", nil),
      ("192.0.2.1:99999", "192.0.2.1:99999", nil), ("host:80", "host:80", nil), ("<null>", "<null>", nil), ("[x]:1", "[x]:1", nil),
      ("[2001:db8::1]:99999", "[2001:db8::1]:99999", nil),
      ("", "", nil),
    ] as [(String, String, Int64?)])
  func addresses(written: String, address: String, port: Int64?) throws {
    let row = try record((["Id": "1", "ClientIP": .string(written)] as JSONValue).text).row
    #expect(row["ClientIP"] == .string(address))
    #expect(row["AdditionalFields"]?["ClientIPPort"] == port.map { .integer($0) })
  }

  @Test("An alert of the portal, with who it names and what its data says")
  func portalAlert() throws {
    let alert = try #require(
      Office365Alert.alert(
        from: record(
          #"""
          {"CreationTime":"2026-11-24T08:00:00","Id":"r","Operation":"AlertEntityGenerated","RecordType":40,"UserId":"SecurityComplianceAlerts","AlertId":"a-1",
          "AlertType":"System","Name":"Creation of forwarding rule","Status":"Investigating","Severity":"Medium","Category":"ThreatManagement","Comments":"New alert",
          "Source":"Office 365 Security & Compliance","EntityType":"User","AlertEntityId":"bob@contoso.com","Data":"{\"op\":\"New-InboxRule\",\"n\":{\"x\":2}}"}
          """#), source: "office365"))
    #expect(alert.id == "a-1")
    #expect(
      [alert.title, alert.status, alert.category, alert.summary] == ["Creation of forwarding rule", "inProgress", "ThreatManagement", ""])
    #expect(alert.severity == .medium)
    #expect(
      alert.entities == [
        Entity(
          kind: .user, label: "bob@contoso.com",
          details: [Entity.Detail("type", "User"), Entity.Detail("op", "New-InboxRule"), Entity.Detail("n.x", "2")])
      ])
    #expect(alert.raw.contains("New-InboxRule"))
  }

  @Test("Threats in mail, links and files, and matches of rules against data loss, stand in the list")
  func others() throws {
    func alert(_ text: String) throws -> Alert? { Office365Alert.alert(from: try record(text), source: "office365") }
    let mail = try #require(
      try alert(
        #"{"Id":"1","RecordType":28,"Verdict":"Phish","Subject":"Invoice","P2Sender":"e@example.org","Recipients":["ana@contoso.com"],"SenderIp":"192.0.2.9","NetworkMessageId":"n","EventDeepLink":"https://l","AttachmentData":[{"FileName":"a.zip","SHA256":"ff"}]}"#
      ))
    #expect(mail.title == "Phish in a mail: Invoice")
    #expect(mail.webLink == "https://l")
    #expect(mail.entities.map(\.label) == ["e@example.org", "ana@contoso.com", "192.0.2.9", "a.zip", "Invoice"])
    #expect(try alert(#"{"Id":"2","RecordType":41,"Url":"https://evil.example/"}"#)?.title == "Click on a link: https://evil.example/")
    #expect(
      try alert(#"{"Id":"3","RecordType":47,"FileData":{"FileName":"x.exe","MalwareFamily":"Emotet"}}"#)?.title == "Emotet in a file: x.exe"
    )
    let loss = try #require(
      try alert(
        #"{"Id":"4","RecordType":11,"Operation":"DlpRuleMatch","PolicyDetails":[{"PolicyName":"Cards","Rules":[{"RuleName":"Many","Severity":"Low"},{"RuleName":"Few","Severity":"High"}]}]}"#
      ))
    #expect(loss.title == "DlpRuleMatch: Many")
    #expect(loss.severity == .high)
    #expect(try alert(#"{"Id":"5","RecordType":98,"Name":"Impossible travel"}"#)?.title == "Impossible travel")
    for number in [1, 6, 15, 25, 33, 34, 9999] { #expect(try alert("{\"Id\":\"6\",\"RecordType\":\(number)}") == nil) }
    #expect(try alert(#"{"Id":"7","RecordType":"SecurityComplianceAlerts","Name":"By name"}"#)?.title == "By name")
  }

  @Test("Wrong types and nulls anywhere are no reason to lose a record")
  func wrongTypes() throws {
    for number in [6, 11, 28, 40, 41, 47, 98] {
      for wrong in ["null", "7", "true", "[]", "{}", "[null,{}]", "\"\""] {
        let fields = [
          "Name", "Severity", "Data", "PolicyDetails", "FileData", "AttachmentData", "Recipients", "ClientIP", "UserId", "CreationTime",
        ]
        let text = "{\"Id\":\"1\",\"RecordType\":\(number)," + fields.map { "\"\($0)\":\(wrong)" }.joined(separator: ",") + "}"
        let record = try record(text, created: DateTime("2026-11-24T11:30:00Z"))
        #expect(record.row["OfficeId"] == "1")
        #expect((Office365Alert.alert(from: record, source: "office365") == nil) == (number == 6))
      }
    }
  }
}
