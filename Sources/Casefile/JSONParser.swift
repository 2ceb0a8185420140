/// Why a text is not JSON, and at which byte.
package struct JSONSyntaxError: Error, Equatable, Sendable {
  package var message: String
  package var offset: Int
}

extension JSONValue {
  /// Reads exactly one JSON value (RFC 8259), blanks around it allowed. Lone surrogates become U+FFFD; numbers without fraction
  /// that fit become integers; nesting deeper than 512 is refused, so hostile input cannot exhaust the stack.
  package init(parsing text: String) throws(JSONSyntaxError) {
    try self.init(parsing: Array(text.utf8)[...])
  }

  /// More than `most` values are refused: three bytes of a text may come to a hundred times as many in memory.
  package init(parsing bytes: ArraySlice<UInt8>, most: Int = JSONValue.mostValues) throws(JSONSyntaxError) {
    var parser = JSONParser(bytes: bytes, most: most)
    self = try parser.document()
  }

  /// Values of one text that are held in memory at most, where nobody asks for others: a page of a service has a tenth of them.
  package static var mostValues: Int { 1_000_000 }
}

extension JSONValue {
  /// Reads one value without changing any number: one that neither a 64-bit integer nor a double holds is kept as the text that stands
  /// there, and `keptAsText` counts it. Files of the analyst's own are read however many values they hold.
  package static func exact(_ bytes: ArraySlice<UInt8>, keptAsText: inout Int, most: Int = .max) throws(JSONSyntaxError) -> JSONValue {
    var parser = JSONParser(bytes: bytes, keepsText: true, most: most)
    let value = try parser.document()
    keptAsText += parser.keptAsText
    return value
  }
}

/// A strict, recursive reader over a byte slice.
struct JSONParser {
  private static let deepest = 512
  /// Members of an object up to which their keys are looked through.
  private static let few = 16
  private let bytes: ArraySlice<UInt8>
  private var position: Int
  private var depth = 0
  private let keepsText: Bool
  private(set) var keptAsText = 0
  /// Values that may still come.
  private var left: Int

  init(bytes: ArraySlice<UInt8>, keepsText: Bool = false, most: Int) {
    self.bytes = bytes
    left = most
    self.keepsText = keepsText
    self.position = bytes.startIndex
  }

  mutating func document() throws(JSONSyntaxError) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position += 3 }
    let value = try self.value()
    skipBlanks()
    guard position == bytes.endIndex else { throw wrong("unexpected text after the value") }
    return value
  }

  private mutating func value() throws(JSONSyntaxError) -> JSONValue {
    skipBlanks()
    guard position < bytes.endIndex else { throw wrong("the text ends where a value should be") }
    guard left > 0 else { throw wrong("more values than may be held") }
    left -= 1
    switch bytes[position] {
    case UInt8(ascii: "{"): return try nested { (parser) throws(JSONSyntaxError) in try parser.objectBody() }
    case UInt8(ascii: "["): return try nested { (parser) throws(JSONSyntaxError) in try parser.arrayBody() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), 0x30...0x39: return try number()
    default: throw wrong("unexpected character")
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONSyntaxError) -> JSONValue
  ) throws(JSONSyntaxError) -> JSONValue {
    depth += 1
    guard depth <= JSONParser.deepest else { throw wrong("nested deeper than \(JSONParser.deepest)") }
    position += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func objectBody() throws(JSONSyntaxError) -> JSONValue {
    var object = JSONObject()
    // Looking through a few keys is quicker than keeping a set of them.
    var seen: Set<String>?
    skipBlanks()
    if take(UInt8(ascii: "}")) { return .object(object) }
    while true {
      skipBlanks()
      guard position < bytes.endIndex, bytes[position] == UInt8(ascii: "\"") else { throw wrong("expected a key in quotes") }
      let key = try string()
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw wrong("expected ':' after the key") }
      let value = try self.value()
      if object.count == JSONParser.few { seen = Set(object.keys) }
      if seen?.insert(key).inserted ?? !object.keys.contains(key) { object.appendUnchecked(key, value) } else { object[key] = value }
      skipBlanks()
      if take(UInt8(ascii: "}")) { return .object(object) }
      guard take(UInt8(ascii: ",")) else { throw wrong("expected ',' or '}'") }
    }
  }

  private mutating func arrayBody() throws(JSONSyntaxError) -> JSONValue {
    var items: [JSONValue] = []
    skipBlanks()
    if take(UInt8(ascii: "]")) { return .array(items) }
    while true {
      items.append(try value())
      skipBlanks()
      if take(UInt8(ascii: "]")) { return .array(items) }
      guard take(UInt8(ascii: ",")) else { throw wrong("expected ',' or ']'") }
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
    let length = word.utf8CodeUnitCount
    let matches = bytes.endIndex - position >= length && (0..<length).allSatisfy { bytes[position + $0] == word.utf8Start[$0] }
    guard matches else { throw wrong("unexpected word") }
    position += length
    return value
  }

  private mutating func number() throws(JSONSyntaxError) -> JSONValue {
    let start = position
    _ = take(UInt8(ascii: "-"))
    guard position < bytes.endIndex else { throw wrong("a number without digits") }
    if !take(UInt8(ascii: "0")) {
      guard digits() > 0 else { throw wrong("a number without digits") }
    }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      guard digits() > 0 else { throw wrong("a number without digits after its point") }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isWhole = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard digits() > 0 else { throw wrong("a number without digits in its exponent") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let integer = Int64(text) { return .integer(integer) }
    // Up to 15 digits and small powers every number comes back as it was.
    if keepsText, text.utf8.count > 15 || !isWhole, !NumberText.isHeld(text) {
      keptAsText += 1
      return .string(text)
    }
    guard let double = Double(text) else { throw wrong("a number that cannot be read") }
    return .number(double)
  }

  private mutating func digits() -> Int {
    let start = position
    while position < bytes.endIndex, (0x30...0x39).contains(bytes[position]) { position += 1 }
    return position - start
  }

  private mutating func string() throws(JSONSyntaxError) -> String {
    position += 1
    let start = position
    while position < bytes.endIndex {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        position += 1
        return text
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw wrong("a control character inside a string")
      default: position += 1
      }
    }
    throw wrong("a string that is not closed")
  }

  private mutating func escapedString(from start: Int) throws(JSONSyntaxError) -> String {
    var out = Array(bytes[start..<position])
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: out, as: UTF8.self)
      case UInt8(ascii: "\\"): out.append(contentsOf: UTF8.encode(try escape())!)
      case 0..<0x20: throw wrong("a control character inside a string")
      default: out.append(byte)
      }
    }
    throw wrong("a string that is not closed")
  }

  private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
    guard position < bytes.endIndex else { throw wrong("a string that is not closed") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw wrong("an escape that JSON does not have")
    }
  }

  private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let unit = try hexUnit()
    guard (0xD800...0xDBFF).contains(unit) else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
    let afterHigh = position
    guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      position = afterHigh
      return "\u{FFFD}"
    }
    let low = try hexUnit()
    guard (0xDC00...0xDFFF).contains(low) else {
      position = afterHigh
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func hexUnit() throws(JSONSyntaxError) -> UInt32 {
    guard bytes.endIndex - position >= 4 else { throw wrong("a \\u escape without four digits") }
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else { throw wrong("a \\u escape without four digits") }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.endIndex, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while position < bytes.endIndex {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private func wrong(_ message: String) -> JSONSyntaxError {
    JSONSyntaxError(message: message, offset: position - bytes.startIndex)
  }
}
