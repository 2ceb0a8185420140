package import Casefile

/// Takes the identities out of values: what a column of identities holds, whatever way the source writes it.
package struct IdentityReader: Sendable {
  /// Says what the cells of a column, or the members of an object, name; nil for what promises no identity.
  private let kindOf: @Sendable (_ column: String) -> IdentityKind?

  package init(kindOf: @escaping @Sendable (_ column: String) -> IdentityKind?) { self.kindOf = kindOf }

  /// Longer texts are taken as one name, whatever stands in them.
  private static let longest = 512
  private static let depth = 8

  /// What the column's cells name.
  package func kind(ofColumn name: String) -> IdentityKind? { kindOf(name) }

  /// The identities that a cell of this column names.
  package func identities(in value: Value, column: String) -> [Identity] {
    let kind = kindOf(column)
    switch value {
    case .dynamic(let json): return identities(in: json, kind, column, IdentityReader.depth)
    case .string(let text):
      if let first = text.utf8.first, first == 0x7B || first == 0x5B, text.utf8.count < 65_536, let json = try? JSONValue(parsing: text) {
        return identities(in: json, kind, column, IdentityReader.depth)
      }
      return kind.map { identities(of: text, as: $0, column: column) } ?? []
    case .guid(let text): return kind.map { identities(of: text, as: $0, column: column) } ?? []
    default: return []
    }
  }

  private static let inherited: Set<String> = ["id", "name", "displayname", "value", "oldvalue", "newvalue"]

  private func identities(in json: JSONValue, _ kind: IdentityKind?, _ column: String, _ depth: Int) -> [Identity] {
    guard depth > 0 else { return [] }
    switch json {
    case .string(let text): return kind.map { identities(of: text, as: $0, column: column) } ?? []
    case .array(let items): return items.flatMap { identities(in: $0, kind, column, depth - 1) }
    case .object(let object):
      return object.pairs.flatMap { key, member -> [Identity] in
        let own = kindOf(key) ?? (IdentityReader.inherited.contains(key.lowercased()) || member.object != nil ? kind : nil)
        return identities(in: member, own, key, depth - 1)
      }
    default: return []
    }
  }

  /// The identities of one text of this kind.
  package func identities(of text: String, as kind: IdentityKind, column: String = "") -> [Identity] {
    let text = text.trimmed
    guard !text.isEmpty, !WellKnownNames.contains(text) else { return [] }
    if text.contains("@"), text.contains(where: { $0 == ";" || $0 == "," }) {
      return text.split(whereSeparator: { $0 == ";" || $0 == "," }).flatMap { identities(of: String($0), as: kind, column: column) }
    }
    guard text.utf8.count <= IdentityReader.longest else { return named(kind, text) }
    if let known = IdentityReader.byShape(text, kind) { return known }
    if text.lowercased().hasPrefix("cn=") || text.contains(",DC=") { return distinguished(text, kind) }
    if let slash = text.lastIndex(of: "\\") {
      let parts = text.split(separator: "\\").map(String.init)
      guard parts.count == 2, !text.hasPrefix("\\") else { return parts.first.map { identities(of: $0, as: kind, column: column) } ?? [] }
      return identities(of: String(text[..<slash]), as: .domain) + identities(of: parts[1], as: kind, column: column)
    }
    if kind != .domain, kind != .tenant, let at = text.lastIndex(of: "@") {
      let domain = String(text[text.index(after: at)...])
      // A name of two letters is too short to be found alone: the address is one name then.
      let local = named(.user, String(text[..<at]))
      return (local.allSatisfy(\.isFreeWord) ? local : named(.user, text)) + (IdentityReader.mayBeForeign(column) ? [] : domains(domain))
    }
    switch kind {
    case .host: return host(text)
    case .domain, .tenant:
      if IdentityReader.mayBeForeign(column) { return [] }
      return text.contains(".") || kind == .domain ? domains(text) : named(.tenant, text)
    case .user where text.hasSuffix("$"): return host(String(text.dropLast()))
    case .address: return []
    case .user, .object: return named(kind, text)
    }
  }

  /// Ids, addresses and paths of the cloud are what they are in any column; nil for what has no such shape.
  private static func byShape(_ text: String, _ kind: IdentityKind) -> [Identity]? {
    if text.hasPrefix("S-1-"), text.dropFirst(4).allSatisfy({ $0 == "-" || $0.isASCII && $0.isNumber }) {
      return text.hasPrefix("S-1-5-21-") || text.hasPrefix("S-1-12-1-") ? [Identity(.object, text)] : []
    }
    if isGUID(text) {
      return text.allSatisfy { $0 == "0" || $0 == "-" } ? [] : [Identity(kind == .tenant ? .tenant : .object, text)]
    }
    if text.utf8.count == 40 || text.utf8.count == 64, text.allSatisfy(\.isHexDigit) { return [Identity(.object, text)] }
    if let address = NetworkAddress(text) { return address.isOwn ? [Identity(.address, text)] : [] }
    if isMAC(text) { return [Identity(.address, text)] }
    if text.lowercased().hasPrefix("/subscriptions/") {
      let parts = text.split(separator: "/").map(String.init)
      var found = parts.count > 1 ? [Identity(.tenant, parts[1])] : []
      if parts.count > 3 { found.append(Identity(.tenant, parts[3])) }
      if parts.count > 5, kind == .host, let name = parts.last { found.append(Identity(.host, name)) }
      return found.filter { !WellKnownNames.contains($0.text) }
    }
    return nil
  }

  static func isGUID(_ text: String) -> Bool {
    text.utf8.count == 36
      && text.utf8.enumerated().allSatisfy { place, byte in
        [8, 13, 18, 23].contains(place) ? byte == UInt8(ascii: "-") : Character(UnicodeScalar(byte)).isHexDigit
      }
  }

  private static func isMAC(_ text: String) -> Bool {
    let parts = text.split(whereSeparator: { $0 == ":" || $0 == "-" })
    return parts.count == 6 && text.utf8.count == 17 && parts.allSatisfy { $0.count == 2 && $0.allSatisfy(\.isHexDigit) }
  }

  /// Senders of mail are often strangers: their domain is an indicator.
  package static func mayBeForeign(_ column: String) -> Bool {
    let name = column.lowercased()
    return name.contains("sender") || name.contains("from") || name.contains("p1") || name.contains("p2")
  }

  private func host(_ text: String) -> [Identity] {
    let labels = text.split(separator: ".", maxSplits: 1).map(String.init)
    guard let short = labels.first, labels.count == 2, labels[1].contains(where: \.isLetter) else { return named(.host, text) }
    return named(.host, short) + domains(labels[1])
  }

  private func domains(_ text: String) -> [Identity] {
    guard !WellKnownNames.isPublicDomain(text) else { return [] }
    return named(.domain, text)
  }

  /// `CN=Jane Doe,OU=Staff,DC=contoso,DC=com`.
  private func distinguished(_ text: String, _ kind: IdentityKind) -> [Identity] {
    var found: [Identity] = []
    var domain: [String] = []
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
      guard pair.count == 2 else { continue }
      switch pair[0].lowercased() {
      case "cn": found += named(kind == .host ? .host : .user, pair[1])
      case "dc": domain.append(pair[1])
      default: break
      }
    }
    if let first = domain.first { found += named(.domain, domain.joined(separator: ".")) + named(.domain, first) }
    return found
  }

  private func named(_ kind: IdentityKind, _ text: String) -> [Identity] {
    let name = text.bareName
    return name.isEmpty || WellKnownNames.contains(name) ? [] : [Identity(kind, name)]
  }
}

extension String {
  /// Without signs at either end: what is a term of its own begins and ends with a letter or digit.
  var bareName: String {
    let bare = drop { !$0.isLetter && !$0.isNumber }
    return bare.lastIndex { $0.isLetter || $0.isNumber }.map { String(bare[...$0]) } ?? ""
  }
}
