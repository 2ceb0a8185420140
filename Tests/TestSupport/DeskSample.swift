package import Casefile
package import HuntPipeline

/// Made-up alerts, rows, plans and findings for stories.
package enum DeskSample {
  private static let kinds: [(severity: Severity, title: String, host: String, user: String, category: String, technique: String)] = [
    (.high, "Encoded PowerShell downloads a file", "WS-123.contoso.com", "CONTOSO\\mlopez", "Execution", "T1059.001"),
    (.high, "Credential store read by an unusual process", "SRV-DC01.contoso.com", "CONTOSO\\svc_backup", "CredentialAccess", "T1003.001"),
    (.high, "Consent to a new application with mail access", "", "arisa@contoso.com", "Persistence", "T1528"),
    (.medium, "Sign-ins from two countries within an hour", "", "arisa@contoso.com", "InitialAccess", "T1078"),
    (.medium, "Run key written by a script", "WS-123.contoso.com", "CONTOSO\\mlopez", "Persistence", "T1547.001"),
    (.medium, "Remote desktop from a workstation", "SRV-DB02.contoso.com", "CONTOSO\\mlopez", "LateralMovement", "T1021.001"),
    (.low, "Mail forwarding rule created", "", "bjorn@contoso.com", "Collection", "T1114.003"),
    (.low, "Port scan blocked at the border", "web-01.contoso.com", "", "Discovery", "T1046"),
    (.low, "Failed sign-ins ×118 (日本語 test 🔒)", "", "37 users", "CredentialAccess", "T1110.003"),
    (.informational, "Signature updates are late", "WS-200.contoso.com", "", "Unknown", ""),
  ]

  /// So many alerts over fourteen days, newest first.
  package static func alerts(_ count: Int) -> [Alert] {
    (0..<count).map { index in
      let kind = kinds[index * 7 % kinds.count]
      var entities: [Entity] = []
      if !kind.host.isEmpty { entities.append(Entity(kind: .host, label: kind.host, verdict: index % 3 == 0 ? "suspicious" : "")) }
      if !kind.user.isEmpty { entities.append(Entity(kind: .user, label: kind.user)) }
      entities.append(Entity(kind: .process, label: "powershell.exe -nop -w hidden -enc JABjAD0ATgBlAHcALQBPAGIAagBlAGMAdAA="))
      entities.append(Entity(kind: .file, label: "C:\\Users\\mlopez\\AppData\\Local\\Temp\\up.ps1", verdict: "malicious"))
      entities.append(Entity(kind: .address, label: "203.0.113.77", role: "attacker"))
      return Alert(
        id: "da\(1000 + index)", source: "graph", title: kind.title,
        summary: "A process was started with an encoded command line and fetched a file.",
        severity: kind.severity, status: index % 5 == 4 ? "inProgress" : "new", category: kind.category,
        techniques: kind.technique.isEmpty ? [] : [kind.technique], product: "Microsoft Defender for Endpoint",
        created: Desk.opening - .minutes(33) - .minutes(Double(index) * 315), entities: entities,
        raw: "{\"id\":\"da\(1000 + index)\",\"severity\":\"high\"}")
    }
  }

  package static let columns = [
    Column("Timestamp", .datetime), Column("DeviceName", .string), Column("AccountName", .string), Column("FileName", .string),
    Column("ProcessCommandLine", .string), Column("ProcessId", .long),
  ]

  package static let tables = [
    TableSchema(name: "DeviceProcessEvents", columns: columns),
    TableSchema(name: "SigninLogs", columns: [Column("TimeGenerated", .datetime), Column("UserPrincipalName", .string)]),
  ]

  /// Rows of process creation, a second apart.
  package static func rows(_ count: Int) -> [[Value]] {
    (0..<count).map { index in
      let isBad = index % 700 == 113
      return [
        .datetime(Desk.opening - .hours(2) + .seconds(Double(index))), .string("ws-123.contoso.com"), .string("mlopez"),
        .string(isBad ? "powershell.exe" : "svchost.exe"),
        .string(isBad ? "powershell.exe -nop -w hidden -enc JABjAD0ATgBlAHcA" : "C:\\Windows\\System32\\svchost.exe -k netsvcs -p"),
        .long(Int64(4000 + index)),
      ]
    }
  }

  package static let kql = """
    DeviceProcessEvents
    | where Timestamp > ago(24h)
    | where DeviceName startswith "WS-123"
    | where FileName in~ ("powershell.exe", "pwsh.exe")
    | project Timestamp, DeviceName, AccountName, FileName, ProcessCommandLine, ProcessId
    """

  package static let plan = QueryPlan(
    table: "DeviceProcessEvents", fields: columns.map(\.name), range: TimeRange(from: Desk.opening - .hours(24), to: Desk.opening),
    timeWords: "in the last day",
    filters: [
      QueryPlan.Filter(field: "DeviceName", op: .startsWith, value: "WS-123"),
      QueryPlan.Filter(field: "FileName", op: .isInIgnoringCase, values: ["powershell.exe", "pwsh.exe"]),
    ], limit: 10_000,
    rationale: QueryPlan.Rationale(
      table: "Process creation carries the command line.", fields: "Who, where and what was started.",
      range: "\"in the last day\" is 24 hours back.", filters: "The host was named; no user was, so none is filtered."),
    kql: kql, draftedBy: "offline planner")

  package static func progress(_ count: Int, isComplete: Bool = true, partial: String? = nil) -> RowsProgress {
    RowsProgress(resultSet: resultSet, columns: columns, count: count, isComplete: isComplete, partial: partial, backend: "store")
  }

  package static let resultSet: ResultSetID = {
    var generator = FixedGenerator()
    return ULID(at: Desk.opening, using: &generator)
  }()

  package static let reduction = ReductionSummary(rowsIn: 4812, rowsSent: 4812, groups: 137, tokensBefore: 281_000, tokensAfter: 11_204)

  package static let card = ModelCard(
    name: "gpt-5.6-luna", contextWindow: 922_000, maxOutput: 128_000, price: ModelCard.Price(input: 0.25, output: 2),
    limitsByTier: ["1": ModelCard.TierLimit(requestsPerMinute: 500, tokensPerMinute: 500_000)])

  package static func choice(question: ConsentQuestion? = nil) -> ModelChoice {
    var choice = ModelChoice(
      model: card, reason: "The cheapest configured model that fits 11,204 tokens.", inputTokens: 11_204, isEstimated: false,
      outputTokens: 1500, maxOutput: 16_384, estimate: Money(dollars: 0.0058), question: question)
    choice.most = Money(dollars: 0.0389)
    return choice
  }

  package static let offlineChoice = ModelChoice(
    model: ModelCard(name: "offline analyst", isOffline: true), reason: "No model is configured.", inputTokens: 11_204, isEstimated: false,
    outputTokens: 0, maxOutput: 0, estimate: .zero)

  package static let findings: [Finding] = [
    Finding(
      id: "a1b2c3d4e5f60718", resultSet: resultSet, rows: [114, 814, 1514, 2214],
      title: "Hidden, encoded PowerShell fetched and ran up.ps1",
      description: "A hidden PowerShell with an encoded command fetched a script from 203.0.113.77 and ran it at once.",
      mitre: Finding.Mitre(
        tactic: "Execution", technique: "T1059", subTechnique: "T1059.001", id: "T1059.001", name: "PowerShell", status: .active),
      logLines: ["powershell.exe -nop -w hidden -enc JABjAD0ATgBlAHcA"], confidence: .high, evidence: .verified, source: "rule:ps-encoded",
      indicators: ["203.0.113.77", "http://203.0.113.77/up.ps1"], recommendations: [.createIncident, .pivot]),
    Finding(
      id: "b1b2c3d4e5f60718", resultSet: resultSet, rows: [2914, 3614], title: "up.ps1 wrote HKCU\\…\\Run\\OneDriveUpd",
      description: "The script put itself under the Run key, so that it starts again at the next logon.",
      mitre: Finding.Mitre(
        tactic: "Persistence", technique: "T1547", subTechnique: "T1547.001", id: "T1547.001", name: "Registry Run Keys / Startup Folder",
        status: .active),
      confidence: .high, evidence: .verified, source: "rule:run-key", recommendations: [.createIncident]),
    Finding(
      id: "c1b2c3d4e5f60718", resultSet: resultSet, rows: [4314], title: "Base64 hides a second stage",
      description: "One quoted line was not in the rows that were sent.",
      mitre: Finding.Mitre(
        tactic: "Stealth", technique: "T1027", subTechnique: "T1027.010", id: "T1027.010", name: "Command Obfuscation", status: .renamed,
        corrected: true),
      logLines: ["powershell -enc AAAA"], confidence: .medium, evidence: .partial, notFound: ["powershell -enc AAAA"],
      source: "model:gpt-5.6-luna",
      recommendations: [.monitor]),
  ]

  package static let answer = """
    ## What happened
    On WS-123 a hidden PowerShell with an encoded command fetched up.ps1 from 203.0.113.77 at 02:41:07 UTC and ran it at once. \
    The script wrote a Run key, so it starts again at the next logon.

    ## What is not known
    Whether the second stage ran: the rows end before it.
    """
}

/// Zeros; ids made with it are the same in every run.
private struct FixedGenerator: RandomNumberGenerator {
  mutating func next() -> UInt64 { 0x0123_4567_89AB_CDEF }
}
