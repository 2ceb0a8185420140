/// A technique as a model, a rule or an alert claims it; any part may be empty or wrong.
package struct TechniqueClaim: Equatable, Sendable {
  /// A technique's id, with words around it perhaps.
  package var technique: String
  /// A sub-technique's id, or only its number.
  package var subTechnique: String
  /// The technique's name as claimed.
  package var name: String
  /// The tactic in any spelling.
  package var tactic: String

  /// A claim of these parts.
  package init(technique: String = "", subTechnique: String = "", name: String = "", tactic: String = "") {
    self.technique = technique
    self.subTechnique = subTechnique
    self.name = name
    self.tactic = tactic
  }
}

/// What a claim comes to in this version of ATT&CK.
package struct TechniqueResolution: Equatable, Sendable {
  /// What was found out about the claim.
  package enum Status: String, Sendable {
    case active
    /// The claim used a name of an older version.
    case renamed
    case deprecated
    /// The claimed id was revoked; `technique` is its successor, if it has one.
    case revoked
    /// Neither id nor name is known.
    case unknown
  }

  /// Today's technique; nil when there is none.
  package var technique: AttackTechnique?
  /// What was found out about the claim.
  package var status: Status
  /// True when something was set right: the id, the name or the tactic.
  package var isCorrected: Bool
  /// The claimed tactic when the technique has it, else the technique's own first one.
  package var tactic: AttackTactic?
}

extension AttackMatrix {
  /// Follows a claim to today's technique and tactic: the id decides, the name stands in for it, revocations are followed.
  package func resolve(_ claim: TechniqueClaim) -> TechniqueResolution {
    guard let (claimed, isExact) = find(claim) else {
      let tactics = tactics(named: claim.tactic)
      let isOld = tactics.first.map { AttackMatrix.key($0.shortName) != AttackMatrix.key(claim.tactic) && $0.id != claim.tactic } ?? false
      return TechniqueResolution(technique: nil, status: .unknown, isCorrected: isOld, tactic: tactics.first)
    }
    let technique = successor(of: claimed)
    let (tactic, isTacticRight) = choose(claim.tactic, for: technique)
    var status: TechniqueResolution.Status
    switch claimed.status {
    case .revoked: status = .revoked
    case .deprecated: status = .deprecated
    case .active: status = isFormerName(claim.name, of: claimed) ? .renamed : .active
    }
    if technique == nil, status == .active { status = .unknown }
    let isNameRight = claim.name.isEmpty || technique.map { isName(claim.name, of: $0) } ?? false
    return TechniqueResolution(
      technique: technique, status: status, isCorrected: !(isExact && isTacticRight && isNameRight && technique == claimed),
      tactic: tactic)
  }

  /// The technique a claim means, and whether it said so exactly.
  private func find(_ claim: TechniqueClaim) -> (AttackTechnique, isExact: Bool)? {
    let parent = AttackMatrix.techniqueID(in: claim.technique)
    var sub = AttackMatrix.techniqueID(in: claim.subTechnique)
    if sub == nil, let parent, !parent.contains(".") { sub = AttackMatrix.shortNumber(claim.subTechnique).map { parent + "." + $0 } }
    let ids = [sub, parent].compactMap { $0 }
    for (place, id) in ids.enumerated() {
      if let technique = technique(id: id) {
        let isConsistent = sub == nil || parent == nil || parent == sub || technique.parent == parent
        return (technique, place == 0 && isConsistent)
      }
    }
    for id in ids {
      if let dot = id.firstIndex(of: "."), let technique = technique(id: String(id[..<dot])) { return (technique, false) }
    }
    for name in [claim.name, claim.subTechnique, claim.technique] {
      if let technique = technique(named: name) { return (technique, false) }
    }
    return nil
  }

  /// Follows revocations to the technique that stands; nil when the trail ends nowhere.
  private func successor(of technique: AttackTechnique) -> AttackTechnique? {
    var current = technique
    for _ in 0..<8 {
      guard current.status == .revoked else { return current }
      guard let next = current.revokedBy.flatMap({ self.technique(id: $0) }) else { return nil }
      current = next
    }
    return nil
  }

  private func choose(_ claimed: String, for technique: AttackTechnique?) -> (AttackTactic?, isRight: Bool) {
    let own = (technique?.tactics ?? []).compactMap { tactic(named: $0) }
    let candidates = tactics(named: claimed)
    let isToday = tactic(named: claimed) != nil
    if let match = candidates.first(where: { own.contains($0) }) { return (match, isToday) }
    if own.isEmpty { return (candidates.first, isToday || claimed.isEmpty) }
    return (own.first, claimed.isEmpty)
  }

  private func isName(_ name: String, of technique: AttackTechnique) -> Bool {
    let key = AttackMatrix.key(name)
    var names = [technique.name, fullName(of: technique), technique.id]
    if let parent = technique.parent.flatMap({ self.technique(id: $0) }) { names.append(parent.name) }
    return names.contains { AttackMatrix.key($0) == key }
  }

  /// `001`, `.001` or `1` as the last part of a sub-technique's id.
  private static func shortNumber(_ text: String) -> String? {
    let digits = text.drop { $0 == "." || $0 == " " }
    guard !digits.isEmpty, digits.count <= 3, digits.allSatisfy(\.isASCII), let number = Int(digits), number > 0 else { return nil }
    return String(repeating: "0", count: 3 - String(number).count) + String(number)
  }
}
