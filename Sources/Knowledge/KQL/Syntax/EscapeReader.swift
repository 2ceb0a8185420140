/// Undoes backslash escapes up to the closing quote.
struct EscapeReader {
  private let bytes: ArraySlice<UInt8>
  private let quote: UInt8
  private var place: Int
  private var out: [UInt8] = []

  init(bytes: ArraySlice<UInt8>, quote: UInt8) {
    self.bytes = bytes
    self.quote = quote
    place = bytes.startIndex
  }

  mutating func text() -> String {
    while place < bytes.endIndex {
      let byte = bytes[place]
      place += 1
      if byte == quote { break }
      if byte == UInt8(ascii: "\\") { escape() } else { out.append(byte) }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private mutating func escape() {
    guard place < bytes.endIndex else { return out.append(UInt8(ascii: "\\")) }
    let byte = bytes[place]
    place += 1
    switch Unicode.Scalar(byte) {
    case "n": out.append(0x0A)
    case "r": out.append(0x0D)
    case "t": out.append(0x09)
    case "a": out.append(0x07)
    case "b": out.append(0x08)
    case "f": out.append(0x0C)
    case "v": out.append(0x0B)
    case "x": append(hex(2))
    case "u": unit()
    case "U": append(hex(8))
    case "0"..."7": octal(byte)
    default: out.append(byte)
    }
  }

  private mutating func octal(_ first: UInt8) {
    var value = UInt32(first - 0x30)
    var digits = 1
    while digits < 3, place < bytes.endIndex, (0x30...0x37).contains(bytes[place]) {
      value = value * 8 + UInt32(bytes[place] - 0x30)
      place += 1
      digits += 1
    }
    append(value)
  }

  private mutating func hex(_ count: Int) -> UInt32 {
    var value: UInt32 = 0
    var digits = 0
    while digits < count, place < bytes.endIndex, let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue {
      value = value << 4 | UInt32(digit)
      place += 1
      digits += 1
    }
    return value
  }

  /// Two units of a surrogate pair make one scalar; a lone one becomes U+FFFD.
  private mutating func unit() {
    let high = hex(4)
    guard (0xD800...0xDBFF).contains(high) else { return append(high) }
    let back = place
    if place + 1 < bytes.endIndex, bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u") {
      place += 2
      let low = hex(4)
      if (0xDC00...0xDFFF).contains(low) { return append(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) }
      place = back
    }
    append(0xFFFD)
  }

  private mutating func append(_ value: UInt32) {
    out.append(contentsOf: Array(String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8))
  }
}
