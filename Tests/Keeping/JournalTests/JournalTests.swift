import Casefile
import Foundation
import HuntPipeline
import Journal
import Testing

@Suite("The journal") struct JournalTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("logspotlight-journal-\(UUID().uuidString)").path
  private var path: String { folder + "/state/journal.jsonl" }
  private let time = DateTime("2026-11-23T03:14:07Z") ?? .minimum

  private func write(_ count: Int) async throws {
    let writer = JournalWriter(path: path)
    for number in 0..<count {
      try await writer.append(hunt: HuntID(at: time), kind: "stageStarted", body: ["number": .integer(Int64(number))], at: time)
    }
  }

  @Test("Lines are chained, and the chain holds across writers")
  func chained() async throws {
    try await write(3)
    try await write(2)
    let verdict = try JournalReader(path: path).verify()
    #expect(verdict.lines == 5)
    #expect(verdict.isWhole)
    var numbers: [Int] = []
    try JournalReader(path: path).forEach { numbers.append($0.sequence) }
    #expect(numbers == [1, 2, 3, 4, 5])
  }

  @Test("A changed, a missing and an added line are each told with their place")
  func tampering() async throws {
    try await write(4)
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    func verdict(_ lines: [String]) throws -> [Int] {
      try (lines.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
      return try JournalReader(path: path).verify().breaks.map(\.line)
    }
    #expect(try verdict([lines[0], lines[1].replacing("\"number\":1", with: "\"number\":7"), lines[2], lines[3]]) == [2])
    #expect(try verdict([lines[0], lines[2], lines[3]]) == [2])
    #expect(try verdict([lines[0], lines[1], lines[1], lines[2], lines[3]]) == [3])
    #expect(try verdict(lines).isEmpty)
  }

  @Test("A line cut by a crash is closed, and the chain goes on from the last whole one")
  func cutLine() async throws {
    try await write(2)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    handle.seekToEndOfFile()
    handle.write(Data("{\"seq\":3,\"ti".utf8))
    try handle.close()
    try await write(1)
    let verdict = try JournalReader(path: path).verify()
    #expect(verdict.breaks.map(\.line) == [3])
    #expect(verdict.lines == 4)
  }

  @Test("A finding is read back with what was decided about it last")
  func decisions() async throws {
    let writer = JournalWriter(path: path)
    let hunt = HuntID(at: time)
    let finding = Finding(id: "a1", title: "Something", source: "rule:x")
    try await writer.append(hunt: hunt, kind: "findingArrived", body: ["finding": finding.json], at: time)
    #expect(try JournalReader(path: path).findings().compactMap(Finding.init(json:)).map(\.triage) == [nil])
    for (status, note) in [(Triage.Status.inProgress, ""), (.confirmed, "ticket 4711")] {
      let triage = Triage(status: status, note: note, time: time)
      try await writer.append(hunt: hunt, kind: "findingTriaged", body: ["id": "a1", "triage": triage.json], at: time)
    }
    let read = try JournalReader(path: path).findings().compactMap(Finding.init(json:))
    #expect(read.map(\.triage) == [Triage(status: .confirmed, note: "ticket 4711", time: time)])
    let content = FindingExport.Content(findings: read, queries: [:], workspace: "sample", time: time)
    #expect(FindingExport.markdown.text(content).contains("- Status: confirmed, 2026-11-23T03:14:07Z: ticket 4711"))
  }

  @Test("The file belongs to its owner alone")
  func permissions() async throws {
    try await write(1)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let state = try FileManager.default.attributesOfItem(atPath: folder + "/state")
    #expect(state[.posixPermissions] as? Int == 0o700)
  }

  @Test("A folder that cannot be written to is one clear problem")
  func unwritable() async throws {
    let writer = JournalWriter(path: "/proc/nowhere/journal.jsonl")
    await #expect(throws: Problem.self) { try await writer.append(hunt: HuntID(at: time), kind: "k", body: [:], at: time) }
  }

  @Test("A finding's line keeps the predecessors' keys and adds ours")
  func threats() async throws {
    let threats = ThreatsFile(path: folder + "/_threats.jsonl")
    let finding = Finding(id: "f", title: "t", logLines: ["a\u{1B}]0;x\u{7}"], source: "rule:r")
    try await threats.append(finding, of: FindingContext(workspace: "w", query: "T", model: "m", cost: Money(dollars: 0.25), time: time))
    let line = try JSONValue(parsing: try String(contentsOfFile: folder + "/_threats.jsonl", encoding: .utf8))
    for key in ["title", "description", "mitre", "log_lines", "confidence", "recommendations", "indicators_of_compromise", "tags", "notes"]
    {
      #expect(line[key] != nil, "\(key)")
    }
    #expect(line["workspace"] == "w")
    #expect(line["cost_usd"] == .number(0.25))
  }
}
