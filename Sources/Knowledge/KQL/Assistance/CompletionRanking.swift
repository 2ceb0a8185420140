/// Orders completions by how well they match what is typed.
enum CompletionRanking {
  /// How a text matches; less is better.
  enum Match: Int, Comparable {
    case prefix
    case prefixIgnoringCase
    /// `line` or `pcl` for `ProcessCommandLine`, `json` for `parse_json`.
    case wordStart
    case substring

    static func < (left: Match, right: Match) -> Bool { left.rawValue < right.rawValue }
  }

  /// Those that match, the best first; those that match alike stay in their order.
  static func ranked(_ items: [KQLCompletion.Item], by prefix: String) -> [KQLCompletion.Item] {
    guard !prefix.isEmpty else { return items }
    let typed = Array(prefix.utf8)
    let lowered = typed.map(lower)
    var found: [[KQLCompletion.Item]] = Array(repeating: [], count: 4)
    for item in items {
      if let match = match(Array(item.label.utf8), typed, lowered) { found[match.rawValue].append(item) }
    }
    // Of two prefixes the one that is nearer to its end is likelier meant; a whole name comes first.
    let whole = found[0].filter { $0.label == prefix } + found[1].filter { $0.label.lowercased() == prefix.lowercased() }
    return whole + found.joined().filter { !whole.contains($0) }
  }

  static func match(_ text: [UInt8], _ typed: [UInt8], _ lowered: [UInt8]) -> Match? {
    if text.starts(with: typed) { return .prefix }
    let letters = text.map(lower)
    if letters.starts(with: lowered) { return .prefixIgnoringCase }
    let starts = wordStarts(text)
    if starts.contains(where: { letters[$0...].starts(with: lowered) }) { return .wordStart }
    if lowered.count > 1, starts.map({ letters[$0] }).starts(with: lowered) { return .wordStart }
    guard letters.count >= lowered.count else { return nil }
    for start in 0...(letters.count - lowered.count) where letters[start...].starts(with: lowered) { return .substring }
    return nil
  }

  /// Capitals after small letters, letters after underscores and hyphens, and the first letter.
  private static func wordStarts(_ text: [UInt8]) -> [Int] {
    text.indices.filter { place in
      guard place > 0 else { return true }
      let before = text[place - 1]
      if isLetter(text[place]), !isLetter(before) { return true }
      return (0x41...0x5A).contains(text[place]) && !(0x41...0x5A).contains(before)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80 }
  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
