package import Casefile

/// One user, machine, hash, address or file: what an entity page and a pivot are about.
package struct EntitySubject: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case host
    case user
    case hash
    case address
    case file
  }

  package var kind: Kind
  /// The name as the alert or the row writes it.
  package var name: String

  package init(_ kind: Kind, _ name: String) {
    self.kind = kind
    self.name = name
  }

  /// What an entity of an alert can be asked about, the likeliest first; empty for kinds that no table has columns for.
  package static func subjects(of entity: Entity) -> [EntitySubject] {
    switch entity.kind {
    case .host: return [EntitySubject(.host, entity.label)]
    case .user: return [EntitySubject(.user, entity.label)]
    case .address: return NetworkAddress(entity.label).map { _ in [EntitySubject(.address, entity.label)] } ?? []
    case .mail: return entity.label.contains("@") && !entity.label.contains(" ") ? [EntitySubject(.user, entity.label)] : []
    case .file, .process:
      let hashes = (entity.hashes.sorted { $0.utf8.count > $1.utf8.count }).map { EntitySubject(.hash, $0) }
      return hashes + (entity.fileName.map { [EntitySubject(.file, $0)] } ?? [])
    default: return []
    }
  }

  /// The kind of entity it is for lists and badges.
  package var entityKind: Entity.Kind {
    switch kind {
    case .host: .host
    case .user: .user
    case .address: .address
    case .hash, .file: .file
    }
  }

  /// The kind a text shows by its form: a hash by its length, an address by its form, a user by its at sign or backslash. Nil for a bare
  /// word: `alice` may be a person or a machine.
  package init?(reading text: String) {
    guard !text.isEmpty, text.utf8.count <= 300 else { return nil }
    if EntitySubject.isHash(text) {
      self.init(.hash, text)
    } else if NetworkAddress(text) != nil {
      self.init(.address, text)
    } else if !text.contains(" "), text.contains("@") || text.split(separator: "\\").count == 2 {
      self.init(.user, text)
    } else {
      return nil
    }
  }

  /// Whether the text is one word that may be the name of anything.
  package static func isBareName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 300 && !text.contains(where: \.isWhitespace) && EntitySubject(reading: text) == nil
  }

  /// The kind of a bare name that is known as an identity; nil where pages are of no such kind.
  package init?(known: KnownIdentity, as name: String) {
    switch known.kind {
    case .user: self.init(.user, name)
    case .host: self.init(.host, name)
    case .address, .tenant, .domain, .object: return nil
    }
  }

  /// Whether the text is an MD5, SHA-1 or SHA-256 in hexadecimal.
  package static func isHash(_ text: String) -> Bool { [32, 40, 64].contains(text.utf8.count) && text.allSatisfy(\.isHexDigit) }
}

extension Entity {
  /// The value of the first detail whose last part has this name, in any case; nil when there is none.
  package func detail(_ name: String) -> String? {
    let wanted = name.lowercased()
    return details.first { $0.name.split(separator: ".").last?.lowercased() == wanted && !$0.value.isEmpty }?.value
  }

  /// Hashes of the file or of the process's own image, each once; the parent's image is another file.
  package var hashes: [String] {
    var found: [String] = []
    for detail in details
    where !detail.name.hasPrefix("parentProcess") && EntitySubject.isHash(detail.value) && !found.contains(detail.value) {
      found.append(detail.value)
    }
    if found.isEmpty, EntitySubject.isHash(label) { found = [label] }
    return found
  }

  /// The name of the file or of the process's own image, without its folder; nil when it is not told.
  package var fileName: String? {
    let own = details.first { !$0.name.hasPrefix("parentProcess") && $0.name.split(separator: ".").last?.lowercased() == "filename" }?.value
    if let own, !own.isEmpty { return own }
    guard kind == .file, !EntitySubject.isHash(label) else { return nil }
    return label.split { $0 == "\\" || $0 == "/" }.last.map(String.init)
  }
}
