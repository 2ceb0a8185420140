import Casefile
import Foundation
import TestSupport
import Testing

@Suite("kql check, the lint", .serialized) @BlockingTests struct CheckTests {
  private let program = BuiltProgram()

  private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = program.home + "/" + name
    try FileManager.default.createDirectory(
      atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }

  private func results(_ lines: String) throws -> (results: [JSONValue], code: Int32) {
    let outcome = try program.run(["kql", "check", "--jsonl", "-"], input: lines)
    return (try outcome.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }, outcome.code)
  }

  private func line(_ id: String, _ query: String) -> String { (["id": .string(id), "query": .string(query)] as JSONValue).text + "\n" }

  @Test("Mistakes are told as a compiler does, with the line and a caret, and control characters are harmless")
  func compiler() throws {
    let path = try file("a.kql", "SigninLogs\n| where\tIPAdress == '\u{1B}[31m'\n")
    let outcome = try program.run(["kql", "check", path])
    #expect(outcome.code == 3)
    #expect(outcome.output.hasPrefix("\(path):2:9: error: unknown column 'IPAdress'"))
    #expect(outcome.output.contains("\n  | where IPAdress == '␛[31m'\n          ^~~~~~~~\n"))
    #expect(!outcome.output.contains("\u{1B}"))
    #expect(try program.run(["kql", "check", "--color", "always", path]).output.contains("\u{1B}[1;31merror:"))
  }

  @Test("Folders are searched, and one code tells the worst: not KQL before refused before asking")
  func folders() throws {
    _ = try file("good/a.kql", "SigninLogs | where TimeGenerated > ago(1d)")
    _ = try file("good/deep/b.csl", "AuditLogs | where OperationName contains 'x'")
    _ = try file("good/notes.txt", "not a | | rule")
    let good = try program.run(["kql", "check", program.home + "/good"])
    #expect(good.code == 0)
    #expect(good.errors == "2 queries: 1 allowed, 1 ask first\n")
    let refused = try file("refused.kql", "SecretTable | take 1")
    #expect(try program.run(["kql", "check", refused]).code == 3)
    let broken = try file("broken.kql", "SigninLogs | where (")
    #expect(try program.run(["kql", "check", refused, broken, program.home + "/good"]).code == 1)
  }

  @Test("Inputs that hold no query are one clear remark each, and the others go on")
  func unreadable() throws {
    let good = try file("good.kql", "SigninLogs | take 1")
    let cases: [(String, String)] = [
      (try file("nul.kql", "SigninLogs\u{0} | take 1"), "nul.kql:1:11: error"),
      (try file("bad.kql", [0x54, 0x0A, 0xFF, 0xFE]), "bad.kql:2:1: error: this is not UTF-8"),
      (try file("empty.kql", ""), "no statement"), (program.home + "/missing.kql", "no such file"),
      (program.home + "/config-folder", "no such file"), (try file("nest.kql", String(repeating: "(", count: 100_000)), "nested deeper"),
    ]
    for (path, words) in cases {
      let outcome = try program.run(["kql", "check", path, good])
      #expect((outcome.output + outcome.errors).contains(words), "\(path): \(outcome.output) \(outcome.errors)")
      #expect(outcome.output.contains("good.kql: allowed"))
      #expect(outcome.code == 1 || path.hasSuffix("empty.kql") && outcome.code == 3)
    }
  }

  @Test("Each line gets one result; a bad one is told and the others go on")
  func lines() throws {
    let text =
      line("a", "SigninLogs | project UserPrincipalName") + "\n{nonsense\n[1]\n{\"id\":7,\"query\":\"T \\ud800\"}\r\n"
      + line("z", "SigninLogs | count")
    let (results, code) = try results(text)
    #expect(code == 1)
    #expect(results.map { $0["id"]?.string } == ["a", "3", "4", "7", "z"])
    #expect(results.map { $0["ok"] } == [true, false, false, false, true])
    #expect(results[0]["tables"] == ["SigninLogs"])
    #expect(results[0]["columns"] == ["UserPrincipalName"])
    #expect(results[0]["verdict"] == "allowed")
    #expect(results[4]["columns"] == [])
  }

  @Test("A line of ten million characters is one query like any other")
  func long() throws {
    let (results, code) = try results(
      line("long", "SigninLogs | where UserPrincipalName == '" + String(repeating: "a", count: 10_000_000) + "'"))
    #expect(code == 0)
    #expect(results.first?["verdict"] == "allowed")
  }

  @Test(
    "Of every built-in table the predecessors' fields may be read, mended where they were wrong",
    arguments: [
      ("DeviceProcessEvents", "TimeGenerated, AccountName, ActionType, DeviceName, InitiatingProcessCommandLine, ProcessCommandLine"),
      ("DeviceNetworkEvents", "TimeGenerated, ActionType, DeviceName, RemoteIP, RemotePort"),
      ("DeviceLogonEvents", "TimeGenerated, AccountName, DeviceName, ActionType, RemoteIP, RemoteDeviceName, LogonType, Protocol"),
      ("DeviceFileEvents", "TimeGenerated, ActionType, DeviceName, FileName, FolderPath, InitiatingProcessAccountName, SHA256"),
      ("DeviceRegistryEvents", "TimeGenerated, DeviceName, RegistryKey, RegistryValueName, RegistryValueData"),
      ("AlertInfo", "TimeGenerated, AlertId, Title, Severity, ServiceSource, DetectionSource"),
      ("AlertEvidence", "TimeGenerated, AlertId, EntityType, EvidenceRole, FileName, SHA1, SHA256, RemoteIP, AccountName"),
      (
        "AzureNetworkAnalytics_CL",
        "TimeGenerated, FlowType_s, SrcPublicIPs_s, DestIP_s, DestPort_d, VM_s, AllowedInFlows_d, AllowedOutFlows_d, DeniedInFlows_d, DeniedOutFlows_d"
      ),
      ("AzureActivity", "TimeGenerated, OperationNameValue, ActivityStatusValue, ResourceGroup, Caller, CallerIpAddress, Category"),
      (
        "SigninLogs",
        "TimeGenerated, UserPrincipalName, OperationName, Category, ResultSignature, ResultDescription, AppDisplayName, IPAddress, LocationDetails"
      ),
      ("AuditLogs", "TimeGenerated, OperationName, Result, InitiatedBy, TargetResources"),
      ("SecurityAlert", "TimeGenerated, AlertName, AlertSeverity, Entities, Tactics"),
    ])
  func builtIn(table: String, fields: String) throws {
    let (results, code) = try results(line(table, "\(table) | project \(fields)") + line("all", table))
    #expect(code == 0)
    #expect(results.map { $0["verdict"] } == ["allowed", "allowed"], "\(results)")
    #expect(results.first?["columns"]?.array?.count == fields.split(separator: ",").count)
  }
}
