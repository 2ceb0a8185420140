internal import Decoding

/// Text of logs in which base64 is written as what it says, where that can be undone to the byte.
///
/// `¬B…¬E` stands for the text between in base64, `¬W…¬E` for it in base64 of UTF-16; no log can write these, as its own `¬` is doubled.
enum DecodedWriting {
  /// The text in the form of `SafeCell`, and what else is encoded in it, decoded; nil when nothing is.
  static func written(_ text: String, replaces: Bool) -> (text: String, beside: [String])? {
    let found = TextDecoder.decoded(text)
    guard !found.isEmpty else { return nil }
    let bytes = Array(text.utf8)
    var out = ""
    var place = 0
    var replaced: [Range<Int>] = []
    for piece in found where replaces && piece.layers.count == 1 && piece.range.lowerBound >= place {
      guard let sign = sign(of: piece, bytes) else { continue }
      out += SafeCell.written(String(decoding: bytes[place..<piece.range.lowerBound], as: UTF8.self))
      out += "¬\(sign)\(SafeCell.written(piece.text))¬E"
      place = piece.range.upperBound
      replaced.append(piece.range)
    }
    out += SafeCell.written(String(decoding: bytes[place...], as: UTF8.self))
    let beside = found.filter { piece in piece.layers.count > 1 || !replaced.contains(piece.range) }
    return (out, beside.map(\.line))
  }

  private static func sign(of piece: DecodedText, _ bytes: [UInt8]) -> String? {
    guard !piece.isCut else { return nil }
    let original = bytes[piece.range]
    switch piece.layers[0] {
    case "base64": return base64(Array(piece.text.utf8)).elementsEqual(original) ? "B" : nil
    case "base64 UTF-16":
      let units = piece.text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
      return base64(units).elementsEqual(original) ? "W" : nil
    default: return nil
    }
  }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let left = min(3, bytes.count - start)
      let word = (0..<3).reduce(0) { $0 << 8 | ($1 < left ? Int(bytes[start + $1]) : 0) }
      for place in 0..<4 {
        out.append(place <= left ? alphabet[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return out
  }
}
