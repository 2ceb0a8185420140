internal import AttackCatalogue
internal import Casefile
internal import HuntPipeline

/// The filter of findings: the words and forms of the alert list's filter, as far as findings have such fields.
package struct FindingFilter {
  /// What can stand before the colon.
  package enum Field: String, CaseIterable, Sendable {
    case tactic, technique, status, evidence, confidence, title, source
  }

  private struct Word {
    var field: Field?
    var text: String
    var isNegated: Bool
  }

  private let words: [Word]
  /// Whether there is a regular expression in it, which findings are not searched by.
  let hasPattern: Bool

  init(_ filter: String) {
    let typed = FilterSyntax.words(filter)
    hasPattern = typed.contains(where: \.isPattern)
    words = typed.map { word in
      let text = word.text.lowercased()
      if let field = word.field {
        // A field that findings do not have is no reason to look everywhere.
        guard let own = FindingFilter.field(named: field.rawValue) else {
          return Word(field: nil, text: "\(field.rawValue):\(text)", isNegated: word.isNegated)
        }
        return Word(field: own, text: text, isNegated: word.isNegated)
      }
      let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
      if !word.isQuoted, parts.count == 2, let field = FindingFilter.field(named: parts[0]) {
        return Word(field: field, text: parts[1], isNegated: word.isNegated)
      }
      return Word(field: nil, text: text, isNegated: word.isNegated)
    }
  }

  /// Any case. Findings have no other severity than how sure they are.
  private static func field(named name: String) -> Field? {
    let name = name.lowercased()
    return name == "severity" ? .confidence : Field(rawValue: name)
  }

  /// Whether a finding, with what was decided about it and what proves it, meets every word.
  func lets(_ finding: Finding, _ decision: Triage?, _ proofs: [ProofLine]) -> Bool {
    guard !hasPattern else { return false }
    guard !words.isEmpty else { return true }
    return words.allSatisfy { word in
      let texts = word.field.map { FindingFilter.texts($0, finding, decision) } ?? FindingFilter.allTexts(finding, decision, proofs)
      // `verified` is a part of `unverified`: words of a fixed list are read from their beginning.
      let isListed = [.status, .evidence, .confidence].contains(word.field)
      return texts.contains { isListed ? $0.lowercased().hasPrefix(word.text) : $0.lowercased().contains(word.text) } != word.isNegated
    }
  }

  private static func texts(_ field: Field, _ finding: Finding, _ decision: Triage?) -> [String] {
    switch field {
    case .tactic:
      // `CredentialAccess` and `credential-access` are one tactic.
      let known = AttackMatrix.enterprise.tactics(named: finding.mitre.tactic).flatMap { [$0.name, $0.shortName, $0.id] }
      return [finding.mitre.tactic, finding.mitre.tactic.split(separator: " ").joined()] + known
    case .technique: return [finding.mitre.id, finding.mitre.name]
    case .status:
      let status = (decision?.status ?? .new).rawValue
      return [status, status.replacing(" ", with: ""), status.replacing(" ", with: "-")]
    case .evidence: return [finding.evidence.rawValue]
    case .confidence: return [finding.confidence.rawValue]
    case .title: return [finding.title]
    case .source: return [finding.source]
    }
  }

  private static func allTexts(_ finding: Finding, _ decision: Triage?, _ proofs: [ProofLine]) -> [String] {
    Field.allCases.flatMap { texts($0, finding, decision) } + [finding.description, decision?.note ?? ""]
      + finding.recommendations.map(\.rawValue) + finding.indicators + finding.logLines + proofs.map(\.about)
  }

  /// The first word before a colon that looks like a field and is none that findings have.
  static func unknownField(in filter: String) -> String? { FilterWords.unknownField(in: filter) { field(named: $0) != nil } }
}
