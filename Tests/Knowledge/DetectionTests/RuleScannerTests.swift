import Casefile
import Detection
import Testing

@Suite struct RuleScannerTests {
  private func scan(_ rule: String, _ table: String, _ rows: [[String: String]]) throws -> [RuleMatch] {
    let rule = try SigmaRule(parsing: rule)
    let columns = Array(Set(rows.flatMap(\.keys))).sorted()
    var scanner = RuleScanner(rules: [rule], table: table, columns: columns)
    var matches: [RuleMatch] = []
    for (place, row) in rows.enumerated() { matches += scanner.scan(row: place + 1) { row[columns[$0]] } }
    return matches + scanner.finish()
  }

  private func rule(_ source: String, _ detection: String, more: String = "") -> String {
    "title: T\nid: t\nlogsource: {\(source)}\ndetection:\n  s: {\(detection)}\n  condition: s\n\(more)"
  }

  @Test("a log source decides the table and the kind of row")
  func logSources() throws {
    let file = rule("category: file_delete, product: windows", #"TargetFilename|endswith: '\a.txt'"#)
    let rows = [["ActionType": "FileCreated", "FolderPath": "C:\\a.txt"], ["ActionType": "FileDeleted", "FolderPath": "C:\\a.txt"]]
    #expect(try scan(file, "DeviceFileEvents", rows).map(\.rows) == [[2]])
    #expect(try scan(file, "DeviceProcessEvents", rows).isEmpty)
    let event = rule("category: process_creation, product: windows", #"Image|endswith: '\cmd.exe'"#)
    let events = [["EventID": "4688", "NewProcessName": "C:\\cmd.exe"], ["EventID": "4689", "NewProcessName": "C:\\cmd.exe"]]
    #expect(try scan(event, "SecurityEvent", events).map(\.rows) == [[1]])
  }

  @Test("a folder and a name are one path, also when the folder already ends with the name or is missing")
  func paths() throws {
    let image = rule("category: process_creation", #"Image: 'C:\x\cmd.exe'"#)
    let rows = [
      ["FolderPath": "C:\\x\\cmd.exe", "FileName": "cmd.exe"], ["FolderPath": "C:\\x", "FileName": "cmd.exe"],
      ["FolderPath": "C:\\y", "FileName": "cmd.exe"],
    ]
    #expect(try scan(image, "DeviceProcessEvents", rows).map(\.rows) == [[1], [2]])
    let name = rule("category: process_creation", #"Image|endswith: '\cmd.exe'"#)
    #expect(try scan(name, "DeviceProcessEvents", [["FileName": "cmd.exe"]]).count == 1)
  }

  @Test("registry paths and numbers are compared as Sysmon writes them")
  func registry() throws {
    let key = rule("category: registry_set", #"TargetObject: 'HKLM\Software\Run\x', Details: 'DWORD (0x0000000a)'"#)
    let row = [
      "ActionType": "RegistryValueSet", "RegistryKey": "HKEY_LOCAL_MACHINE\\Software\\Run", "RegistryValueName": "x",
      "RegistryValueData": "10", "RegistryValueType": "Dword",
    ]
    #expect(try scan(key, "DeviceRegistryEvents", [row]).count == 1)
  }

  @Test("fields inside a column of JSON are reached by their path, lists by all their members")
  func json() throws {
    let pipe = rule("category: pipe_created", #"PipeName: '\evil'"#)
    #expect(try scan(pipe, "DeviceEvents", [["ActionType": "NamedPipeEvent", "AdditionalFields": #"{"pipename":"\\evil"}"#]]).count == 1)
    let nested = rule("product: azure, service: auditlogs", "TargetResources.modifiedProperties.newValue|contains: Admin")
    let target = #"[{"modifiedProperties":[{"newValue":"x"},{"newValue":"\"Global Administrator\""}]}]"#
    #expect(
      try scan(nested, "AuditLogs", [["TargetResources": target], ["TargetResources": "[]"], ["TargetResources": "not json"]]).map(\.rows)
        == [[1]])
  }

  @Test("a match quotes the cells that prove it, and of a long cell the part that matters")
  func quotes() throws {
    let long = String(repeating: "é padding ", count: 200) + "MIMIKATZ" + String(repeating: " more", count: 200)
    let found = try scan(
      rule("category: process_creation", "CommandLine|contains: mimikatz"), "DeviceProcessEvents",
      [["ProcessCommandLine": long, "DeviceName": "ws-1", "AccountName": "bob", "SHA256": "ab"]])
    let match = try #require(found.first)
    #expect(match.quotes.map(\.column) == ["ProcessCommandLine"])
    #expect(match.quotes[0].text.contains("MIMIKATZ"))
    #expect(long.contains(match.quotes[0].text))
    #expect(match.quotes[0].text.utf8.count <= 400)
    #expect(match.entities.map(\.label) == ["ws-1", "bob"])
    #expect(match.indicators == ["ab"])
    let named = try scan(
      rule("category: process_creation, product: windows", #"Image|endswith: '\whoami.exe', CommandLine|contains: priv"#),
      "DeviceProcessEvents", [["FileName": "whoami.exe", "FolderPath": "C:\\Temp", "ProcessCommandLine": "WHOAMI.EXE /priv"]])
    let flow = try scan(
      rule("product: azure, service: AzureNetworkAnalytics_CL", "DestPort_d: 4444"), "AzureNetworkAnalytics_CL",
      [["DestPort_d": "4444", "VM_s": "rg-web/web-01", "NSGRule_s": "deny-out-high-ports", "FlowStatus_s": "D"]])
    // What the rule saw stays, and what names the row stands beside it.
    #expect(try #require(flow.first).quotes.map(\.text).contains("4444"))
    #expect(try #require(flow.first).quotes.map(\.text).contains("deny-out-high-ports"))
    // The file's name stands in the command line already.
    #expect(try #require(named.first).quotes.map(\.column) == ["ProcessCommandLine", "FolderPath"])
  }

  private static let counting = "logspotlight: { group_by: [IPAddress], count: 3, distinct: { UserPrincipalName: 2 }, within: 10m }"

  private func failures(_ minutes: [Int], users: Int = 2, address: String = "203.0.113.7") -> [[String: String]] {
    minutes.enumerated().map { place, minute in
      let time = "2026-11-20T0\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60):00Z"
      return ["TimeGenerated": time, "IPAddress": address, "UserPrincipalName": "u\(place % users)", "ResultType": "50126"]
    }
  }

  @Test("a counting rule wants enough rows of one group inside the window, whatever their order")
  func counting() throws {
    let text = rule("product: azure, service: signinlogs", "ResultType: 50126", more: Self.counting)
    #expect(try scan(text, "SigninLogs", failures([9, 1, 5])).map(\.rows) == [[1, 2, 3]])
    #expect(try scan(text, "SigninLogs", failures([0, 15, 30])).isEmpty)
    #expect(try scan(text, "SigninLogs", failures([1, 2, 3], users: 1)).isEmpty)
    let other = failures([1, 2], address: "198.51.100.1") + failures([1, 2])
    #expect(try scan(text, "SigninLogs", other).isEmpty)
    let twice = try scan(text, "SigninLogs", failures([1, 2, 3, 60, 61, 62]))
    #expect(twice.map(\.rows) == [[1, 2, 3], [4, 5, 6]])
    #expect(twice[0].group == "IPAddress = 203.0.113.7")
    #expect(!twice[0].quotes.isEmpty)
  }

  @Test("a rule that waits for a following row finds nothing without it")
  func sequence() throws {
    let text = """
      title: T
      id: t
      logsource: { product: azure, service: signinlogs }
      detection:
        s: { ResultType: 50126 }
        ok: { ResultType: 0 }
        condition: s
      logspotlight: { group_by: [IPAddress], count: 3, within: 10m, then: ok }
      """
    var rows = failures([1, 2, 3])
    #expect(try scan(text, "SigninLogs", rows).isEmpty)
    rows.append(["TimeGenerated": "2026-11-20T00:05:00Z", "IPAddress": "203.0.113.7", "UserPrincipalName": "u1", "ResultType": "0"])
    #expect(try scan(text, "SigninLogs", rows).map(\.rows) == [[1, 2, 3, 4]])
    rows[3]["TimeGenerated"] = "2026-11-20T00:00:00Z"
    #expect(try scan(text, "SigninLogs", rows).isEmpty)
  }

  @Test("a batch is scanned with its own row numbers, and equal matches can be put together")
  func batches() throws {
    let rule = try SigmaRule(parsing: rule("category: process_creation", "CommandLine|contains: whoami"))
    let batch = RowBatch(
      columns: [Column("DeviceName", .string), Column("ProcessCommandLine", .string)],
      rows: [
        [.string("ws-1"), .string("whoami")], [.string("ws-1"), .string("dir")], [.string("ws-1"), .string("whoami /all")],
        [.string("ws-2"), .string("whoami")],
      ])
    var scanner = RuleScanner(rules: [rule], table: "DeviceProcessEvents", columns: batch.columns.map(\.name))
    let matches = scanner.scan(batch, firstRow: 10)
    #expect(matches.map(\.rows) == [[10], [12], [13]])
    let merged = RuleMatch.merged(matches)
    #expect(merged.map(\.rows) == [[10, 12], [13]])
    #expect(merged[0].quotes.map(\.text) == ["whoami", "whoami /all"])
  }

  @Test("what is encoded in a cell is seen too, and a match says that it was")
  func decoded() throws {
    let rule = rule("category: process_creation, product: windows", "CommandLine|contains: 'whoami /all'")
    let hidden = "powershell.exe -nop -enc dwBoAG8AYQBtAGkAIAAvAGEAbABsAA=="
    let rows = [["ProcessCommandLine": "whoami /all"], ["ProcessCommandLine": hidden], ["ProcessCommandLine": "powershell.exe -nop"]]
    let matches = try scan(rule, "DeviceProcessEvents", rows)
    #expect(matches.map(\.rows) == [[1], [2]])
    #expect(matches[0].quotes.map(\.isDecoded) == [false])
    #expect(matches[1].quotes.first { $0.isDecoded }?.text == "whoami /all")
    #expect(matches[1].quotes.contains { $0.text == hidden && !$0.isDecoded })
  }
}
