import Patterns

/// Turns the values of a test into matchers.
enum MatcherCompiler {
  /// One list for each value; any matcher of a list will do for its value.
  static func matchers(for test: SigmaTest) throws(SigmaReadError) -> [[TextMatcher]] {
    var matchers: [[TextMatcher]] = []
    for value in test.values { matchers.append(try self.matchers(for: value, test.comparison)) }
    return matchers
  }

  /// The matchers of a text that is looked for anywhere.
  static func keyword(_ value: SigmaValue) throws(SigmaReadError) -> [TextMatcher] {
    try matchers(for: value, SigmaComparison(modifiers: ["contains"]))
  }

  private static func matchers(for value: SigmaValue, _ comparison: SigmaComparison) throws(SigmaReadError) -> [TextMatcher] {
    let text: String
    switch value {
    case .null: return [.empty]
    case .number(let digits):
      if comparison.kind == .equals, let number = Double(digits) {
        return [.number(number, .equals), .equals(Array(digits.lowercased().utf8), cased: false)]
      }
      text = digits
    case .text(let written): text = written
    }
    switch comparison.kind {
    case .exists: return [["true", "yes"].contains(text.lowercased()) ? .present : .empty]
    case .regex: return [.pattern(try pattern(text, comparison))]
    case .cidr:
      guard let block = AddressBlock(text) else { throw .badPattern(text, reason: "not a block of addresses") }
      return [.network(block)]
    case .greater, .greaterOrEqual, .less, .lessOrEqual:
      guard let number = Double(text) else { throw .badPattern(text, reason: "not a number") }
      return [.number(number, comparison.kind)]
    default: return variants(of: text, comparison)
    }
  }

  private static func pattern(_ text: String, _ comparison: SigmaComparison) throws(SigmaReadError) -> Pattern {
    do {
      return try Pattern(text, isCaseInsensitive: comparison.isRegexCaseInsensitive, dotMatchesNewline: comparison.regexDotMatchesNewline)
    } catch {
      throw .badPattern(text, reason: error.reason)
    }
  }

  private static func variants(of text: String, _ comparison: SigmaComparison) -> [TextMatcher] {
    var texts = [text]
    var bytes: [[UInt8]]?
    for encoding in comparison.encodings {
      switch encoding {
      case .dashVariants: texts = texts.flatMap(DashVariants.of)
      case .utf16LittleEndian, .utf16BigEndian:
        bytes = (bytes ?? texts.map { Array($0.utf8) }).map { Base64Variants.wide($0, littleEndian: encoding == .utf16LittleEndian) }
      case .base64: return (bytes ?? texts.map { Array($0.utf8) }).map { .contains(Base64Variants.encoded($0), cased: true) }
      case .base64Offset:
        return (bytes ?? texts.map { Array($0.utf8) }).flatMap(Base64Variants.atAnyOffset).map { .contains($0, cased: true) }
      }
    }
    return texts.map { matcher(for: $0, comparison) }
  }

  private static func matcher(for text: String, _ comparison: SigmaComparison) -> TextMatcher {
    let cased = comparison.isCaseSensitive
    var pieces = Wildcard(cased ? text : text.lowercased()).pieces
    if comparison.kind == .contains || comparison.kind == .endsWith, pieces.first != .many { pieces.insert(.many, at: 0) }
    if comparison.kind == .contains || comparison.kind == .startsWith, pieces.last != .many || pieces.count == 1 { pieces.append(.many) }
    if let bytes = Wildcard.literal(pieces) { return .equals(bytes, cased: cased) }
    let startsOpen = pieces.first == .many
    let endsOpen = pieces.last == .many && pieces.count > 1
    if let bytes = Wildcard.literal(pieces.dropFirst(startsOpen ? 1 : 0).dropLast(endsOpen ? 1 : 0)) {
      if startsOpen && endsOpen { return .contains(bytes, cased: cased) }
      return startsOpen ? .suffix(bytes, cased: cased) : .prefix(bytes, cased: cased)
    }
    return .wildcard(Wildcard(pieces: pieces), cased: cased)
  }
}

extension Wildcard {
  init(pieces: [Piece]) { self.pieces = pieces }
}

/// The dashes and slashes that Windows programs take for the sign before an option.
enum DashVariants {
  static func of(_ text: String) -> [String] {
    var found = [text]
    for dash in ["-", "/", "\u{2013}", "\u{2014}", "\u{2015}"] {
      var previous: Character = " "
      let variant = String(
        text.map { character in
          defer { previous = character }
          return (character == "-" || character == "/") && (previous == " ") ? Character(dash) : character
        })
      if !found.contains(variant) { found.append(variant) }
    }
    return found
  }
}

/// A text as it looks inside a longer base64 text, at each of the three places it can begin.
enum Base64Variants {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func wide(_ bytes: [UInt8], littleEndian: Bool) -> [UInt8] {
    String(decoding: bytes, as: UTF8.self).utf16.flatMap {
      littleEndian ? [UInt8($0 & 0xFF), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 0xFF)]
    }
  }

  static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var place = 0
    while place < bytes.count {
      let group = (0..<3).map { place + $0 < bytes.count ? UInt32(bytes[place + $0]) : 0 }
      let bits = group[0] << 16 | group[1] << 8 | group[2]
      let count = min(3, bytes.count - place)
      for step in 0..<4 { text.append(step <= count ? letters[Int(bits >> (18 - 6 * UInt32(step)) & 63)] : UInt8(ascii: "=")) }
      place += 3
    }
    return text
  }

  /// Only the letters that the text alone decides, whatever stands before and behind it.
  static func atAnyOffset(_ bytes: [UInt8]) -> [[UInt8]] {
    (0..<3).map { offset in
      let text = encoded(Array(repeating: 0x20, count: offset) + bytes)
      let start = [0, 2, 3][offset]
      let end = (offset + bytes.count) * 8 / 6
      return Array(text[start..<max(start, end)])
    }
  }
}
