import Canvas
import Casefile
import HuntPipeline
import KQL

/// A checked query as a compiler would tell it: `file:line:column: severity: message`, the line, and a caret under the place.
struct CheckText {
  private let check: QueryCheck
  private let isColoured: Bool
  private let lines: [Substring]

  init(_ check: QueryCheck, isColoured: Bool) {
    self.check = check
    self.isColoured = isColoured
    lines = check.text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
  }

  var text: String {
    var out = check.diagnostics.map(remark).joined()
    for concern in check.concerns where concern.rule != "sound-query" {
      out += head("", check.verdict) + " \(Output.harmless("\(concern.reason) \(concern.remedy)")) [\(concern.rule)]\n"
    }
    for addition in check.additions { out += head("", "note") + " \(Output.harmless(addition))\n" }
    let tables = check.tables.isEmpty ? "" : " (reads " + Output.harmless(check.tables.joined(separator: ", ")) + ")"
    return out + bold(Output.harmless(check.id) + ":") + " " + paint(check.verdict, check.verdict) + tables + "\n"
  }

  private func remark(_ diagnostic: KQLDiagnostic) -> String {
    let place = "\(diagnostic.line):\(diagnostic.column):"
    return head(place, diagnostic.severity.rawValue) + " " + Output.harmless(diagnostic.message) + "\n" + excerpt(diagnostic)
  }

  private func head(_ place: String, _ word: String) -> String {
    let start = bold(Output.harmless(check.id) + ":" + place)
    return start + " " + paint(word + ":", word)
  }

  /// The line and a caret; of a long line only what is near the place.
  private func excerpt(_ diagnostic: KQLDiagnostic) -> String {
    guard lines.indices.contains(diagnostic.line - 1), !lines[diagnostic.line - 1].isEmpty else { return "" }
    let scalars = lines[diagnostic.line - 1].unicodeScalars
    let start = max(0, diagnostic.column - 1 - 60)
    let before = CheckText.plain(scalars.dropFirst(start).prefix(diagnostic.column - 1 - start))
    let width = max(1, min(diagnostic.range.count, 40))
    let marked = CheckText.plain(scalars.dropFirst(diagnostic.column - 1).prefix(width))
    let after = CheckText.plain(scalars.dropFirst(diagnostic.column - 1 + width).prefix(60))
    let cut = start > 0 ? "…" : ""
    let under =
      String(repeating: " ", count: cut.count + before.cellWidth) + "^" + String(repeating: "~", count: max(0, marked.cellWidth - 1))
    return "  \(cut)\(before)\(marked)\(after)\n  \(paint(under, diagnostic.severity.rawValue))\n"
  }

  private static func plain(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    for scalar in scalars { text.append(scalar == "\t" ? " " : scalar) }
    return Output.harmless(String(text)).replacing("\n", with: " ")
  }

  private func bold(_ text: String) -> String { isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  private func paint(_ text: String, _ word: String) -> String {
    guard isColoured else { return text }
    let colour =
      switch word {
      case "error", "refused": "31"
      case "warning", "consent", "unsupported": "33"
      case "allowed": "32"
      default: "36"
      }
    return "\u{1B}[1;\(colour)m\(text)\u{1B}[0m"
  }
}
