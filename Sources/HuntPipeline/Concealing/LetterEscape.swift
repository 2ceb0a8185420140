/// Letters that are written as escapes: `\u0061`, `\x61`, `\141`, `\"`, `%61`, `%u0061`, `=61` of mail, `&#97;`, `&#x61;`, `&amp;`, and those
/// of `SafeCell`.
enum LetterEscape {
  /// What the escape that begins at a place says, and its length; nil where none begins.
  static func undone(_ bytes: TermBytes.Bytes, _ place: Int) -> ([UInt8], Int)? {
    let second = place + 1 < bytes.count ? bytes[place + 1] : 0
    switch bytes[place] {
    case UInt8(ascii: "%"):
      if second | 0x20 == UInt8(ascii: "u") { return letter(hex(bytes, place, after: 2, digits: 4)) }
      return utf8(place) { number(bytes, $0, "%", base: 16, digits: 2) }
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

  /// A letter whose bytes are escapes of their own, which `read` reads one by one with their lengths; nil where they are no letter.
  private static func utf8(_ place: Int, _ read: (Int) -> (UInt8, Int)?) -> ([UInt8], Int)? {
    guard let (first, length) = read(place) else { return nil }
    if first < 0x80 { return first >= 0x20 && first < 0x7F ? ([first], length) : nil }
    guard (0xC2..<0xF5).contains(first) else { return nil }
    var (letter, end) = ([first], place + length)
    for _ in 0..<(first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3) {
      guard let (next, length) = read(end), next & 0xC0 == 0x80 else { return nil }
      letter.append(next)
      end += length
    }
    return (letter, end - place)
  }

  /// The byte that stands behind a mark in digits, and how many bytes that takes.
  private static func number(_ bytes: TermBytes.Bytes, _ place: Int, _ mark: String, base: UInt32, digits: Int) -> (UInt8, Int)? {
    let length = mark.utf8.count + digits
    guard place + length <= bytes.count, bytes[place...].starts(with: mark.utf8) else { return nil }
    var value: UInt32 = 0
    for byte in bytes[(place + mark.utf8.count)..<(place + length)] {
      guard let digit = digit(byte), digit < base else { return nil }
      value = value * base + digit
    }
    return UInt8(exactly: value).map { ($0, length) }
  }

  /// `=2E`, and the end of a line that is none.
  private static func ofMail(_ bytes: TermBytes.Bytes, _ place: Int, _ second: UInt8) -> ([UInt8], Int)? {
    if second == 0x0A { return ([], 2) }
    if second == 0x0D, place + 2 < bytes.count, bytes[place + 2] == 0x0A { return ([], 3) }
    return utf8(place) { number(bytes, $0, "=", base: 16, digits: 2) }
  }

  private static func ofCode(_ bytes: TermBytes.Bytes, _ place: Int, _ second: UInt8) -> ([UInt8], Int)? {
    switch second {
    case UInt8(ascii: "u"): return letter(hex(bytes, place, after: 2, digits: 4))
    case UInt8(ascii: "x"):
      return utf8(place) { number(bytes, $0, "\\x", base: 16, digits: 2) } ?? letter(hex(bytes, place, after: 2, digits: 2))
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: "/"): return ([second], 2)
    case UInt8(ascii: "n"): return ([0x0A], 2)
    case UInt8(ascii: "r"): return ([0x0D], 2)
    case UInt8(ascii: "t"): return ([0x09], 2)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      return utf8(place) { number(bytes, $0, "\\", base: 8, digits: 3) }
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
