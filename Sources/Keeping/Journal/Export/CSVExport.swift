import Casefile

/// Findings as RFC 4180 CSV, one a line; lists are joined by `; `.
enum CSVExport {
  static func text(_ content: FindingExport.Content) -> String {
    let header = [
      "id", "title", "tactic", "technique", "name", "confidence", "evidence", "rows", "log_lines", "not_found", "indicators",
      "recommendations", "source", "hunt", "description", "notes",
    ]
    let lines = content.findings.map { finding in
      [
        finding.id, finding.title, finding.mitre.tactic, finding.mitre.id, finding.mitre.name, finding.confidence.rawValue,
        finding.evidence.rawValue, finding.rows.map(String.init).joined(separator: "; "), finding.logLines.joined(separator: "; "),
        finding.notFound.joined(separator: "; "), finding.indicators.joined(separator: "; "),
        finding.recommendations.map(\.rawValue).joined(separator: "; "), finding.source, finding.hunt?.description ?? "",
        finding.description, finding.notes,
      ]
    }
    return ([header] + lines).map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  /// A cell that begins like a formula gets a quote in front: spreadsheets run what log lines say otherwise.
  private static func cell(_ text: String) -> String {
    let text = text.replacing("\r\n", with: "\n").harmless
    let safe = text.first.map { "=+-@\t\r".contains($0) } == true ? "'" + text : text
    guard safe.contains(where: { ",\"\n\r".contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
