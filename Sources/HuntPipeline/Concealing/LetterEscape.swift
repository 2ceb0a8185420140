/// Letters that are written as escapes: `\u0061`, `\x61`, `\141`, `\"`, `%61`, `%u0061`, `=61` of mail, `&#97;`, `&#x61;`, `&amp;`, and those
/// of `SafeCell`.
enum LetterEscape {
  /// What the escape that begins at a place says, and its length; nil where none begins.
  static func undone(_ bytes: TermBytes.Bytes, _ place: Int) -> ([UInt8], Int)? {
    let second = place + 1 < bytes.count ? bytes[place + 1] : 0
    switch bytes[place] {
    case UInt8(ascii: "%"):
      // Letters of UTF-8 beyond ASCII come in several escapes: these are left to the decoder of addresses.
      if second | 0x20 == UInt8(ascii: "u") { return letter(hex(bytes, place, after: 2, digits: 4)) }
      return letter(hex(bytes, place, after: 1, digits: 2).flatMap { $0.0.value < 0x80 ? $0 : nil })
    case UInt8(ascii: "="): return ofMail(bytes, place, second)
    case UInt8(ascii: "\\"): return ofCode(bytes, place, second)
    case UInt8(ascii: "&") where second == UInt8(ascii: "#"): return letter(number(bytes, place))
    case UInt8(ascii: "&"):
      let found = names.first { bytes[place...].starts(with: $0.name) }
      return letter(found.map { ($0.scalar, $0.name.count) })
    case 0xC2 where second == 0xAC: return ofCell(bytes, place)
    default: return nil
    }
  }

  private static func letter(_ found: (Unicode.Scalar, Int)?) -> ([UInt8], Int)? {
    found.map { (Array(String(Character($0.0)).utf8), $0.1) }
  }

  /// `=2E`, and the end of a line that is none.
  private static func ofMail(_ bytes: TermBytes.Bytes, _ place: Int, _ second: UInt8) -> ([UInt8], Int)? {
    if second == 0x0A { return ([], 2) }
    if second == 0x0D, place + 2 < bytes.count, bytes[place + 2] == 0x0A { return ([], 3) }
    return letter(hex(bytes, place, after: 1, digits: 2).flatMap { (0x21..<0x7F).contains($0.0.value) ? $0 : nil })
  }

  private static func ofCode(_ bytes: TermBytes.Bytes, _ place: Int, _ second: UInt8) -> ([UInt8], Int)? {
    switch second {
    case UInt8(ascii: "u"): return letter(hex(bytes, place, after: 2, digits: 4))
    case UInt8(ascii: "x"): return letter(hex(bytes, place, after: 2, digits: 2))
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "/"): return ([second], 2)
    case UInt8(ascii: "n"): return ([0x0A], 2)
    case UInt8(ascii: "r"): return ([0x0D], 2)
    case UInt8(ascii: "t"): return ([0x09], 2)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      guard place + 3 < bytes.count, bytes[(place + 2)...(place + 3)].allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
      let value = bytes[(place + 1)...(place + 3)].reduce(0) { $0 << 3 | Int($1 - 0x30) }
      return (0x21..<0x7F).contains(value) ? ([UInt8(value)], 4) : nil
    default: return nil
    }
  }

  /// What `SafeCell` writes for signs that have a meaning in the reduced table.
  private static func ofCell(_ bytes: TermBytes.Bytes, _ place: Int) -> ([UInt8], Int)? {
    guard place + 2 < bytes.count else { return nil }
    switch bytes[place + 2] {
    case UInt8(ascii: "x"): return letter(hex(bytes, place, after: 3, digits: 2))
    case UInt8(ascii: "u"): return letter(hex(bytes, place, after: 3, digits: 4))
    case UInt8(ascii: "n"): return ([0x0A], 3)
    case UInt8(ascii: "r"): return ([0x0D], 3)
    case UInt8(ascii: "t"): return ([0x09], 3)
    case UInt8(ascii: "_"): return ([0x20], 3)
    case UInt8(ascii: "|"), UInt8(ascii: "="): return ([bytes[place + 2]], 3)
    case 0xC2 where place + 3 < bytes.count: return (Array(bytes[(place + 2)...(place + 3)]), 4)
    default: return nil
    }
  }

  static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  private static let names: [(name: [UInt8], scalar: Unicode.Scalar)] = [
    ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&nbsp;", " "), ("&period;", "."), ("&commat;", "@"),
    ("&lowbar;", "_"), ("&hyphen;", "-"), ("&bsol;", "\\"), ("&sol;", "/"), ("&shy;", "\u{AD}"), ("&zwnj;", "\u{200C}"),
    ("&zwj;", "\u{200D}"), ("&ZeroWidthSpace;", "\u{200B}"),
  ].map { (Array($0.0.utf8), $0.1) }

  private static func hex(_ bytes: TermBytes.Bytes, _ place: Int, after: Int, digits: Int) -> (Unicode.Scalar, Int)? {
    guard place + after + digits <= bytes.count else { return nil }
    var value: UInt32 = 0
    for offset in 0..<digits {
      guard let digit = digit(bytes[place + after + offset]) else { return nil }
      value = value << 4 | digit
    }
    return Unicode.Scalar(value).map { ($0, after + digits) }
  }

  /// `&#97;` and `&#x61;`, with or without the semicolon, as browsers read them.
  private static func number(_ bytes: TermBytes.Bytes, _ place: Int) -> (Unicode.Scalar, Int)? {
    guard place + 2 < bytes.count else { return nil }
    let isHex = bytes[place + 2] | 0x20 == UInt8(ascii: "x")
    let start = place + (isHex ? 3 : 2)
    var (end, value): (Int, UInt32) = (start, 0)
    while end < bytes.count, end - start < 8, let digit = digit(bytes[end]), isHex || digit < 10 {
      value = value &* (isHex ? 16 : 10) &+ digit
      end += 1
    }
    guard end > start, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, (end < bytes.count && bytes[end] == UInt8(ascii: ";") ? end + 1 : end) - place)
  }
}
