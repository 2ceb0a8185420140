/// A text as it reads once the letters that are written as escapes are letters: `\u0061`, `\x61`, `%61`, `%u0061`, `&#97;`, `&#x61;`, `&amp;`.
struct EscapedReading {
  /// The bytes of the reading.
  private(set) var bytes: [UInt8] = []
  /// Where in the original each of them begins and ends.
  private var starts: [Int] = []
  private var ends: [Int] = []

  /// An escape may be written in escapes; deeper is nothing that anybody reads.
  private static let depth = 3

  /// Nil for a text without any.
  init?(_ original: TermBytes.Bytes) {
    guard original.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "&") }) else { return nil }
    bytes = Array(original)
    starts = Array(original.indices)
    ends = starts.map { $0 + 1 }
    var isChanged = false
    for _ in 0..<EscapedReading.depth {
      guard undo() else { break }
      isChanged = true
    }
    if !isChanged { return nil }
  }

  /// What of the original the bytes of a range stand for.
  func original(_ range: Range<Int>) -> Range<Int> { starts[range.lowerBound]..<ends[range.upperBound - 1] }

  private mutating func undo() -> Bool {
    var next = EscapedReading()
    var isChanged = false
    bytes.withUnsafeBufferPointer { bytes in
      var place = 0
      while place < bytes.count {
        if let (scalar, length) = EscapedReading.escape(bytes, place) {
          for byte in String(Character(scalar)).utf8 { next.append(byte, starts[place], ends[place + length - 1]) }
          place += length
          isChanged = true
        } else {
          next.append(bytes[place], starts[place], ends[place])
          place += 1
        }
      }
    }
    if isChanged { self = next }
    return isChanged
  }

  private init() {}

  private mutating func append(_ byte: UInt8, _ start: Int, _ end: Int) {
    bytes.append(byte)
    starts.append(start)
    ends.append(end)
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
    ("&lowbar;", "_"), ("&hyphen;", "-"), ("&bsol;", "\\"), ("&sol;", "/"),
  ].map { (Array($0.0.utf8), $0.1) }

  private static func escape(_ bytes: TermBytes.Bytes, _ place: Int) -> (Unicode.Scalar, Int)? {
    let second = place + 1 < bytes.count ? bytes[place + 1] : 0
    switch bytes[place] {
    case UInt8(ascii: "%"):
      // Letters of UTF-8 beyond ASCII come in several escapes: these are left to the decoder of addresses.
      if second | 0x20 == UInt8(ascii: "u") { return hex(bytes, place, after: 2, digits: 4) }
      return hex(bytes, place, after: 1, digits: 2).flatMap { $0.0.value < 0x80 ? $0 : nil }
    case UInt8(ascii: "\\") where second == UInt8(ascii: "u"): return hex(bytes, place, after: 2, digits: 4)
    case UInt8(ascii: "\\") where second == UInt8(ascii: "x"): return hex(bytes, place, after: 2, digits: 2)
    case UInt8(ascii: "&") where second == UInt8(ascii: "#"): return number(bytes, place)
    case UInt8(ascii: "&"):
      let found = names.first { bytes[place...].starts(with: $0.name) }
      return found.map { ($0.scalar, $0.name.count) }
    default: return nil
    }
  }

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
      value = value * (isHex ? 16 : 10) + digit
      end += 1
    }
    guard end > start, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, (end < bytes.count && bytes[end] == UInt8(ascii: ";") ? end + 1 : end) - place)
  }
}
