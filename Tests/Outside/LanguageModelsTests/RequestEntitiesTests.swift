import Casefile
import HuntPipeline
import LanguageModels
import Testing

@Suite("Who and what a request names") struct RequestEntitiesTests {
  @Test(
    "Hosts are told from other words with numbers",
    arguments: [
      ("Show suspicious PowerShell activity on host WS-123 in the last day", ["WS-123"]), ("what ran on WORKSTATION5?", ["WORKSTATION5"]),
      ("logons from web01 to dc01", ["web01", "dc01"]), ("is SRV01 compromised", ["SRV01"]),
      ("any T1059 or SHA256 or CVE-2024-1234 or Windows10 or AES256", []), ("event 4625 on port4444 over IPv4", []),
      ("Were NSG rules blocking outbound 4444 from VM web-01 this weekend?", ["web-01"]),
      ("what did desk17.contoso.com do", []), ("traffic from desk17.contoso.com", ["desk17.contoso.com"]),
    ])
  func hosts(text: String, hosts: [String]) {
    #expect(RequestEntities(in: text).hosts == hosts)
  }

  @Test("Users, addresses, ports, hashes and files are read from their shapes")
  func others() {
    let found = RequestEntities(
      in: "did CONTOSO\\mlopez or alice@contoso.com run up.ps1 (d41d8cd98f00b204e9800998ecf8427e) and reach 203.0.113.77 on 4444?")
    #expect(found.users == ["mlopez", "alice@contoso.com"])
    #expect(found.files == ["up.ps1"])
    #expect(found.hashes == ["d41d8cd98f00b204e9800998ecf8427e"])
    #expect(found.addresses == ["203.0.113.77"])
    #expect(found.ports == [4444])
  }
}

@Suite("The offline planner") struct OfflinePlannerTests {
  private let names = KnownNames(users: ["alice", "arisa", "mlopez", "system"], hosts: ["ws-123", "msticalertswin1"])
  private let tables = [
    "SigninLogs", "AuditLogs", "DeviceProcessEvents", "DeviceLogonEvents", "AlertInfo", "AzureActivity", "DeviceRegistryEvents",
  ].map { name in
    TableSchema(
      name: name,
      columns: ["TimeGenerated", "UserPrincipalName", "AccountName", "DeviceName", "ResultType", "Caller"].map { column in
        Column(column, column == "TimeGenerated" ? .datetime : .string)
      })
  }

  private func plan(_ text: String) async throws -> QueryPlan {
    let names = names
    let request = AnalystRequest(
      text: text, subject: .logs, workspace: "test", asked: DateTime("2026-11-23T03:14:07Z") ?? .minimum, zoneOffsetMinutes: 0)
    let brief = PlanningBrief(
      request: request, tables: tables, policy: GuardrailPolicy(), model: ModelCard(name: "offline", isOffline: true))
    return try await OfflinePlanner(names: { names }).draft(brief, retrying: { _, _ in }).plan
  }

  @Test(
    "Names that the workspace knows are read without a word like user or host before them",
    arguments: [
      ("failed sign-ins for alice", "SigninLogs", "alice"), ("failed sign-ins by arisa yesterday", "SigninLogs", "arisa"),
      ("what did mlopez run", "DeviceProcessEvents", "mlopez"), ("logons on MSTICAlertsWin1", "DeviceLogonEvents", "MSTICAlertsWin1"),
    ])
  func known(text: String, table: String, name: String) async throws {
    let plan = try await plan(text)
    #expect(plan.table == table)
    #expect(plan.filters.contains { $0.values.contains(name) })
    #expect(!plan.rationale.filters.contains("Not understood"))
  }

  @Test("A table that is named and not here is said to be missing; another one does not answer for it")
  func missingTable() async throws {
    let problem = await #expect(throws: Problem.self) { try await self.plan("show SecurityEvent processes in the last day") }
    #expect(problem?.summary.contains("SecurityEvent") ?? false)
    #expect(try await plan("show AuditLogs of yesterday").table == "AuditLogs")
  }

  @Test("Where the table that the words mean is not here, the plan says so and offers the other openly, or there is none")
  func otherTable() async throws {
    // Files are not here, processes are.
    let plan = try await plan("which file did powershell drop on ws-123? folder, archive, rename")
    #expect(plan.table == "DeviceProcessEvents")
    let words =
      "The workspace 'test' has no DeviceFileEvents to read, which the request is about; 7 tables are known. DeviceProcessEvents is asked in its place"
    #expect(plan.rationale.table.hasPrefix(words), "\(plan.rationale.table)")
    let problem = await #expect(throws: Problem.self) { try await self.plan("blocked nsg flows of yesterday") }
    #expect(problem?.summary == "AzureNetworkAnalytics_CL cannot be asked here." && problem?.kind == .refused)
    let host = try await self.plan("blocked nsg flows of ws-123")
    #expect(host.table == "DeviceProcessEvents" && host.rationale.table.contains("has no AzureNetworkAnalytics_CL to read"))
    #expect(try await !self.plan("failed sign-ins for alice").rationale.table.contains("in its place"))
  }

  @Test("What was not understood is said")
  func unread() async throws {
    let plan = try await plan("failed sign-ins for bartholomew via frobnicator")
    #expect(plan.rationale.filters.contains("Not understood, and not filtered by: bartholomew, frobnicator"))
    #expect(!plan.rationale.filters.contains("names no user"))
  }

  @Test(
    "A request of which nothing is understood gives no plan",
    arguments: ["asdf qwer zxcv 12 !!", "Zeige mir verdächtige Anmeldungen", "lorem ipsum dolor"])
  func nonsense(text: String) async {
    await #expect(throws: Problem.self) { try await plan(text) }
  }

  @Test(
    "Words speak for tables only where they begin",
    arguments: [
      ("who changed conditional access policies yesterday", "AuditLogs"), ("deleted key vault secrets this week", "AzureActivity"),
      ("run keys written on ws-123", "DeviceRegistryEvents"), ("any alerts today?", "AlertInfo"),
      ("what happened yesterday?", "AlertInfo"),
    ])
  func tables(text: String, table: String) async throws { #expect(try await plan(text).table == table) }
}
