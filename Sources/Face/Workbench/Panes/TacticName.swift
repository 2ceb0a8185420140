internal import AttackCatalogue

/// A tactic as ATT&CK spells it, so that one tactic has one name on every pane.
enum TacticName {
  /// `Credential Access` for `CredentialAccess`; names that the matrix does not know stay as they are, with their words parted.
  static func shown(_ name: String) -> String {
    guard !name.isEmpty else { return name }
    if let tactic = AttackMatrix.enterprise.tactic(named: name) { return tactic.name }
    guard name.utf8.count <= 40, !name.contains(" ") else { return name }
    var parted = ""
    var wasLower = false
    for character in name {
      if wasLower, character.isUppercase { parted.append(" ") }
      wasLower = character.isLowercase
      parted.append(character)
    }
    return parted
  }
}
