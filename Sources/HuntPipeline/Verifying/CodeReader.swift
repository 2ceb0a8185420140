/// Writes the codes of a reduced table out, so that a quote of it reads as its rows do.
struct CodeReader {
  private let codes: [String: String]

  init(_ codes: [String: String]) { self.codes = codes }

  private static let deepest = 4

  /// The text with dictionary codes, their words, and names of table lines replaced by what they stand for.
  func written(_ text: String) -> String {
    guard !codes.isEmpty else { return text }
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map { part -> String in
      let name = String(part).trimmed
      guard name.utf8.count < 12, let line = tableLine(name) else { return expanded(String(part), 0) }
      return line
    }
    return parts.joined(separator: "|")
  }

  /// `A12` written out; nil for what is no name of a table line.
  private func tableLine(_ name: String) -> String? {
    guard let letter = name.unicodeScalars.first, ("A"..."Z").contains(letter), let line = codes[name] else { return nil }
    return line.split(separator: "|", omittingEmptySubsequences: false).map { expanded(String($0), 0) }.joined(separator: "|")
  }

  private func expanded(_ text: String, _ depth: Int) -> String {
    guard depth < CodeReader.deepest, text.contains("§") else { return text }
    var out = ""
    var rest = text[...]
    while let mark = rest.firstIndex(of: "§") {
      out += rest[..<mark]
      rest = rest[rest.index(after: mark)...]
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard !out.hasSuffix("¬"), let entry = codes["§\(digits)"] else {
        out += "§"
        continue
      }
      rest = rest[digits.endIndex...]
      if entry.contains(SafeCell.hole), rest.hasPrefix(SafeCell.setStart), let end = rest.firstRange(of: SafeCell.setEnd) {
        out += filled(expanded(entry, depth + 1), String(rest.dropFirst()[..<end.lowerBound]))
        rest = rest[end.upperBound...]
      } else {
        out += expanded(entry, depth + 1)
      }
    }
    return out + rest
  }

  private func filled(_ entry: String, _ words: String) -> String {
    var words = words.split(separator: " ", omittingEmptySubsequences: false)[...]
    return entry.map { sign in sign == "¤" ? String(words.popFirst() ?? "") : String(sign) }.joined()
  }
}
