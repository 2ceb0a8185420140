package import Casefile
internal import Decoding

/// Every name that the store's rows and alerts hold, asked by the words of what is about to leave, so that no list of them need be loaded.
package protocol KnownIdentities: Sendable {
  /// Takes in what was stored before names were kept. Throws where that cannot be done: then nothing may be sent, for who is not known
  /// cannot be hidden.
  func bringUpToDate() async throws
  /// How long the names are that begin with a word: by the hash of the word (`KnownName.hash`) the set of their numbers of words, bit 0 for
  /// one. Words that no name begins with are left out.
  func lengths(ofNamesBeginningWith words: [Int64]) async throws -> [Int64: UInt64]
  /// Those of these keys (`KnownName.key`) that are names.
  func identities(among keys: [String]) async throws -> [KnownIdentity]
}

/// A name as it is kept for looking up.
package struct KnownIdentity: Hashable, Sendable {
  /// What a kept value is.
  package enum Form: Int, Sendable {
    /// The smallest part of a value that names somebody.
    case part
    /// A whole value whose parts may be words of ours: `report@gmail.com`.
    case whole
    /// The same from a column that names strangers too, such as senders of mail: their domain is no secret.
    case wholeOfStranger
  }

  package var kind: IdentityKind
  /// As the source spells it.
  package var text: String
  package var form: Form

  package init(_ kind: IdentityKind, _ text: String, form: Form = .part) {
    self.kind = kind
    self.text = text
    self.form = form
  }
}

/// No store, no names.
struct NobodyKnown: KnownIdentities {
  func bringUpToDate() async throws {}
  func lengths(ofNamesBeginningWith words: [Int64]) async throws -> [Int64: UInt64] { [:] }
  func identities(among keys: [String]) async throws -> [KnownIdentity] { [] }
}

extension IdentityReader {
  /// What is kept of a cell of a column of identities: its parts, the names that show by their shape in it, and the whole value where its
  /// parts alone might not be hidden. Short names that are hidden in their own column only are left out.
  package func known(in value: Value, column: String) -> [KnownIdentity] {
    guard let kind = kind(ofColumn: column) else { return [] }
    let text = value.text
    guard text.utf8.count > 1 else { return [] }
    if case .long = value { return kept([Identity(kind, text)]) }
    if case .string = value, PlainName.isOne(text, kind), TextDecoder.decoded(text).isEmpty {
      return WellKnownNames.contains(text) ? [] : [KnownIdentity(kind, text)]
    }
    return knownInParts(value, text, kind, column)
  }

  /// The same, with all ways in which a value holds names.
  func knownInParts(_ value: Value, _ text: String, _ kind: IdentityKind, _ column: String) -> [KnownIdentity] {
    let parts = identities(in: value, column: column)
    var found = kept(parts)
    if !value.holdsJSON, let whole = whole(text, parts, kind, column) { found.append(whole) }
    for text in [text] + value.decoded.map(\.text) { found += kept(TextIdentities.identities(in: text)) }
    return found
  }

  /// What is kept of an alert's entities.
  package func known(in alert: Alert) -> [KnownIdentity] {
    Concealment.names(of: alert, self).flatMap { name -> [KnownIdentity] in
      let parts = identities(of: name.value, as: name.kind, column: name.column)
      return kept(parts) + [whole(name.value, parts, name.kind, name.column)].compactMap { $0 }
    }
  }

  private func kept(_ identities: [Identity]) -> [KnownIdentity] {
    identities.compactMap(\.bare).filter { $0.isFreeWord && $0.text.utf8.count <= KnownName.longest }.map {
      KnownIdentity($0.kind, $0.text)
    }
  }

  /// A part with a sign inside is no word of a prompt and is always hidden; then the whole can never stand anywhere. What is too short to
  /// be hidden alone is hidden with the whole.
  private func whole(_ text: String, _ parts: [Identity], _ kind: IdentityKind, _ column: String) -> KnownIdentity? {
    let whole = text.bareName
    guard Concealment.isWhole(text, kind), !parts.isEmpty, !whole.isEmpty, parts.first?.text != whole else { return nil }
    let isSafe = parts.allSatisfy(\.isFreeWord) && parts.contains { $0.isFreeWord && $0.text.contains { !$0.isLetter && !$0.isNumber } }
    return isSafe ? nil : KnownIdentity(kind, whole, form: IdentityReader.mayBeForeign(column) ? .wholeOfStranger : .whole)
  }
}
