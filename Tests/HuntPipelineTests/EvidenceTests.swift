import Casefile
@testable import HuntPipeline
import Testing

@Suite("Evidence") struct EvidenceTests {
  private let rows: [[Value]] = [
    [.string("WS-123"), .string("powershell.exe -nop -w hidden -enc JABjAD0A"), .string("203.0.113.77")],
    [.string("SRV-DC01"), .string("whoami /all"), .string("")],
  ]

  private func checked(_ finding: Finding, sent: Set<Int> = [1, 2]) async throws -> Finding {
    let rows = rows
    let check = EvidenceCheck(
      wasSent: { sent.contains($0) }, row: { $0 >= 1 && $0 <= rows.count ? rows[$0 - 1] : nil },
      sent: SentTexts(rows: rows.map { $0.map(\.text).joined(separator: "|") }.joined(separator: "\n")))
    return try await check.checked(finding)
  }

  @Test("A finding whose rows, quotes and indicators are all there is verified")
  func verified() async throws {
    let finding = try await checked(
      Finding(
        rows: [1], title: "t", logLines: ["-w hidden -enc JABjAD0A"], confidence: .high, source: "model:m",
        indicators: ["203[.]0[.]113[.]77"]))
    #expect(finding.evidence == .verified)
    #expect(finding.confidence == .high)
    #expect(finding.notFound.isEmpty)
  }

  @Test("An invented row, quote or indicator is named, and confidence falls")
  func invented() async throws {
    let finding = try await checked(
      Finding(
        rows: [1, 9], title: "t", logLines: ["mimikatz.exe"], confidence: .high, source: "model:m",
        indicators: ["198.51.100.1", "203.0.113.77"]))
    #expect(finding.evidence == .partial)
    #expect(finding.confidence == .medium)
    #expect(finding.rows == [1])
    #expect(finding.notFound == ["row 9", "mimikatz.exe", "198.51.100.1"])
  }

  @Test("A quote that kept the codes of the short form is held against what they stand for")
  func codes() async throws {
    let row: [Value] = [.string("powershell.exe"), .string("C:\\Windows\\System32\\powershell.exe"), .string("ps -File a.ps1 -x")]
    let check = EvidenceCheck(
      wasSent: { $0 == 1 }, row: { $0 == 1 ? row : nil },
      sent: SentTexts(
        rows: "", codes: ["§1": "C:\\Windows\\System32\\", "§2": "ps -File ¤ -x", "A1": "powershell.exe|§1powershell.exe"]))
    let finding = Finding(
      rows: [1], title: "t", logLines: ["1|0|A1|§2«a.ps1»", "§1powershell.exe"], confidence: .high, source: "model:m",
      indicators: ["C:\\Windows\\System32\\powershell.exe"])
    #expect(try await check.checked(finding).evidence == .verified)
    var other = finding
    other.logLines = ["§2«b.ps1»"]
    #expect(try await check.checked(other).evidence == .partial)
  }

  @Test("A quote of base64 as the short form writes it is held against what the row holds")
  func undone() async throws {
    let check = EvidenceCheck(
      wasSent: { $0 == 1 }, row: { $0 == 1 ? [.string("powershell -enc dwBoAG8AYQBtAGkACgB8ACAAbgBlAHQA")] : nil },
      sent: SentTexts(rows: ""))
    let finding = Finding(
      rows: [1], title: "t", logLines: ["powershell -enc ¬Wwhoami¬n¬| net¬E"], confidence: .high, source: "model:m", indicators: [])
    #expect(try await check.checked(finding).evidence == .verified)
  }

  @Test("Without a sound row nothing is proven")
  func unverified() async throws {
    let finding = try await checked(Finding(rows: [7], title: "t", logLines: ["whoami /all"], confidence: .high, source: "model:m"))
    #expect(finding.evidence == .unverified)
    #expect(finding.confidence == .low)
  }

  @Test("A true quote of another row is no proof of this one, and says so")
  func elsewhere() async throws {
    let finding = try await checked(Finding(rows: [1], title: "t", logLines: ["whoami /all"], source: "model:m"))
    #expect(finding.evidence == .partial)
    #expect(finding.notFound == ["whoami /all (not in the rows cited)"])
  }

  @Test("A row that was not sent cannot be cited")
  func notSent() async throws {
    let finding = try await checked(Finding(rows: [2], title: "t", source: "model:m"), sent: [1])
    #expect(finding.evidence == .unverified)
  }

  @Test("A part of a word in another case counts, an empty claim proves nothing")
  func looseQuotes() async throws {
    let finding = try await checked(Finding(rows: [1], title: "t", logLines: ["POWERSHELL.exe  -nop", "…"], source: "model:m"))
    #expect(finding.notFound == ["…"])
  }

  @Test("A story that quotes nothing is not proven by naming a row")
  func story() async throws {
    let finding = try await checked(
      Finding(rows: [1], title: "Ransomware encrypted the domain controller", description: "6.6.6.6", confidence: .high, source: "model:m"))
    #expect(finding.evidence == .partial)
    #expect(finding.confidence == .medium)
    #expect(!finding.notFound.isEmpty)
  }

  @Test("A revoked technique becomes its successor, a wrong name is set right, an unknown id is flagged")
  func techniques() {
    let renamed = TechniqueCheck.checked(
      Finding.Mitre(tactic: "Execution", technique: "T1059", subTechnique: "T1059.001", name: "Power Shell"))
    #expect(renamed.id == "T1059.001")
    #expect(renamed.status != .unknown)
    #expect(TechniqueCheck.checked(Finding.Mitre(technique: "T9999")).status == .unknown)
    #expect(TechniqueCheck.checked(Finding.Mitre(id: "T1059.001")).technique == "T1059")
  }

  @Test("The same claim has the same id, another has another")
  func identity() {
    let one = Finding(title: "a", mitre: Finding.Mitre(id: "T1"), logLines: ["x", "y"], source: "s", indicators: ["i"])
    var other = one
    other.logLines = ["y", "x"]
    #expect(FindingIdentity.id(of: one, workspace: "w") == FindingIdentity.id(of: other, workspace: "w"))
    other.logLines = ["y"]
    #expect(FindingIdentity.id(of: one, workspace: "w") != FindingIdentity.id(of: other, workspace: "w"))
    #expect(FindingIdentity.id(of: one, workspace: "w").count == 16)
  }

  @Test("A quote of what a row says decoded is found in that row, as it reads and as it was sent")
  func decodedQuote() async throws {
    let encoded = "powershell -enc dwBoAG8AYQBtAGkAIAAvAGEAbABsAA=="
    let check = EvidenceCheck(wasSent: { $0 == 1 }, row: { _ in [.string("WS-1"), .string(encoded)] }, sent: SentTexts(rows: ""))
    for quote in ["whoami /all", "WS-1|ProcessCommandLine (decoded): [base64 UTF-16] whoami /all", "Command (decoded): whoami /all"] {
      let finding = try await check.checked(Finding(rows: [1], title: "t", logLines: [quote], confidence: .high, source: "model:m"))
      #expect(finding.evidence == .verified, "\(quote)")
    }
    let inventions = [
      "Command (decoded): net user", "x mimikatz (decoded): 4", "mimikatz (decoded): more rows", "anything at all (decoded): e",
      "mimikatz.exe ran (decoded): whoami /all", "Command (decoded):", "Command (decoded): whoami /all (decoded): mimikatz",
    ]
    for quote in inventions {
      let finding = try await check.checked(Finding(rows: [1], title: "t", logLines: [quote], confidence: .high, source: "model:m"))
      #expect(finding.evidence != .verified, "\(quote)")
    }
  }
}
