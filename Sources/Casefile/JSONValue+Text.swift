extension JSONValue {
  /// Compact JSON, keys in order, no blanks, with everything escaped that could deceive who looks at it.
  package var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The same with only controls and line separators escaped, as Kusto's `tostring()` of a dynamic writes it.
  package var plainText: String {
    var bytes: [UInt8] = []
    write(to: &bytes, escapesHidden: false)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Indented by two blanks, one member a line; empty objects and arrays stay on theirs.
  package var prettyText: String {
    var bytes: [UInt8] = []
    writePretty(to: &bytes, indent: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A double as Kusto prints it: `1.5`, `1.0` for whole numbers, `NaN`, `Infinity`, `-Infinity`.
  package static func text(of number: Double) -> String {
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    return number.description
  }

  package func write(to bytes: inout [UInt8], escapesHidden: Bool = true) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .integer(let number): bytes.append(contentsOf: String(number).utf8)
    case .number(let number):
      if number.isFinite {
        bytes.append(contentsOf: number.description.utf8)
      } else {
        JSONValue.write(JSONValue.text(of: number), to: &bytes)
      }
    case .string(let text): JSONValue.write(text, to: &bytes, escapesHidden: escapesHidden)
    case .array(let items):
      bytes.append(UInt8(ascii: "["))
      for (place, item) in items.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        item.write(to: &bytes, escapesHidden: escapesHidden)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      for (place, pair) in object.pairs.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        JSONValue.write(pair.0, to: &bytes, escapesHidden: escapesHidden)
        bytes.append(UInt8(ascii: ":"))
        pair.1.write(to: &bytes, escapesHidden: escapesHidden)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private func writePretty(to bytes: inout [UInt8], indent: Int) {
    func newLine(_ depth: Int) {
      bytes.append(UInt8(ascii: "\n"))
      bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
    }
    switch self {
    case .array(let items) where !items.isEmpty:
      bytes.append(UInt8(ascii: "["))
      for (place, item) in items.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        newLine(indent + 1)
        item.writePretty(to: &bytes, indent: indent + 1)
      }
      newLine(indent)
      bytes.append(UInt8(ascii: "]"))
    case .object(let object) where !object.isEmpty:
      bytes.append(UInt8(ascii: "{"))
      for (place, pair) in object.pairs.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        newLine(indent + 1)
        JSONValue.write(pair.0, to: &bytes)
        bytes.append(contentsOf: ": ".utf8)
        pair.1.writePretty(to: &bytes, indent: indent + 1)
      }
      newLine(indent)
      bytes.append(UInt8(ascii: "}"))
    default: write(to: &bytes)
    }
  }

  /// A JSON string literal, quotes included. Controls, line separators, what turns the direction of text and what has no width are
  /// escaped, so that no terminal, no reader of lines and no reader of the screen is ever deceived; read back it is the same text.
  package static func write(_ text: String, to bytes: inout [UInt8], escapesHidden: Bool = true) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: bytes.append(contentsOf: [0x5C, 0x22])
      case 0x5C: bytes.append(contentsOf: [0x5C, 0x5C])
      case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
      case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
      case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
      case 0..<0x20, 0x7F: escape(UInt16(scalar.value), to: &bytes)
      case 0x20..<0x7F: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      case 0x80...0x9F, 0x2028, 0x2029: escape(UInt16(scalar.value), to: &bytes)
      case 0x80... where escapesHidden && isHidden(scalar.value):
        for unit in UTF16.encode(scalar)! { escape(unit, to: &bytes) }
      default: bytes.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
  private static func escape(_ unit: UInt16, to bytes: inout [UInt8]) {
    let hex = String(unit, radix: 16)
    bytes.append(contentsOf: "\\u".utf8)
    bytes.append(contentsOf: String(repeating: "0", count: 4 - hex.utf8.count).utf8)
    bytes.append(contentsOf: hex.utf8)
  }
  /// Scalars without width, those that turn the direction of text, and tags.
  private static func isHidden(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x3164,
      0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
      true
    default: false
    }
  }
}
