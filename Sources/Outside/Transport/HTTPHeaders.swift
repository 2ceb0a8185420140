/// Header fields in the order they were given; names are compared without regard to case.
package struct HTTPHeaders: Equatable, Sendable, ExpressibleByDictionaryLiteral {
  /// One field as it goes over the wire.
  package struct Field: Equatable, Sendable {
    package var name: String
    package var value: String
  }

  package private(set) var fields: [Field] = []

  package init() {}

  package init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0.0, value: $0.1) }
  }

  /// The first value of that name; setting replaces all of them, and nil removes them.
  package subscript(name: String) -> String? {
    get { fields.first { HTTPHeaders.isSame($0.name, name) }?.value }
    set {
      let place = fields.firstIndex { HTTPHeaders.isSame($0.name, name) } ?? fields.count
      fields.removeAll { HTTPHeaders.isSame($0.name, name) }
      if let newValue { fields.insert(Field(name: name, value: newValue), at: min(place, fields.count)) }
    }
  }

  /// Adds a field without touching others of that name.
  package mutating func add(_ name: String, _ value: String) { fields.append(Field(name: name, value: value)) }

  /// Every value of that name.
  package func values(_ name: String) -> [String] {
    fields.filter { HTTPHeaders.isSame($0.name, name) }.map(\.value)
  }

  /// Appends a folded line to the last value.
  mutating func extendLast(_ text: String) {
    guard let last = fields.indices.last else { return }
    fields[last].value += " " + text
  }

  static func isSame(_ left: String, _ right: String) -> Bool {
    left.utf8.elementsEqual(right.utf8) || left.lowercased() == right.lowercased()
  }
}

extension HTTPHeaders.Field: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Name and value, masked where the name says that it is a secret.
  package var description: String { "\(name): \(Secrets.shown(value, inHeader: name))" }

  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["field": description]) }
}

extension HTTPHeaders: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The fields one a line, with secret values masked.
  package var description: String {
    fields.map(\.description).joined(separator: "\n")
  }

  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["fields": description]) }
}
