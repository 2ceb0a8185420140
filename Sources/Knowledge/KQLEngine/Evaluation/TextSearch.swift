/// Finding text in UTF-8 as Kusto's string operators do; nothing here allocates except for texts beyond ASCII with case ignored.
enum TextSearch {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  @inline(__always)
  static func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  @inline(__always)
  static func areEqual(_ a: Bytes, _ b: Bytes) -> Bool {
    guard a.count == b.count else { return false }
    for place in 0..<a.count where a[place] != b[place] { return false }
    return true
  }

  /// `needle` must be folded already when case is ignored.
  @inline(__always)
  static func isAt(_ place: Int, in text: Bytes, _ needle: Bytes, isCased: Bool) -> Bool {
    guard place >= 0, place + needle.count <= text.count else { return false }
    for offset in 0..<needle.count {
      let byte = text[place + offset]
      if (isCased ? byte : lowered(byte)) != needle[offset] { return false }
    }
    return true
  }

  /// The first place at or after `start` where the needle is, -1 for none. The empty needle is found at once.
  static func find(_ needle: Bytes, in text: Bytes, from start: Int, isCased: Bool) -> Int {
    guard let first = needle.first else { return start }
    var place = start
    let last = text.count - needle.count
    let other = isCased || first &- 0x61 >= 26 ? first : first & 0xDF
    while place <= last {
      let byte = text[place]
      if byte == first || byte == other, isAt(place, in: text, needle, isCased: isCased) { return place }
      place += 1
    }
    return -1
  }

  /// Whether the needle stands in the text with a term boundary where it is asked for.
  static func hasTerm(_ needle: Bytes, in text: Bytes, isCased: Bool, before: Bool, after: Bool) -> Bool {
    var place = find(needle, in: text, from: 0, isCased: isCased)
    while place >= 0 {
      let end = place + needle.count
      let opens = !before || isBoundary(text, at: place)
      if opens, !after || isBoundary(text, at: end) { return true }
      place = place < text.count ? find(needle, in: text, from: place + 1, isCased: isCased) : -1
    }
    return false
  }

  /// Terms are runs of letters and digits: a boundary is where two neighbours are not both one.
  static func isBoundary(_ text: Bytes, at place: Int) -> Bool {
    guard place > 0, place < text.count else { return true }
    return !(isTermCharacter(endingAt: place, of: text) && isTermCharacter(at: place, of: text))
  }

  @inline(__always)
  static func isASCIITermCharacter(_ byte: UInt8) -> Bool { lowered(byte) &- 0x61 < 26 || byte &- 0x30 < 10 }

  private static func isTermCharacter(at place: Int, of text: Bytes) -> Bool {
    let byte = text[place]
    if byte < 0x80 { return isASCIITermCharacter(byte) }
    return isLetterOrDigit(text, from: place)
  }

  private static func isTermCharacter(endingAt end: Int, of text: Bytes) -> Bool {
    var place = end - 1
    let byte = text[place]
    if byte < 0x80 { return isASCIITermCharacter(byte) }
    while place > 0, text[place] & 0xC0 == 0x80 { place -= 1 }
    return isLetterOrDigit(text, from: place)
  }

  private static func isLetterOrDigit(_ text: Bytes, from place: Int) -> Bool {
    var end = place + 1
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    let piece = String(decoding: UnsafeBufferPointer(rebasing: text[place..<end]), as: UTF8.self)
    guard let properties = piece.unicodeScalars.first?.properties else { return false }
    return properties.isAlphabetic || properties.numericType == .decimal
  }

  static func isASCII(_ text: Bytes) -> Bool {
    for byte in text where byte >= 0x80 { return false }
    return true
  }

  /// Lower case, character by character, where the mapping is one to one.
  static func folded(_ text: String) -> [UInt8] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.map { lowered($0) } }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      let mapping = scalar.properties.lowercaseMapping.unicodeScalars
      bytes.append(contentsOf: String(mapping.count == 1 ? mapping.first ?? scalar : scalar).utf8)
    }
    return bytes
  }

  static func folded(_ text: Bytes) -> [UInt8] { folded(String(decoding: text, as: UTF8.self)) }
}
