/// Where terms begin and end in UTF-8: a term is a run of letters and digits.
enum TermBytes {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  @inline(__always)
  static func isASCIIWord(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
  }

  @inline(__always)
  static func folded(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  /// Whether the scalar that begins here belongs to a term, and its length.
  @inline(__always)
  static func scalar(_ bytes: Bytes, _ place: Int) -> (isWord: Bool, length: Int) {
    let byte = bytes[place]
    return byte < 0x80 ? (isASCIIWord(byte), 1) : foreign(bytes, place, byte)
  }

  /// Signs, punctuation, arrows and pictures are told from letters by their blocks; what is in doubt is a letter.
  private static func foreign(_ bytes: Bytes, _ place: Int, _ byte: UInt8) -> (isWord: Bool, length: Int) {
    let second = place + 1 < bytes.count ? bytes[place + 1] : 0
    let third = place + 2 < bytes.count ? bytes[place + 2] : 0
    switch byte {
    case 0xC2: return ([0xAA, 0xB5, 0xBA].contains(second), min(2, bytes.count - place))
    case 0xC3: return (second != 0x97 && second != 0xB7, min(2, bytes.count - place))
    case 0xC4..<0xE0: return (true, min(2, bytes.count - place))
    case 0xE2: return (second >= 0xB0, min(3, bytes.count - place))
    case 0xE3: return (second != 0x80, min(3, bytes.count - place))
    case 0xEF: return (isLetterOfLastBlocks(second, third), min(3, bytes.count - place))
    case 0xE0...0xEE: return (true, min(3, bytes.count - place))
    case 0xF0: return (second != 0x9F, min(4, bytes.count - place))
    case 0xF1...0xF4: return (true, min(4, bytes.count - place))
    default: return (true, 1)
    }
  }

  /// U+F000 to U+FFFF: presentation forms and full-width letters are letters, the rest is not.
  private static func isLetterOfLastBlocks(_ second: UInt8, _ third: UInt8) -> Bool {
    switch second {
    case 0xA4...0xB7, 0xB9, 0xBA: true
    case 0xBC: (0x90...0x99).contains(third) || (0xA1...0xBA).contains(third)
    case 0xBD: (0x81...0x9A).contains(third) || third >= 0xA6
    case 0xBE: true
    default: false
    }
  }

  /// The length of an escape that begins at a sign, behind which a term may begin at once although the escape ends in a letter or digit:
  /// `%40`, `%u0040`, `\n`, `\x40`, `\u0040` of links, JSON and code, `=40` of mail, `#012` of syslog, a backquote's of PowerShell, and those of
  /// `SafeCell`. Zero for none.
  static func escape(_ bytes: Bytes, _ place: Int) -> Int {
    func at(_ offset: Int) -> UInt8 { place + offset < bytes.count ? bytes[place + offset] : 0 }
    func hex(_ range: ClosedRange<Int>) -> Bool { range.allSatisfy { isHex(at($0)) } }
    switch bytes[place] {
    case UInt8(ascii: "%"):
      if at(1) | 0x20 == UInt8(ascii: "u") { return hex(2...5) ? 6 : 0 }
      return hex(1...2) ? 3 : 0
    case UInt8(ascii: "="): return hex(1...2) ? 3 : 0
    case UInt8(ascii: "#"): return (1...3).allSatisfy { at($0) >= 0x30 && at($0) <= 0x39 } ? 4 : 0
    case UInt8(ascii: "`"): return "nrtbfva0".utf8.contains(at(1)) ? 2 : 0
    case UInt8(ascii: "\\"):
      if at(1) == UInt8(ascii: "u") { return hex(2...5) ? 6 : 0 }
      if at(1) == UInt8(ascii: "x") { return hex(2...3) ? 4 : 0 }
      return "nrtbfva0".utf8.contains(at(1)) ? 2 : 0
    case 0xC2 where at(1) == 0xAC:
      switch at(2) {
      case UInt8(ascii: "x"): return hex(3...4) ? 5 : 0
      case UInt8(ascii: "u"): return hex(3...6) ? 7 : 0
      case let letter: return "nrtBWE".utf8.contains(letter) ? 3 : 0
      }
    default: return 0
    }
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66
  }

  /// Where the run of letters and digits that begins here ends.
  static func endOfTerm(_ bytes: Bytes, _ place: Int) -> Int {
    var end = place
    while end < bytes.count {
      let (isWord, length) = scalar(bytes, end)
      if !isWord { break }
      end += length
    }
    return end
  }

  /// Whether no letter or digit follows.
  static func ends(_ bytes: Bytes, at place: Int) -> Bool { place >= bytes.count || !scalar(bytes, place).isWord }

  /// Whether a text ends inside a term, so that what follows goes on with it. The letter or digit that ends an escape is none.
  static func endsInTerm(_ bytes: Bytes) -> Bool {
    guard var last = bytes.indices.last else { return false }
    while last > 0, bytes[last] & 0xC0 == 0x80 { last -= 1 }
    guard scalar(bytes, last).isWord else { return false }
    return !bytes.indices.contains { place in
      let length = escape(bytes, place)
      return length > 0 && place + length == bytes.count
    }
  }

  /// Shows every place at which a term may begin, from left to right; `take` says where to go on when it took something there.
  static func visit(_ bytes: Bytes, afterWord: Bool = false, _ take: (Int) -> Int?) {
    var place = afterWord ? endOfTerm(bytes, 0) : 0
    while place < bytes.count {
      let (isWord, length) = scalar(bytes, place)
      if isWord {
        place = take(place) ?? endOfTerm(bytes, place)
        continue
      }
      let escape = escape(bytes, place)
      if escape > length, place + escape < bytes.count, scalar(bytes, place + escape).isWord {
        if let next = take(place + length) ?? take(place + escape) {
          place = next
          continue
        }
      }
      place += length
    }
  }
}
