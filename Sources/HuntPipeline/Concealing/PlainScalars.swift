import Foundation
import Locking

/// Letters that are read as others and signs that do not show, as Unicode says (compatibility decomposition, default ignorables): `ｚ`, `𝐳`,
/// `ⓩ` and a z with nothing in it are all z. Letters of other alphabets that only look alike stay what they are.
enum PlainScalars {
  /// The scalar that begins at a place as it reads, and its length; nil where it stands as it reads.
  static func undone(_ bytes: TermBytes.Bytes, _ place: Int) -> ([UInt8], Int)? {
    if isControl(bytes[place]) { return ([], 1) }
    guard bytes[place] >= 0xC2, let (value, length) = scalar(bytes, place) else { return nil }
    return plain(value).map { ($0, length) }
  }

  /// Controls of ASCII that do not show, which tabs and ends of lines are not.
  static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && ![0x09, 0x0A, 0x0D].contains(byte) || byte == 0x7F }

  /// A whole text in this form.
  static func folded(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      var out: [UInt8] = []
      var place = 0
      while place < bytes.count {
        if let (plain, length) = undone(bytes, place) {
          out += plain
          place += length
        } else {
          out.append(bytes[place])
          place += 1
        }
      }
      return String(decoding: out, as: UTF8.self)
    }
  }

  private static let known = Locked<[UInt32: [UInt8]?]>([:])

  private static func plain(_ value: UInt32) -> [UInt8]? {
    // Han, Hangul and private letters have no plainer form that a name would be written in.
    if (0x3400...0xF8FF).contains(value) || value >= 0x20000 && value < 0xE0000 { return nil }
    return known.withLock { known in
      if let plain = known[value] { return plain }
      let plain = made(value)
      known[value] = .some(plain)
      return plain
    }
  }

  private static func made(_ value: UInt32) -> [UInt8]? {
    guard let scalar = Unicode.Scalar(value) else { return nil }
    // Tags are copies of ASCII that do not show; nothing of them is read.
    if scalar.properties.isDefaultIgnorableCodePoint || (0xE0000...0xE0FFF).contains(value) { return [] }
    if scalar.properties.generalCategory == .format || scalar.properties.generalCategory == .control { return [] }
    let text = String(Character(scalar))
    let plain = Array(text.decomposedStringWithCompatibilityMapping.utf8)
    return plain == Array(text.utf8) ? nil : plain
  }

  private static func scalar(_ bytes: TermBytes.Bytes, _ place: Int) -> (UInt32, Int)? {
    let first = bytes[place]
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard first < 0xF5, place + length <= bytes.count else { return nil }
    var value = UInt32(first) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
    for byte in bytes[(place + 1)..<(place + length)] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    return (value, length)
  }
}
