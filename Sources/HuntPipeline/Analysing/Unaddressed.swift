import Casefile

/// Tells which findings of the rules a model spoke of.
struct Unaddressed: Sendable {
  /// The tag of a finding that the rules made and the model left out.
  static let tag = "not addressed by the model"

  private let rows: Set<Int>
  private let indicators: [String: Set<String>]

  /// The model's findings; those that are proven by nothing speak of nothing.
  init(findings: [Finding]) {
    let sound = findings.filter { $0.evidence != .unverified }
    rows = Set(sound.flatMap(\.rows))
    indicators = Dictionary(
      sound.map { ($0.mitre.technique, Set($0.indicators.map { $0.lowercased() })) }, uniquingKeysWith: { $0.union($1) })
  }

  /// Whether a finding cites a row of this one, or maps to the same technique and names one of its indicators.
  func covers(_ finding: Finding) -> Bool {
    if finding.rows.contains(where: rows.contains) { return true }
    let technique = TechniqueCheck.checked(finding.mitre).technique
    guard let named = indicators[technique] else { return false }
    return finding.indicators.contains { named.contains($0.lowercased()) }
  }
}
