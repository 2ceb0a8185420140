import Casefile

/// A report for people, with indicators defanged.
enum MarkdownExport {
  static func text(_ content: FindingExport.Content) -> String {
    var text = "# Findings in \(inline(content.workspace))\n\nWritten \(content.time.text(decimals: 0)). All times are UTC.\n"
    for finding in content.findings { text += "\n" + section(finding, content) }
    for (hunt, query) in content.queries.sorted(by: { $0.key < $1.key }) {
      let asked = content.requests[hunt].map { $0.isEmpty ? "" : "Asked: \(inline($0))\n\n" } ?? ""
      text += "\n## Query of hunt \(hunt)\n\n" + asked + block(query)
    }
    return text
  }

  private static func section(_ finding: Finding, _ content: FindingExport.Content) -> String {
    var lines = ["## \(inline(finding.title))", ""]
    lines.append("- Confidence: \(finding.confidence.rawValue); evidence: \(finding.evidence.rawValue)")
    if !finding.mitre.id.isEmpty {
      lines.append("- ATT&CK: \(finding.mitre.tactic), \(finding.mitre.id) \(inline(finding.mitre.name))")
    }
    if !finding.rows.isEmpty { lines.append("- Rows: \(finding.rows.map(String.init).joined(separator: ", "))") }
    if !finding.indicators.isEmpty {
      lines.append("- Indicators: \(finding.indicators.map { inline(Defanging.defanged($0)) }.joined(separator: ", "))")
    }
    if !finding.notFound.isEmpty { lines.append("- Not found in the rows: \(finding.notFound.map(inline).joined(separator: ", "))") }
    if !finding.talking.isEmpty { lines.append("- Rows that talk to a model: \(finding.talking.map(String.init).joined(separator: ", "))") }
    if !finding.doubts.isEmpty { lines.append("- Doubtful: \(finding.doubts.map(inline).joined(separator: "; "))") }
    if !finding.recommendations.isEmpty {
      lines.append("- Recommended: \(finding.recommendations.map(\.rawValue).joined(separator: ", "))")
    }
    if let triage = finding.triage {
      let note = triage.note.isEmpty ? "" : ": \(inline(Defanging.defanged(triage.note)))"
      lines.append("- Status: \(triage.status.rawValue), \(triage.time.text(decimals: 0))\(note)")
    }
    if let asked = finding.hunt.flatMap({ content.requests[$0.description] }), !asked.isEmpty { lines.append("- Asked: \(inline(asked))") }
    lines.append("- Source: \(inline(finding.source))\(finding.cut ? "; the answer was cut here" : "")")
    if !finding.description.isEmpty { lines += ["", inline(Defanging.defanged(finding.description))] }
    var text = lines.joined(separator: "\n") + "\n"
    if let rows = content.evidence[finding.id], !rows.isEmpty { text += "\n" + block(rows.map(Defanging.defanged).joined(separator: "\n")) }
    if !finding.logLines.isEmpty { text += "\n" + block(finding.logLines.map(Defanging.defanged).joined(separator: "\n")) }
    return text
  }

  /// Text on one line whose marks mean nothing to Markdown or HTML.
  private static func inline(_ text: String) -> String {
    var out = ""
    for character in text {
      switch character {
      case "\n", "\r", "\t", "\r\n": out += " "
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "&": out += "&amp;"
      case "\\", "`", "*", "_", "(", "|", "#": out += "\\\(character)"
      default: out.append(character)
      }
    }
    return out
  }

  /// A fenced block whose fence is longer than any run of backticks inside.
  private static func block(_ text: String) -> String {
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\n\(text)\n\(fence)\n"
  }
}
