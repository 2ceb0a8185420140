import Casefile

/// Finds stand-ins in a text: a kind, a dash and a number, as a whole term.
enum StandInText {
  private static let kinds = IdentityKind.allCases.map { (kind: $0, word: Array($0.rawValue.utf8)) }
  /// Longer than any stand-in is.
  private static let longest = 24

  /// `user-07`.
  static func written(_ kind: IdentityKind, _ number: Int) -> String { "\(kind.rawValue)-\(number < 10 ? "0" : "")\(number)" }

  /// The number of a text that looks like a stand-in; nil for others, and for numbers beyond nine digits.
  static func number(of text: String) -> Int? {
    let digits = text.drop { $0 != "-" }.dropFirst()
    return digits.count <= 9 ? Int(digits) : nil
  }

  /// Whether a text holds what looks like a stand-in.
  static func isHeld(in text: String) -> Bool {
    var isHeld = false
    _ = replaced(in: text) { _, _ in
      isHeld = true
      return nil
    }
    return isHeld
  }

  /// The text with each stand-in replaced by what `meaning` says of its kind and number; nil leaves it. `afterWord` says that the text
  /// goes on with a word that began before it.
  static func replaced(in text: String, afterWord: Bool = false, _ meaning: (IdentityKind, Int) -> String?) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "-") || $0 == 0xE2 }) else { return text }
    var text = text
    return text.withUTF8 { bytes in
      var out: [UInt8] = []
      var copied = 0
      TermBytes.visit(bytes, afterWord: afterWord) { place in
        guard let (end, kind, number) = standIn(bytes, place), let original = meaning(kind, number) else { return nil }
        out += bytes[copied..<place]
        out += Array(original.utf8)
        copied = end
        return end
      }
      out += bytes[copied...]
      return String(decoding: out, as: UTF8.self)
    }
  }

  /// The length of a dash: models write others than ours, U+2010 to U+2013.
  private static func dash(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int {
    if bytes[place] == UInt8(ascii: "-") { return 1 }
    let isOther = place + 2 < bytes.count && bytes[place] == 0xE2 && bytes[place + 1] == 0x80 && (0x90...0x93).contains(bytes[place + 2])
    return isOther ? 3 : 0
  }

  private static func standIn(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> (end: Int, kind: IdentityKind, number: Int)? {
    for (kind, word) in kinds where place + word.count + 1 < bytes.count {
      guard zip(bytes[place...], word).allSatisfy({ TermBytes.folded($0) == $1 }) else { continue }
      let dash = dash(bytes, place + word.count)
      guard dash > 0 else { continue }
      let digits = place + word.count + dash
      var end = digits
      var number = 0
      while end < bytes.count, bytes[end] >= 0x30, bytes[end] <= 0x39, end - place < longest {
        number = number &* 10 &+ Int(bytes[end] - 0x30)
        end += 1
      }
      guard end > digits, TermBytes.ends(bytes, at: end) else { return nil }
      return (end, kind, number)
    }
    return nil
  }

  /// How many bytes at the end may become a stand-in, or a longer one, with what follows.
  static func openEnd(of text: String) -> Int {
    let tail = text.utf8.suffix(longest).map(TermBytes.folded)
    let open = tail.indices.first { place in kinds.contains { mayBecome($0.word, tail[place...]) } }.map { tail.count - $0 } ?? 0
    return max(open, openEscape(tail))
  }

  /// Bytes at the end that may begin an escape behind which a stand-in stands: `\\`, `\\u00`, `%4`, `¬`.
  private static func openEscape(_ tail: [UInt8]) -> Int {
    for place in tail.indices.suffix(7) {
      let rest = tail[place...].dropFirst()
      let isHex = rest.dropFirst().allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x66 }
      switch tail[place] {
      case UInt8(ascii: "\\") where rest.isEmpty || rest.first == UInt8(ascii: "u") && rest.count < 5 && isHex: return rest.count + 1
      case UInt8(ascii: "%") where rest.count < 2: return rest.count + 1
      case 0xC2 where rest.first == 0xAC && rest.count < 6: return rest.count + 1
      default: continue
      }
    }
    return 0
  }

  private static func mayBecome(_ word: [UInt8], _ tail: ArraySlice<UInt8>) -> Bool {
    let whole = word + [UInt8(ascii: "-")]
    if tail.count <= whole.count { return whole.starts(with: tail) }
    return tail.starts(with: whole) && tail.dropFirst(whole.count).allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }
}
