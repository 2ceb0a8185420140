import Casefile
import MicrosoftData

/// Reads the cells of a row straight from its bytes; the same values as `CellReader` makes of them, only sooner.
///
/// What is written in the usual way is read here, everything else is handed to `CellReader`. Numbers are never changed: one that neither
/// 64 bits nor a double hold is kept as its text.
struct CellScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  /// Cells that did not fit the type of their column.
  private(set) var misfits = 0
  private let encoding: CellReader.DynamicEncoding

  init(_ bytes: UnsafeBufferPointer<UInt8>, encoding: CellReader.DynamicEncoding) {
    self.bytes = bytes
    self.encoding = encoding
  }

  /// The next cell as the type of its column. Throws `BrokenAnswer` for what is no JSON.
  mutating func value(as type: ColumnType) throws -> Value {
    let start = position
    guard start < bytes.count else { throw broken("a cell is missing") }
    switch bytes[start] {
    case UInt8(ascii: "\""):
      let isPlain = try skipText()
      let inner = start + 1..<position - 1
      if type == .string { return .string(try text(inner, isPlain: isPlain)) }
      if isPlain, let value = quickText(inner, as: type) { return value }
    case UInt8(ascii: "["), UInt8(ascii: "{"): try skipNested()
    case UInt8(ascii: "n"):
      skipScalar()
      if isWord("null", start) { return type == .string ? .string("") : type == .dynamic ? .dynamic(.null) : .null }
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      skipScalar()
      if type == .bool, isWord("true", start) { return .bool(true) }
      if type == .bool, isWord("false", start) { return .bool(false) }
    default:
      skipScalar()
      if let value = quickNumber(start..<position, as: type) { return value }
    }
    return try careful(start..<position, as: type)
  }

  /// Steps over a value without reading it.
  mutating func skipValue() throws {
    guard position < bytes.count else { throw broken("a value is missing") }
    switch bytes[position] {
    case UInt8(ascii: "\""): _ = try skipText()
    case UInt8(ascii: "["), UInt8(ascii: "{"): try skipNested()
    default: skipScalar()
    }
  }

  /// The value as any reader of JSON sees it, then as `CellReader` types it.
  private mutating func careful(_ range: Range<Int>, as type: ColumnType) throws -> Value {
    let json = try CellScanner.json(UnsafeBufferPointer(rebasing: bytes[range]), at: range.lowerBound)
    let reading = CellReader.read(json: json, as: type, dynamicEncoding: encoding)
    if case .misfit = reading { misfits += 1 }
    return reading.value
  }

  /// A whole value; words that only numbers of other dialects have are their text.
  static func json(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int = 0) throws -> JSONValue {
    for word in ["NaN", "Infinity", "-Infinity"] where bytes.elementsEqual(word.utf8) { return .string(word) }
    var keptAsText = 0
    do {
      return try JSONValue.exact(Array(bytes)[...], keptAsText: &keptAsText)
    } catch {
      throw BrokenAnswer(message: error.message, offset: offset + error.offset)
    }
  }

  /// The text of a literal, quotes included.
  static func text(ofLiteral bytes: UnsafeBufferPointer<UInt8>) throws -> String {
    var scanner = CellScanner(bytes, encoding: .native)
    let isPlain = try scanner.skipText()
    return try scanner.text(1..<scanner.position - 1, isPlain: isPlain)
  }

  private func text(_ inner: Range<Int>, isPlain: Bool) throws -> String {
    if isPlain { return String(decoding: UnsafeBufferPointer(rebasing: bytes[inner]), as: UTF8.self) }
    let literal = UnsafeBufferPointer(rebasing: bytes[inner.lowerBound - 1..<inner.upperBound + 1])
    if let quick = EscapedText.read(UnsafeBufferPointer(rebasing: bytes[inner])) { return quick }
    return try CellScanner.json(literal, at: inner.lowerBound - 1).string ?? ""
  }

  /// Moves behind a text; true when it has no escapes.
  mutating func skipText() throws -> Bool {
    var isPlain = true
    var at = position + 1
    while true {
      at = ByteSearch.textStop(bytes, from: at)
      guard at < bytes.count else { throw broken("a text is not closed") }
      switch bytes[at] {
      case UInt8(ascii: "\""):
        position = at + 1
        return isPlain
      case UInt8(ascii: "\\"):
        isPlain = false
        at += 2
      default: throw BrokenAnswer(message: "a control character stands inside a text", offset: at)
      }
    }
  }

  mutating func skipScalar() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x2C, 0x5D, 0x7D, 0...0x20: return
      default: position += 1
      }
    }
  }

  private mutating func skipNested() throws {
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        _ = try skipText()
        continue
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
      position += 1
      if depth == 0 { return }
    }
    throw broken("a value is not closed")
  }

  mutating func skipBlanks() {
    while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
  }

  func isWord(_ word: StaticString, _ start: Int) -> Bool {
    position - start == word.utf8CodeUnitCount && (0..<position - start).allSatisfy { bytes[start + $0] == word.utf8Start[$0] }
  }

  func broken(_ message: String) -> BrokenAnswer { BrokenAnswer(message: message, offset: position) }
}
