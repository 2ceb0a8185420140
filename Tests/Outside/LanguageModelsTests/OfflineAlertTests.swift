import Casefile
import HuntPipeline
import LanguageModels
import Locking
import TestSupport
import Testing

@Suite("The offline analyst, asked of alerts") struct OfflineAlertTests {
  private func answer(_ alerts: [Alert]) async throws -> (text: String, findings: [Finding]) {
    let asked = try #require(DateTime("2026-11-23T04:00:00Z"))
    let (keeper, id) = (MemoryKeeper(), ResultSetID(at: asked))
    let rows = alerts.map(AlertRows.row)
    try await keeper.append(RowBatch(columns: AlertRows.columns, rows: rows), to: id)
    var reducer = RowReducer(columns: AlertRows.columns) { $0.utf8.count / 4 }
    reducer.add(rows)
    let request = AnalystRequest(text: "what is it?", subject: .alerts(alerts.map { AlertID($0.id) }), workspace: "test", asked: asked)
    let brief = AnalysisBrief(
      hunt: HuntID(at: asked), request: request, tables: ["Alerts"], kql: "", resultSet: id, columns: AlertRows.columns,
      rowCount: rows.count, reduction: reducer.finish(maxTokens: nil), model: AttackedRowsTests.offline, maxOutput: 700, pages: keeper)
    let said = Locked("")
    let found = Locked<[Finding]>([])
    _ = try await OfflineAnalyst().analyse(brief) { delta in
      switch delta {
      case .text(let text): said.withLock { $0 += text }
      case .finding(let finding): found.withLock { $0.append(finding) }
      case .retrying: break
      }
    }
    return (said.withLock { $0 }, found.withLock { $0 })
  }

  private func alert(_ id: String, _ severity: Severity, _ techniques: [String], incident: String) -> Alert {
    Alert(
      id: id, source: "graph", title: "Title \(id)", severity: severity, category: "Execution", techniques: techniques,
      created: DateTime("2026-11-23T01:00:00Z") ?? .minimum, incidentID: incident)
  }

  @Test("Alerts of one incident belong together, and a technique's finding counts every alert that names it")
  func incident() async throws {
    let said = try await answer([
      alert("1", .high, ["T1059.001"], incident: "20"), alert("2", .medium, ["T1059.001"], incident: "20"),
      alert("3", .low, ["T1082", "T1059.001"], incident: "20"),
    ])
    #expect(said.text.contains("incident 20 holds 3 of them"), "\(said.text)")
    #expect(!said.text.contains("nothing in the alerts themselves") && !said.text.contains("share nothing"), "\(said.text)")
    let finding = try #require(said.findings.first { $0.mitre.id == "T1059.001" })
    #expect(finding.title == "3 alerts name T1059.001" && finding.rows == [1, 2, 3])
    #expect(said.text.contains("no finding is made of T1082"), "\(said.text)")
  }

  @Test("Alerts of different incidents, or of none, that share nothing else are not tied together")
  func apart() async throws {
    let said = try await answer([
      alert("1", .high, ["T1059.001"], incident: "20"), alert("2", .high, ["T1110"], incident: "21"), alert("3", .low, [], incident: ""),
      alert("4", .low, [], incident: ""),
    ])
    #expect(said.text.contains("No two of them share an incident, host, user or address"), "\(said.text)")
  }

  @Test("A word that chose the table and became no condition is named as not filtered by; one that did is not")
  func unfiltered() async throws {
    let columns = ["TimeGenerated", "DeviceName", "FileName", "ProcessCommandLine"].map { name in
      Column(name, name == "TimeGenerated" ? .datetime : .string)
    }
    let asked = try #require(DateTime("2026-11-23T04:00:00Z"))
    let brief = PlanningBrief(
      request: AnalystRequest(text: "encoded powershell commands that ran on ws-104", workspace: "test", asked: asked),
      tables: [TableSchema(name: "DeviceProcessEvents", columns: columns)], policy: GuardrailPolicy(), model: AttackedRowsTests.offline)
    let plan = try await OfflinePlanner().draft(brief) { _, _ in }.plan
    #expect(plan.rationale.filters.hasSuffix(" Known, but not filtered by: encoded."), "\(plan.rationale.filters)")
  }
}
