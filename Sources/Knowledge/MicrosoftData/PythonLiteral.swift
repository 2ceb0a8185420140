import Casefile

/// Lists and dictionaries as data frames print them, `['a', "it's"]`, `{'x': None}`, read as JSON.
enum PythonLiteral {
  /// Nil when the text is anything but one such literal; nesting deeper than 64 is refused.
  static func read(_ text: String) -> JSONValue? {
    var reader = Reader(bytes: Array(text.utf8))
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipBlanks()
    return reader.position == reader.bytes.count ? value : nil
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    mutating func value(depth: Int) -> JSONValue? {
      skipBlanks()
      guard depth < 64, position < bytes.count else { return nil }
      switch bytes[position] {
      case UInt8(ascii: "["): return list(until: "]", depth)
      case UInt8(ascii: "("): return list(until: ")", depth)
      case UInt8(ascii: "{"): return dictionary(depth)
      case UInt8(ascii: "'"), UInt8(ascii: "\""): return string().map { .string($0) }
      default: return word()
      }
    }

    private mutating func list(until close: Unicode.Scalar, _ depth: Int) -> JSONValue? {
      position += 1
      var items: [JSONValue] = []
      while true {
        skipBlanks()
        if take(close) { return .array(items) }
        guard let item = value(depth: depth + 1) else { return nil }
        items.append(item)
        skipBlanks()
        if take(",") { continue }
        return take(close) ? .array(items) : nil
      }
    }

    private mutating func dictionary(_ depth: Int) -> JSONValue? {
      position += 1
      var object = JSONObject()
      while true {
        skipBlanks()
        if take("}") { return .object(object) }
        guard let key = string() else { return nil }
        skipBlanks()
        guard take(":"), let value = value(depth: depth + 1) else { return nil }
        object[key] = value
        skipBlanks()
        if take(",") { continue }
        return take("}") ? .object(object) : nil
      }
    }

    private mutating func string() -> String? {
      guard position < bytes.count, bytes[position] == UInt8(ascii: "'") || bytes[position] == UInt8(ascii: "\"") else { return nil }
      let quote = bytes[position]
      position += 1
      var text: [UInt8] = []
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if byte == quote { return String(decoding: text, as: UTF8.self) }
        guard byte == UInt8(ascii: "\\") else {
          text.append(byte)
          continue
        }
        guard position < bytes.count, let escaped = PythonLiteral.escapes[bytes[position]] else { return nil }
        text.append(escaped)
        position += 1
      }
      return nil
    }

    private mutating func word() -> JSONValue? {
      let start = position
      while position < bytes.count, !PythonLiteral.ends.contains(bytes[position]) { position += 1 }
      let word = String(decoding: bytes[start..<position], as: UTF8.self)
      switch word {
      case "True": return .bool(true)
      case "False": return .bool(false)
      case "None", "nan": return .null
      default: return try? JSONValue(parsing: word)
      }
    }

    mutating func skipBlanks() {
      while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }
  }

  private static let ends: Set<UInt8> = Set(" \t\r\n,]}):".utf8)
  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "\\"): UInt8(ascii: "\\"), UInt8(ascii: "'"): UInt8(ascii: "'"), UInt8(ascii: "\""): UInt8(ascii: "\""),
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
  ]
}
