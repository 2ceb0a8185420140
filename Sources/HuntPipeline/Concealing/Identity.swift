package import Casefile

/// One name that must not leave this machine: the smallest part of a value that names somebody or something of the company's own.
///
/// `CONTOSO\jdoe` is two: the domain and the user. So the same user is the same stand-in however a table writes it.
package struct Identity: Hashable, Sendable {
  package var kind: IdentityKind
  /// As it was first spelled, without signs at either end.
  package var text: String

  package init(_ kind: IdentityKind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  /// What tells it from others: names that differ in case only are one.
  package var key: String { text.lowercased() }

  /// Whether it is replaced wherever it stands. What is shorter than three characters, or only a few digits, would take ordinary numbers and words
  /// along; it is replaced where it is the whole cell of a column of identities.
  package var isFreeWord: Bool {
    text.utf8.count >= 6 || text.utf8.count >= 3 && text.contains { $0.isLetter || $0 == ":" || $0 == "." }
  }
}

/// A name and what leaves this machine in its place.
package struct StandIn: Hashable, Sendable {
  package var identity: String
  /// An `IdentityKind`.
  package var kind: String
  /// `user-07`.
  package var standIn: String

  package init(identity: String, kind: String, standIn: String) {
    self.identity = identity
    self.kind = kind
    self.standIn = standIn
  }
}
