package import Casefile

/// Writes findings in the formats of the field.
package enum FindingExport: String, CaseIterable, Sendable {
  case jsonl
  case json
  case csv
  case markdown
  case html
  /// STIX 2.1 bundle: indicators, attack patterns and a report.
  case stix
  /// ATT&CK Navigator layer 4.5.
  case navigator
  /// One TheHive alert with observables.
  case thehive
  /// DFIR-IRIS alerts.
  case iris
  /// The queries that found them, one block each.
  case kql

  /// What an export is made of.
  package struct Content: Sendable {
    package var findings: [Finding]
    /// Hunt id to the query that ran.
    package var queries: [String: String]
    /// Hunt id to what was asked.
    package var requests: [String: String] = [:]
    /// Finding id to its proving rows, a line each: number, time in UTC, and who and where as the row says it.
    package var evidence: [String: [String]] = [:]
    package var workspace: String
    package var time: DateTime

    package init(findings: [Finding], queries: [String: String], workspace: String, time: DateTime) {
      self.findings = findings
      self.queries = queries
      self.workspace = workspace
      self.time = time
    }
  }

  /// The whole export as text, ending with a line break.
  package func text(_ content: Content) -> String {
    switch self {
    case .jsonl: content.findings.map { $0.json.text + "\n" }.joined()
    case .json: JSONValue.array(content.findings.map(\.json)).prettyText + "\n"
    case .csv: CSVExport.text(content)
    case .markdown: MarkdownExport.text(content).harmless
    case .html: HTMLExport.text(content).harmless
    case .stix: STIXExport.bundle(content).prettyText + "\n"
    case .navigator: NavigatorExport.layer(content).prettyText + "\n"
    case .thehive: CaseExport.theHive(content).prettyText + "\n"
    case .iris: CaseExport.iris(content).prettyText + "\n"
    case .kql: content.queries.sorted { $0.key < $1.key }.map { "// hunt \($0.key)\n\($0.value)\n\n" }.joined()
    }
  }
}
