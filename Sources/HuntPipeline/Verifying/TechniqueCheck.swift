import AttackCatalogue
import Casefile

/// Holds a claimed technique against the ATT&CK catalogue.
enum TechniqueCheck {
  /// The claim set right: today's id, name and tactic, with what had to be changed.
  static func checked(_ claim: Finding.Mitre) -> Finding.Mitre {
    let isSub = claim.id.contains(".")
    let resolution = AttackMatrix.enterprise.resolve(
      TechniqueClaim(
        technique: claim.technique.isEmpty && !isSub ? claim.id : claim.technique,
        subTechnique: claim.subTechnique.isEmpty && isSub ? claim.id : claim.subTechnique, name: claim.name, tactic: claim.tactic))
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
}
