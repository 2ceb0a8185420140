/// A technique or sub-technique of ATT&CK Enterprise.
package struct AttackTechnique: Equatable, Sendable, Identifiable {
  /// Whether ATT&CK still stands by a technique.
  package enum Status: String, Sendable {
    case active
    case deprecated
    case revoked
  }

  /// The id, `T1059` or `T1059.001`.
  package let id: String
  /// The bare name, such as `PowerShell`; a sub-technique's parent is not repeated in it.
  package let name: String
  /// Short names of its tactics, such as `execution`; empty for most revoked techniques.
  package let tactics: [String]
  /// Names of platforms, such as `Windows`.
  package let platforms: [String]
  /// Whether ATT&CK still stands by it.
  package let status: Status
  /// The id that took its place, when it was revoked.
  package let revokedBy: String?

  /// The id of the technique a sub-technique belongs to.
  package var parent: String? { id.firstIndex(of: ".").map { String(id[..<$0]) } }
}

/// A tactic: the reason for doing a technique, a column of the matrix.
package struct AttackTactic: Equatable, Sendable, Identifiable {
  /// The id, such as `TA0006`.
  package let id: String
  /// The name in links and labels, such as `credential-access`.
  package let shortName: String
  /// The name as people read it, such as `Credential Access`.
  package let name: String
  /// Its place in the matrix, counted from 1.
  package let order: Int
}
