import Casefile

/// Turns the evidence of a Graph alert into entities: one for each item, then one for each evidence it holds inside.
struct EvidenceReader {
  private static let deepest = 6
  private static let mostDetails = 60
  /// Each entity is a row of AlertEvidence and is looked through for names; no analyst reads more, and the raw alert holds them all.
  private static let mostEntities = 10_000
  /// What every evidence has; it is told as verdict and role, or says nothing about the thing itself.
  private static let baseFields: Set<String> = [
    "verdict", "roles", "detailedRoles", "remediationStatus", "remediationStatusDetails", "tags", "createdDateTime",
  ]

  private var entities: [Entity] = []
  private var seen: Set<Entity> = []
  private var leftOut = false

  static func entities(of items: [JSONValue]) -> [Entity] {
    var reader = EvidenceReader()
    for item in items { reader.read(item, type: nil, inherited: ("", ""), depth: 0) }
    if reader.leftOut { reader.entities.append(Entity(kind: .other, label: "more evidence stands in the raw alert only")) }
    return reader.entities
  }

  /// Appends the item's entity, then those of the evidence inside it, which share its verdict unless they have their own.
  private mutating func read(_ item: JSONValue, type: String?, inherited: (verdict: String, role: String), depth: Int) {
    guard case .object(let object) = item, depth < EvidenceReader.deepest else { return }
    guard entities.count < EvidenceReader.mostEntities else { return leftOut = true }
    let type = EvidenceReader.typeName(of: object) ?? type ?? "evidence"
    let shape = EvidenceShape.shapes[type]
    var details: [Entity.Detail] = [Entity.Detail("type", type)]
    var nested: [(JSONValue, String?)] = []
    collect(object, path: "", depth: 0, into: &details, nested: &nested)
    let common = EvidenceReader.commonDetails(of: item)
    details = Array((details + common).prefix(EvidenceReader.mostDetails))
    let label = shape.flatMap { EvidenceReader.label($0.labels, in: item) } ?? EvidenceReader.anyLabel(of: details) ?? type
    let verdict = item.textAt("verdict") ?? inherited.verdict
    let role = (item.at("detailedRoles")?.texts ?? []) + (item.at("roles")?.texts ?? [])
    let roleText = role.isEmpty ? inherited.role : role.joined(separator: ", ")
    let entity = Entity(kind: shape?.kind ?? .other, label: label, verdict: verdict, role: roleText, details: details)
    if seen.insert(entity).inserted { entities.append(entity) }
    for (inner, innerType) in nested { read(inner, type: innerType, inherited: (verdict, roleText), depth: depth + 1) }
  }

  /// Gathers scalars as details under their dotted path, and sets evidence inside aside.
  private func collect(
    _ object: JSONObject, path: String, depth: Int, into details: inout [Entity.Detail], nested: inout [(JSONValue, String?)]
  ) {
    for (key, value) in object.pairs where !key.contains("@odata") && !(path.isEmpty && EvidenceReader.baseFields.contains(key)) {
      let name = path.isEmpty ? key : path + "." + key
      switch value {
      case .null: break
      case .bool, .integer, .number, .string: if let text = value.scalarText { details.append(Entity.Detail(name, text)) }
      case .object(let inner):
        if let type = EvidenceReader.nestedType(of: inner, under: key) {
          nested.append((value, type))
        } else if depth < EvidenceReader.deepest {
          collect(inner, path: name, depth: depth + 1, into: &details, nested: &nested)
        }
      case .array(let items): collect(items, key: key, name: name, into: &details, nested: &nested)
      }
    }
  }

  private func collect(
    _ items: [JSONValue], key: String, name: String, into details: inout [Entity.Detail], nested: inout [(JSONValue, String?)]
  ) {
    var texts: [String] = []
    for item in items {
      if let text = item.scalarText { texts.append(text) }
      guard case .object(let inner) = item else { continue }
      if let type = EvidenceReader.nestedType(of: inner, under: key) {
        nested.append((item, type))
      } else {
        texts.append(EvidenceReader.account(item) ?? item.text)
      }
    }
    if !texts.isEmpty { details.append(Entity.Detail(name, texts.joined(separator: ", "))) }
  }

  private static func typeName(of object: JSONObject) -> String? {
    object["@odata.type"]?.string.flatMap { $0.split(separator: ".").last }.map { String($0.drop { $0 == "#" }) }
  }

  private static func nestedType(of object: JSONObject, under key: String) -> String? {
    if let type = typeName(of: object), type.hasSuffix("Evidence") { return type }
    return EvidenceShape.nestedTypes[key]
  }

  private static func commonDetails(of item: JSONValue) -> [Entity.Detail] {
    var details: [Entity.Detail] = []
    for field in ["remediationStatus", "remediationStatusDetails"] {
      if let text = item.textAt(field), text != "none" { details.append(Entity.Detail(field, text)) }
    }
    let tags = item.at("tags")?.texts ?? []
    if !tags.isEmpty { details.append(Entity.Detail("tags", tags.joined(separator: ", "))) }
    return details
  }

  private static func label(_ paths: [String], in item: JSONValue) -> String? {
    for path in paths {
      let parts = path.split(separator: "+").compactMap { item.textAt(String($0)) }
      guard !parts.isEmpty, parts.count == path.split(separator: "+").count || parts.count > 1 else { continue }
      return parts.dropFirst().reduce(parts[0]) { $0.hasSuffix("\\") || $0.hasSuffix("/") ? $0 + $1 : $0 + "\\" + $1 }
    }
    return nil
  }

  private static func anyLabel(of details: [Entity.Detail]) -> String? {
    let own = details.dropFirst()
    return (own.first { $0.name.lowercased().hasSuffix("name") } ?? own.first { $0.name.lowercased().hasSuffix("id") } ?? own.first)?.value
  }

  /// `DOMAIN\name` for a logged-on user.
  private static func account(_ item: JSONValue) -> String? {
    guard let name = item.textAt("accountName") else { return nil }
    return item.textAt("domainName").map { $0 + "\\" + name } ?? name
  }
}
