import Casefile

/// A report as one HTML page without scripts, with indicators defanged.
enum HTMLExport {
  static func text(_ content: FindingExport.Content) -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>Findings in \(escaped(content.workspace))</title>
    <style>body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}pre{background:#f3f3f3;padding:.7em;overflow:auto}dt{font-weight:600}</style>
    </head><body><h1>Findings in \(escaped(content.workspace))</h1>
    <p>Written \(content.time.text(decimals: 0)). All times are UTC.</p>
    \(content.findings.map { section($0, content) }.joined(separator: "\n"))
    \(content.queries.sorted { $0.key < $1.key }.map { "<h2>Query of hunt \(escaped($0.key))</h2><pre>\(escaped($0.value))</pre>" }.joined(separator: "\n"))
    </body></html>

    """
  }

  private static func section(_ finding: Finding, _ content: FindingExport.Content) -> String {
    var facts = [("Confidence", finding.confidence.rawValue), ("Evidence", finding.evidence.rawValue)]
    if !finding.mitre.id.isEmpty { facts.append(("ATT&CK", "\(finding.mitre.tactic), \(finding.mitre.id) \(finding.mitre.name)")) }
    if !finding.rows.isEmpty { facts.append(("Rows", finding.rows.map(String.init).joined(separator: ", "))) }
    if !finding.indicators.isEmpty { facts.append(("Indicators", finding.indicators.map(Defanging.defanged).joined(separator: ", "))) }
    if !finding.notFound.isEmpty { facts.append(("Not found in the rows", finding.notFound.joined(separator: ", "))) }
    if !finding.talking.isEmpty { facts.append(("Rows that talk to a model", finding.talking.map(String.init).joined(separator: ", "))) }
    if !finding.doubts.isEmpty { facts.append(("Doubtful", finding.doubts.joined(separator: "; "))) }
    if let asked = finding.hunt.flatMap({ content.requests[$0.description] }), !asked.isEmpty { facts.append(("Asked", asked)) }
    if let triage = finding.triage {
      let note = triage.note.isEmpty ? "" : ": " + Defanging.defanged(triage.note)
      facts.append(("Status", "\(triage.status.rawValue), \(triage.time.text(decimals: 0))\(note)"))
    }
    facts.append(("Source", finding.source))
    let list = facts.map { "<dt>\(escaped($0.0))</dt><dd>\(escaped($0.1))</dd>" }.joined()
    let quotes = finding.logLines.isEmpty ? "" : "<pre>\(escaped(finding.logLines.map(Defanging.defanged).joined(separator: "\n")))</pre>"
    let rows = (content.evidence[finding.id] ?? []).map(Defanging.defanged).joined(separator: "\n")
    let proof = rows.isEmpty ? "" : "<pre>\(escaped(rows))</pre>"
    return "<h2>\(escaped(finding.title))</h2><p>\(escaped(Defanging.defanged(finding.description)))</p><dl>\(list)</dl>\(proof)\(quotes)"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }
}
