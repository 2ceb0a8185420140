import Casefile

/// Tells names of the plainest kind at a glance: most names are so, and all ways that a value can hold a name are costly to go.
///
/// It says yes only where the long way would give that one name: letters, digits, blanks, `.`, `_` and `-`, some letter that no number has,
/// nothing of an address, an id or a stand-in.
enum PlainName {
  private static let longest = 512
  private static let prefixes = IdentityKind.allCases.map { Array($0.rawValue.utf8) }

  /// Whether the text, in a column of this kind, is one name as it stands.
  static func isOne(_ text: String, _ kind: IdentityKind) -> Bool {
    guard kind == .user || kind == .host || kind == .object else { return false }
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.count >= 3, bytes.count <= longest, TermBytes.isASCIIWord(bytes[0]), TermBytes.isASCIIWord(bytes[bytes.count - 1]) else {
        return false
      }
      return isOne(bytes, mayHaveDots: kind != .host)
    }
  }

  private static func isOne(_ bytes: TermBytes.Bytes, mayHaveDots: Bool) -> Bool {
    var hasLetter = false
    var word = 0
    for (place, byte) in bytes.enumerated() {
      if TermBytes.isASCIIWord(byte) {
        if byte | 0x20 > 0x66 { hasLetter = true }
        continue
      }
      let next = bytes[min(place + 1, bytes.count - 1)]
      let isNumberNext = next >= 0x30 && next <= 0x39
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "_"): break
      case UInt8(ascii: "."):
        let isNumberBefore = place > 0 && bytes[place - 1] >= 0x30 && bytes[place - 1] <= 0x39
        if !mayHaveDots || isNumberNext && isNumberBefore { return false }
      case UInt8(ascii: "-"):
        if isNumberNext, isReserved(UnsafeBufferPointer(rebasing: bytes[word..<place])) { return false }
      default: return false
      }
      word = place + 1
    }
    return hasLetter
  }

  /// Whether a number behind it would make it a stand-in, or an id of Windows.
  private static func isReserved(_ word: TermBytes.Bytes) -> Bool {
    if word.count == 1 { return word[0] | 0x20 == UInt8(ascii: "s") }
    return prefixes.contains { prefix in
      prefix.count == word.count && zip(prefix, word).allSatisfy { $0 == TermBytes.folded($1) }
    }
  }
}
