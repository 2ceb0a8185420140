internal import Casefile

/// Which bounds a strict schema may carry.
enum SchemaBounds: Equatable, Sendable {
  case all
  /// What OpenAI takes: no lengths of text.
  case openAI
  case none

  private static let lengths: Set<String> = ["minLength", "maxLength"]
  private static let others: Set<String> = [
    "pattern", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems",
  ]
  /// Our schemas are a few levels deep; what lies deeper is left as it is.
  private static let depthLimit = 32

  /// The schema without the bounds that are not taken. Names of properties are never mistaken for bounds.
  func applied(to schema: JSONValue) -> JSONValue { strip(schema, depth: 0, isProperties: false) }

  private func strip(_ value: JSONValue, depth: Int, isProperties: Bool) -> JSONValue {
    guard self != .all, depth < SchemaBounds.depthLimit else { return value }
    switch value {
    case .object(let object):
      var kept = JSONObject()
      for (key, member) in object.pairs where isProperties || !isDropped(key) {
        kept[key] = strip(member, depth: depth + 1, isProperties: !isProperties && (key == "properties" || key == "$defs"))
      }
      return .object(kept)
    case .array(let items):
      return .array(items.map { strip($0, depth: depth + 1, isProperties: false) })
    default:
      return value
    }
  }

  private func isDropped(_ key: String) -> Bool {
    SchemaBounds.lengths.contains(key) || (self == .none && SchemaBounds.others.contains(key))
  }
}
