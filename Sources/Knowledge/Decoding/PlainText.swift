/// Tells text from bytes that only look like it.
enum PlainText {
  /// Text in UTF-8 that people could have written; nil otherwise. `isSure` asks less where something else speaks for it.
  static func utf8(_ bytes: [UInt8], isSure: Bool) -> String? {
    guard !bytes.isEmpty, let text = String(validating: bytes, as: UTF8.self) else { return nil }
    return isPlausible(text.unicodeScalars, isSure: isSure) ? text : nil
  }

  /// Text in UTF-16, least byte first; mostly of ASCII, or of one script where it `isSure`.
  static func utf16(_ bytes: [UInt8], isSure: Bool) -> String? {
    guard bytes.count >= 4, bytes.count % 2 == 0 else { return nil }
    let hasMark = bytes[0] == 0xFF && bytes[1] == 0xFE
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var plain = 0
    var blocks: Set<UInt8> = []
    for place in stride(from: hasMark ? 2 : 0, to: bytes.count, by: 2) {
      let unit = UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
      if (0x20..<0x7F).contains(unit) || unit == 0x09 || unit == 0x0A || unit == 0x0D { plain += 1 }
      if blocks.count < 4 { blocks.insert(bytes[place + 1]) }
      units.append(unit)
    }
    guard !units.isEmpty, plain * 10 >= units.count * 9 || (isSure && units.count > 3 && blocks.count < 4) else { return nil }
    guard let text = String(validating: units, as: UTF16.self) else { return nil }
    return isPlausible(text.unicodeScalars, isSure: true) ? text : nil
  }

  /// No control characters but blanks and line ends; letters, digits and blanks are most of it.
  private static func isPlausible(_ scalars: String.UnicodeScalarView, isSure: Bool) -> Bool {
    var (count, usual, beyond) = (0, 0, 0)
    for scalar in scalars {
      count += 1
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x20, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: usual += 1
      case 0x00..<0x20, 0x7F, 0x80..<0xA0, 0xFFF0...0xFFFF, 0xE000...0xF8FF: return false
      case 0x80...: beyond += 1
      default: break
      }
    }
    if isSure { return count > 0 }
    // A short run that is no text at all seldom decodes to more than two thirds of letters.
    return usual * 100 >= count * 62 && beyond * 5 <= count
  }
}
