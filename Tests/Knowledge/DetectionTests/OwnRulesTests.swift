import AttackCatalogue
import Casefile
import Detection
import Testing

@Suite struct OwnRulesTests {
  @Test("every rule file reads, and every rule says who, what, how grave and how it may be wrong")
  func rulesRead() {
    for result in RuleLibrary.files.flatMap({ SigmaRule.rules(in: $0) }) {
      switch result {
      case .failure(let error): Issue.record("\(error)")
      case .success(let rule):
        #expect(!rule.title.isEmpty && rule.title != rule.id)
        #expect(rule.description.hasSuffix("."), "\(rule.id)")
        #expect(!rule.falsePositives.isEmpty, "\(rule.id)")
        #expect(!rule.author.isEmpty && !rule.license.isEmpty)
        #expect(!rule.techniques.isEmpty, "\(rule.id)")
      }
    }
    #expect(Set(RuleLibrary.own.map(\.id)).count == RuleLibrary.own.count)
    #expect(RuleLibrary.own.count >= 90)
  }

  @Test("every tag is an active technique of today's ATT&CK with a tactic of its own")
  func tags() {
    for rule in RuleLibrary.own {
      for id in rule.techniques {
        let technique = AttackMatrix.enterprise.technique(id: id)
        #expect(technique?.status == .active, "\(rule.id): \(id)")
      }
      let tactics = Set(rule.techniques.compactMap { AttackMatrix.enterprise.technique(id: $0) }.flatMap(\.tactics))
      for tactic in rule.tactics { #expect(tactics.contains(tactic), "\(rule.id): \(tactic)") }
    }
  }

  @Test("what failed to get in is never called the use of a valid account, however suspicious it looks", arguments: failures)
  func failuresUseNoAccount(_ failure: RuleExample) {
    let found = failure.found(in: failure.hit, by: RuleLibrary.own)
    #expect(!found.isEmpty, "\(failure.rule): nothing was found")
    for match in found {
      #expect(match.rule.tactics.first == "credential-access", "\(match.rule.id)")
      #expect(!match.rule.techniques.contains { $0.hasPrefix("T1078") }, "\(match.rule.id)")
    }
    let successes = failure.found(in: failure.miss, by: RuleLibrary.own)
    #expect(successes.contains { $0.rule.techniques.contains { $0.hasPrefix("T1078") } }, "\(failure.rule): the same where it gets in")
  }

  /// A series that failed with everything about it that may be suspicious, and the same where it got in, by a table.
  private static let failures = [
    #"""
    {"rule": "failed sign-ins", "table": "SigninLogs", "hit": {"base": {"TimeGenerated": "2026-11-20T03:00:00Z", "UserPrincipalName": "a@contoso.com", "ResultType": "50126", "IPAddress": "203.0.113.7", "Location": "NL", "ClientAppUsed": "IMAP4", "RiskLevelDuringSignIn": "high", "RiskState": "atRisk", "AuthenticationProtocol": "ropc", "UserAgent": "python-requests/2.31"}}, "miss": {"base": {"TimeGenerated": "2026-11-20T03:00:00Z", "UserPrincipalName": "a@contoso.com", "ResultType": "0", "IPAddress": "203.0.113.7", "Location": "NL", "ClientAppUsed": "IMAP4", "RiskLevelDuringSignIn": "high", "RiskState": "atRisk", "AuthenticationProtocol": "ropc", "UserAgent": "python-requests/2.31"}}}
    """#,
    #"""
    {"rule": "failed logons", "table": "DeviceLogonEvents", "hit": {"base": {"TimeGenerated": "2026-11-20T03:00:00Z", "DeviceName": "srv-1.contoso.com", "ActionType": "LogonFailed", "AccountName": "bob", "LogonType": "RemoteInteractive", "RemoteIP": "203.0.113.7", "RemoteDeviceName": "kali", "Protocol": "NTLM", "FailureReason": "Account currently disabled."}}, "miss": {"base": {"TimeGenerated": "2026-11-20T03:00:00Z", "DeviceName": "srv-1.contoso.com", "ActionType": "LogonSuccess", "AccountName": "bob", "LogonType": "RemoteInteractive", "RemoteIP": "203.0.113.7", "RemoteDeviceName": "kali", "Protocol": "NTLM"}}}
    """#,
  ].compactMap { try? RuleExample(line: $0) }

  @Test("every rule has an example, and no example lacks its rule")
  func examplesAreComplete() {
    #expect(Set(RuleExamples.all.map(\.rule)) == Set(RuleLibrary.own.map(\.id)))
    for example in RuleExamples.all { #expect(!example.hit.isEmpty && !example.miss.isEmpty, "\(example.rule)") }
  }

  @Test("each rule finds what it must and leaves alone what it must", arguments: RuleExamples.all)
  func examples(_ example: RuleExample) throws {
    let rule = try #require(RuleLibrary.rule(id: example.rule))
    let found = example.found(in: example.hit, by: [rule])
    #expect(!found.isEmpty, "\(example.rule) finds nothing")
    #expect(example.found(in: example.miss, by: [rule]).isEmpty, "\(example.rule) finds too much")
    for match in found {
      #expect(!match.rows.isEmpty)
      #expect(!match.quotes.isEmpty, "\(example.rule) quotes nothing")
      for quote in match.quotes {
        let cell = example.hit[quote.row - 1][quote.column]?.string ?? ""
        #expect(cell.contains(quote.text), "\(example.rule): \(quote.column)")
      }
    }
  }

  @Test("ordinary administration raises no grave rule")
  func benignAdministration() {
    let lines = [
      "gpupdate /force", "ipconfig /renew", "msiexec /i C:\\packages\\agent.msi /qn", "powershell -File C:\\ops\\nightly.ps1",
      "net use Z: \\\\srv-1\\home", "sc query spooler", "robocopy C:\\a D:\\b /MIR", "wevtutil el", "vssadmin list shadows",
      "schtasks /query", "dsregcmd /status", "certutil -dump web.cer", "rundll32 shell32.dll,Control_RunDLL", "reg query HKLM\\Software",
    ]
    let rows = lines.map { line -> JSONObject in
      let name = String(line.prefix { $0 != " " }) + ".exe"
      return [
        "TimeGenerated": "2026-11-20T03:00:00Z", "DeviceName": "ws-1", "AccountName": "admin", "FileName": .string(name),
        "FolderPath": .string("C:\\Windows\\System32\\" + name), "ProcessCommandLine": .string(line),
        "InitiatingProcessFileName": "explorer.exe", "InitiatingProcessFolderPath": "C:\\Windows\\explorer.exe",
      ]
    }
    let columns = rows[0].keys
    var scanner = RuleScanner(rules: RuleLibrary.own, table: "DeviceProcessEvents", columns: columns)
    #expect(scanner.refused.isEmpty)
    for (place, row) in rows.enumerated() {
      let grave = scanner.scan(row: place) { row[columns[$0]]?.string }.filter { $0.rule.level >= .medium }
      #expect(grave.isEmpty, "\(lines[place]): \(grave.map(\.rule.id))")
    }
  }

  @Test("Rows of several tables are judged by the rules of each, whatever they say they are of")
  func severalTables() {
    let columns = ["Source", "TimeGenerated", "DeviceName", "AccountName", "FileName", "ProcessCommandLine", "ActionType"]
    let line =
      "powershell.exe -nop -w hidden -enc JABjAGwAaQBlAG4AdAAgAD0AIABOAGUAdwAtAE8AYgBqAGUAYwB0ACAATgBlAHQALgBXAGUAYgBDAGwAaQBlAG4AdAA="
    let rows: [[Value]] = [
      ["DeviceLogonEvents", "", "ws-1", "eve", "", "", "LogonFailed"].map { .string($0) },
      ["AzureActivity", "", "ws-1", "eve", "powershell.exe", line, "ProcessCreated"].map { .string($0) },
    ]
    let batch = RowBatch(columns: columns.map { Column($0, .string) }, rows: rows)
    var scanner = TablesScanner(rules: RuleLibrary.own, tables: ["DeviceLogonEvents", "DeviceProcessEvents"], columns: columns)
    #expect(RuleMatch.merged(scanner.scan(batch)).contains { $0.rows == [2] && $0.rule.techniques.contains("T1059.001") })
    var logons = TablesScanner(rules: RuleLibrary.own, tables: ["DeviceLogonEvents"], columns: columns)
    #expect(logons.scan(batch).allSatisfy { !$0.rule.techniques.contains("T1059.001") })
    #expect(scanner.ruleCount > logons.ruleCount)
  }
}
