import AttackCatalogue
import Casefile

/// Findings as a layer of the ATT&CK Navigator: each technique with its count as score and its findings' titles as comment.
enum NavigatorExport {
  static func layer(_ content: FindingExport.Content) -> JSONValue {
    var titles: [String: [String]] = [:]
    for finding in content.findings where !finding.mitre.id.isEmpty { titles[finding.mitre.id, default: []].append(finding.title) }
    let techniques = titles.sorted { $0.key < $1.key }.map { id, titles -> JSONValue in
      [
        "techniqueID": .string(id), "score": .integer(Int64(titles.count)), "comment": .string(titles.joined(separator: "\n")),
        "enabled": true,
      ]
    }
    let most = titles.values.map(\.count).max() ?? 1
    return [
      "name": .string("LogSpotlight: \(content.workspace)"), "domain": "enterprise-attack",
      "versions": ["attack": .string(AttackMatrix.version), "layer": "4.5"],
      "description": .string("Findings of \(content.time.text(decimals: 0)). ATT&CK \(AttackMatrix.notice)."),
      "techniques": .array(techniques),
      "gradient": ["colors": ["#ffe8b0", "#c0392b"], "minValue": 0, "maxValue": .integer(Int64(most))],
    ]
  }
}
