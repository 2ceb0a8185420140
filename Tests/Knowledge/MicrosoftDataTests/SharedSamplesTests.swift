import Casefile
import Foundation
import MicrosoftData
import Testing

enum SharedFolder {
  static let path = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"] ?? ""
  static var isThere: Bool { FileManager.default.fileExists(atPath: path + "/data/samples/logs") }
}

/// Measures the readers on real bodies, where the folder that holds them is named by `LOGSPOTLIGHT_SHARED`.
@Suite(.enabled(if: SharedFolder.isThere, "needs the folder named by LOGSPOTLIGHT_SHARED"))
struct SharedSamplesTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: SharedFolder.path + "/data/samples/" + path, encoding: .utf8)
  }

  @Test(
    "the log samples are recognised",
    arguments: [
      ("logs/AADAuditEvents.jsonl", "AuditLogs"), ("logs/aad_logons.jsonl", "SigninLogs"),
      ("logs/mde_proc_pub.jsonl", "DeviceProcessEvents"),
      ("logs/alertlist.csv", "SecurityAlert"), ("logs/az_net_flows.csv", "AzureNetworkAnalytics_CL"),
      ("logs/processes_on_host.csv", "SecurityEvent"),
    ])
  func logs(_ path: String, _ table: String) throws {
    let line = String(try text(path).prefix { $0 != "\n" && $0 != "\r\n" })
    let object = path.hasSuffix("jsonl") ? try JSONValue(parsing: line).object : nil
    let columns = object?.keys ?? line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let found = TableReference.standard.tableNamed(byColumns: columns) { object?[$0]?.string }
    #expect(found?.table.name == table)
    print(path, found?.table.name ?? "none", found?.share ?? 0, found?.extras ?? [])
    guard let object, let found else { return }
    for place in found.places {
      guard let column = place.column, let cell = object[place.source] else { continue }
      if case .misfit(let value) = CellReader.read(json: cell, as: column.type) { Issue.record("\(column.name): \(value.text)") }
    }
  }

  @Test(
    "the Graph samples are read",
    arguments: [
      "alerts_v2-list", "v1.0-alert-get-0", "v1.0-signin-list-0", "v1.0-signin-list-1", "beta-signin-list-0", "v1.0-directoryaudit-list-0",
      "v1.0-riskdetection-list-0", "v1.0-riskyuser-list-0",
    ])
  func graph(_ name: String) throws {
    let body = try #require(try MicrosoftBody.read(JSONValue(parsing: text("graph/\(name).json")), source: "file"))
    switch body {
    case .alerts(let alerts, _):
      #expect(!alerts.isEmpty)
      for alert in alerts { print(name, alert.title, alert.entities.map { "\($0.kind): \($0.label)" }) }
    case .rows(let tables, _): print(name, tables.map { ($0.table, $0.rows.first?.keys ?? []) })
    case .answer: Issue.record("not an answer")
    }
  }

  @Test(
    "the documented answers are read", arguments: ["la-all-types", "kusto-v2", "kusto-v2-progressive", "kusto-v2-error-row", "la-query"])
  func answers(_ name: String) throws {
    let text = try String(contentsOfFile: SharedFolder.path + "/data/apis/\(name).json", encoding: .utf8)
    let json = try JSONValue(parsing: text)
    let body = json["response"]?["body"] ?? json
    guard case .answer(let answer)? = try MicrosoftBody.read(body, source: "x") else {
      Issue.record("\(name) is no answer: \(body.text.prefix(200))")
      return
    }
    print(name, answer.columns.map(\.name), answer.rows.count, answer.misfits, answer.partial ?? "")
    #expect(answer.misfits == 0)
  }
}
