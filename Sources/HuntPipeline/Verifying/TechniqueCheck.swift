import AttackCatalogue
import Casefile

/// Holds a claimed technique against the ATT&CK catalogue.
enum TechniqueCheck {
  /// The claim set right: today's id, name and tactic, with what had to be changed.
  static func checked(_ claim: Finding.Mitre) -> Finding.Mitre {
    let resolution = resolution(of: claim)
    var checked = claim
    checked.status = Finding.Mitre.Status(rawValue: resolution.status.rawValue) ?? .unknown
    checked.corrected = resolution.isCorrected
    if let tactic = resolution.tactic { checked.tactic = tactic.name }
    guard let technique = resolution.technique else { return checked }
    checked.id = technique.id
    checked.technique = technique.parent ?? technique.id
    checked.subTechnique = technique.parent == nil ? "" : technique.id
    checked.name = AttackMatrix.enterprise.fullName(of: technique)
    return checked
  }

  /// What no version of ATT&CK has: an id, or a tactic that the technique does not serve and never did. A tactic that a row cited names is
  /// the row's word: products file their alerts in their own way.
  static func inventions(of finding: Finding, _ rows: [CitedRow]) -> [String] {
    let claim = finding.mitre
    var inventions = [claim.id, claim.technique, claim.subTechnique].uniqued().filter { id in
      !id.isEmpty && AttackMatrix.enterprise.technique(id: id) == nil && AttackMatrix.enterprise.technique(named: id) == nil
    }.map { "technique \($0) (not in ATT&CK)" }
    guard let technique = resolution(of: claim).technique, !claim.tactic.isEmpty else { return inventions }
    let term = Term(FoldedText.folded(claim.tactic))
    if rows.contains(where: { $0.text.holds(term) }) { return inventions }
    let tactics = AttackMatrix.enterprise.tactics(named: claim.tactic)
    let own = technique.tactics.compactMap { AttackMatrix.enterprise.tactic(named: $0) }
    if tactics.isEmpty {
      inventions.append("tactic \(claim.tactic) (not in ATT&CK)")
    } else if !own.isEmpty, !tactics.contains(where: own.contains) {
      inventions.append("tactic \(claim.tactic) (\(technique.id) serves \(own.map(\.name).joined(separator: ", ")))")
    }
    return inventions
  }

  private static func resolution(of claim: Finding.Mitre) -> TechniqueResolution {
    let isSub = claim.id.contains(".")
    return AttackMatrix.enterprise.resolve(
      TechniqueClaim(
        technique: claim.technique.isEmpty && !isSub ? claim.id : claim.technique,
        subTechnique: claim.subTechnique.isEmpty && isSub ? claim.id : claim.subTechnique, name: claim.name, tactic: claim.tactic))
  }
}
