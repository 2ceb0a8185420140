/// Turns the inside of a JSON string into text, piece by piece.
///
/// Pieces may end inside a character or an escape.
struct TextDecoder: Sendable {
  private var bytes: [UInt8] = []
  private var highSurrogate: UInt32?

  mutating func appendPlain(_ run: some Collection<UInt8>) {
    dropLoneSurrogate()
    bytes.append(contentsOf: run)
  }

  /// `byte` is what follows the backslash of a short escape.
  mutating func appendEscape(_ byte: UInt8) {
    dropLoneSurrogate()
    bytes.append(TextDecoder.value(ofEscape: byte))
  }

  /// One `\uXXXX`.
  ///
  /// A high surrogate waits for its low half; a lone half becomes U+FFFD.
  mutating func appendUnit(_ unit: UInt32) {
    if let high = highSurrogate, (0xDC00...0xDFFF).contains(unit) {
      highSurrogate = nil
      append(scalar: 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00))
      return
    }
    dropLoneSurrogate()
    switch unit {
    case 0xD800...0xDBFF: highSurrogate = unit
    case 0xDC00...0xDFFF: append(scalar: 0xFFFD)
    default: append(scalar: unit)
    }
  }

  /// Everything that is certain by now; an unfinished character stays behind.
  mutating func take() -> String {
    let whole = bytes.count - TextDecoder.unfinishedTail(of: bytes[...])
    guard whole > 0 else { return "" }
    let text = String(decoding: bytes[..<whole], as: UTF8.self)
    bytes.removeFirst(whole)
    return text
  }

  /// The rest, once the string is closed: what never became a character is U+FFFD.
  mutating func finish() -> String {
    dropLoneSurrogate()
    defer { bytes.removeAll(keepingCapacity: true) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func dropLoneSurrogate() {
    guard highSurrogate != nil else { return }
    highSurrogate = nil
    append(scalar: 0xFFFD)
  }

  private mutating func append(scalar value: UInt32) {
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private static func value(ofEscape byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: byte
    }
  }

  /// How many bytes at the end begin a UTF-8 character without finishing it (0...3).
  static func unfinishedTail(of bytes: ArraySlice<UInt8>) -> Int {
    var back = 0
    for byte in bytes.suffix(3).reversed() {
      back += 1
      switch byte {
      case 0x80...0xBF: continue
      case 0xC2...0xDF: return back < 2 ? back : 0
      case 0xE0...0xEF: return back < 3 ? back : 0
      case 0xF0...0xF4: return back < 4 ? back : 0
      default: return 0
      }
    }
    return 0
  }

  /// The text of a whole string, given the bytes between its quotes.
  static func text(inside raw: ArraySlice<UInt8>) -> String {
    guard raw.contains(UInt8(ascii: "\\")) else { return String(decoding: raw, as: UTF8.self) }
    var decoder = TextDecoder()
    var rest = raw
    while let slash = rest.firstIndex(of: UInt8(ascii: "\\")) {
      if slash > rest.startIndex { decoder.appendPlain(rest[..<slash]) }
      let after = rest[(slash + 1)...]
      guard let kind = after.first else { break }
      if kind == UInt8(ascii: "u"), after.count >= 5 {
        let unit = after.dropFirst().prefix(4).reduce(UInt32(0)) { $0 << 4 | UInt32(JSONReader.hexValue(of: $1) ?? 0) }
        decoder.appendUnit(unit)
        rest = after.dropFirst(5)
      } else {
        decoder.appendEscape(kind)
        rest = after.dropFirst()
      }
    }
    if !rest.isEmpty { decoder.appendPlain(rest) }
    return decoder.finish()
  }
}
