import Casefile
import Journal
import Testing

@Suite("Exports") struct ExportTests {
  private let content = FindingExport.Content(
    findings: [
      Finding(
        id: "0123456789abcdef", hunt: HuntID("01ARZ3NDEKTSV4RRFFQ69G5FAV"), rows: [2, 5], title: "Encoded <PowerShell>",
        description: "ran from 203.0.113.77",
        mitre: Finding.Mitre(
          tactic: "Execution", technique: "T1059", subTechnique: "T1059.001", id: "T1059.001", name: "PowerShell", status: .active),
        logLines: ["=cmd|' /C calc'!A0", "``` evil\n# heading"], confidence: .high, evidence: .verified, source: "rule:x",
        indicators: ["203.0.113.77", "https://evil.example/a", "evil.example", String(repeating: "a", count: 64)], recommendations: [.pivot]
      )
    ], queries: ["01ARZ3NDEKTSV4RRFFQ69G5FAV": "T | take 1"], workspace: "w", time: DateTime("2026-11-23") ?? .minimum)

  @Test("No export that people read carries what could steer a terminal", arguments: [FindingExport.csv, .markdown, .html])
  func harmless(export: FindingExport) {
    let hostile = "a\u{1B}]52;c;QUJD\u{7}\u{1B}[2J\u{9B}31m\u{202E}\u{200B}\u{0}\rb"
    var finding = content.findings[0]
    finding.title = hostile
    finding.description = hostile
    finding.notes = hostile
    finding.logLines = [hostile]
    finding.mitre.name = hostile
    finding.triage = Triage(status: .confirmed, note: hostile, time: content.time)
    var hurt = content
    hurt.findings = [finding]
    hurt.evidence = [finding.id: [hostile]]
    hurt.requests = ["01ARZ3NDEKTSV4RRFFQ69G5FAV": hostile]
    let text = export.text(hurt).replacing("\r\n", with: "\n")
    #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) || $0 == "\n" || $0 == "\t" })
    #expect(!text.unicodeScalars.contains("\u{202E}") && !text.unicodeScalars.contains("\u{200B}"))
  }

  @Test("Every format says something and ends with a line break", arguments: FindingExport.allCases)
  func everyFormat(export: FindingExport) {
    let text = export.text(content)
    #expect(text.count > 10)
    #expect(text.utf8.last == UInt8(ascii: "\n"))
  }

  @Test("JSON formats are JSON", arguments: [FindingExport.json, .stix, .navigator, .thehive, .iris, .jsonl])
  func json(export: FindingExport) throws {
    _ = try JSONValue(parsing: export.text(content))
  }

  @Test("A cell that begins like a formula is defused in CSV")
  func formulas() {
    #expect(FindingExport.csv.text(content).contains("'=cmd|"))
  }

  @Test("Markdown and HTML keep log text from becoming markup, and defang what can be clicked")
  func markup() {
    let markdown = FindingExport.markdown.text(content)
    #expect(markdown.contains("````\n"))
    #expect(markdown.contains("203[.]0[.]113[.]77"))
    let html = FindingExport.html.text(content)
    #expect(html.contains("Encoded &lt;PowerShell&gt;"))
    #expect(!html.contains("<PowerShell>"))
  }

  @Test("The Navigator layer names the technique and the version of the catalogue")
  func navigator() throws {
    let layer = try JSONValue(parsing: FindingExport.navigator.text(content))
    #expect(layer["techniques"]?[0]?["techniqueID"] == "T1059.001")
    #expect(layer["versions"]?["attack"] == "19")
  }

  @Test("STIX tells addresses, links, domains and hashes apart, and ids do not change between exports")
  func stix() throws {
    let text = FindingExport.stix.text(content)
    #expect(text == FindingExport.stix.text(content))
    for pattern in ["ipv4-addr:value", "url:value", "domain-name:value", "file:hashes.'SHA-256'"] { #expect(text.contains(pattern)) }
  }
}
