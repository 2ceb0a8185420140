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
