import Casefile

/// Reading inside dynamic values.
enum DynamicAccess {
  /// The value as a dynamic; text is not parsed. Null stays null.
  static func asDynamic(_ value: Value) -> Value {
    switch value {
    case .null, .dynamic: value
    default: .dynamic(value.json)
    }
  }

  /// The JSON behind a value; null for a missing one.
  static func json(_ value: Value) -> JSONValue { value.json }

  /// A dynamic scalar as the plain value it holds; arrays, bags and null stay dynamic.
  static func primitive(_ value: JSONValue) -> Value {
    switch value {
    case .bool(let flag): .bool(flag)
    case .integer(let number): .long(number)
    case .number(let number): .real(number)
    case .string(let text): .string(text)
    case .null, .array, .object: .dynamic(value)
    }
  }

  /// `base[index]`: an integer counts from 0 or, negative, from the end; a text names a key.
  static func element(of base: Value, at index: Value) -> Value {
    guard case .dynamic(let value) = base else { return .null }
    let found: JSONValue? =
      switch index {
      case .long(let number): Int(exactly: number).flatMap { value[$0] }
      case .string(let key), .dynamic(.string(let key)): value[key]
      case .dynamic(.integer(let number)): Int(exactly: number).flatMap { value[$0] }
      default: nil
      }
    return found.map { Value.dynamic($0) } ?? .null
  }
}
