import Casefile

extension JSONValue {
  /// The value at a dotted path of keys, `userAccount.domainName`; nil when a step is missing or null.
  func at(_ path: String) -> JSONValue? {
    var current = self
    for key in path.split(separator: ".") {
      guard let next = current[String(key)], next != .null else { return nil }
      current = next
    }
    return current
  }

  /// The scalar at a path as text; nil when it is missing, null, empty or no scalar.
  func textAt(_ path: String) -> String? { at(path)?.scalarText }

  /// The first of several paths that holds text.
  func firstText(_ paths: String...) -> String? {
    for path in paths { if let text = textAt(path) { return text } }
    return nil
  }

  /// The moment at a path; nil when it is missing or no moment.
  func momentAt(_ path: String) -> DateTime? { textAt(path).flatMap { DateTime($0) } }

  /// A scalar as people read it; nil for null, empty text, arrays and objects.
  var scalarText: String? {
    switch self {
    case .string(let text): text.isEmpty ? nil : text
    case .integer, .number, .bool: text
    case .null, .array, .object: nil
    }
  }

  /// The scalars of an array as text, or the one scalar there is.
  var texts: [String] { array.map { $0.compactMap(\.scalarText) } ?? [scalarText].compactMap { $0 } }

  /// A key found in any case, since documentation and service do not always agree.
  subscript(anyCase key: String) -> JSONValue? {
    guard case .object(let object) = self else { return nil }
    if let exact = object[key] { return exact }
    let wanted = key.lowercased()
    return object.pairs.first { $0.0.lowercased() == wanted }?.1
  }

  /// What kind of value this is, for messages.
  var kindName: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .integer, .number: "a number"
    case .string: "a text"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
