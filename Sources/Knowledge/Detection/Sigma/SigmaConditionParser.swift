/// Reads conditions such as `selection and not 1 of filter_*`.
struct SigmaConditionParser {
  private static let deepest = 64
  private let text: String
  private let names: [String]
  private let words: [String]
  private var position = 0
  private var depth = 0

  static func read(_ text: String, names: [String]) throws(SigmaReadError) -> SigmaCondition {
    var parser = SigmaConditionParser(text, names)
    let condition = try parser.alternatives()
    guard parser.position == parser.words.count else { throw parser.wrong("'\(parser.words[parser.position])' was not expected") }
    return condition
  }

  private init(_ text: String, _ names: [String]) {
    self.text = text
    self.names = names.sorted()
    var words: [String] = []
    for piece in text.replacing("(", with: " ( ").replacing(")", with: " ) ").replacing("|", with: " | ").split(
      whereSeparator: \.isWhitespace)
    {
      words.append(String(piece))
    }
    self.words = words
  }

  private mutating func alternatives() throws(SigmaReadError) -> SigmaCondition {
    var parts = [try conjunction()]
    while take("or") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(SigmaReadError) -> SigmaCondition {
    var parts = [try term()]
    while take("and") { parts.append(try term()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func term() throws(SigmaReadError) -> SigmaCondition {
    depth += 1
    defer { depth -= 1 }
    guard depth < SigmaConditionParser.deepest else { throw wrong("it is nested too deep") }
    guard position < words.count else { throw wrong("it ends too early") }
    if take("not") { return .not(try term()) }
    if take("(") {
      let inner = try alternatives()
      guard take(")") else { throw wrong("a ')' is missing") }
      return inner
    }
    if position + 1 < words.count, words[position + 1].lowercased() == "of" { return try quantity() }
    let name = words[position]
    guard name != "|" else { throw wrong("aggregation behind '|' is not supported") }
    guard names.contains(name) else { throw .unknownSelection(name) }
    position += 1
    return .selection(name)
  }

  private mutating func quantity() throws(SigmaReadError) -> SigmaCondition {
    let word = words[position].lowercased()
    position += 2
    guard position < words.count else { throw wrong("'of' names nothing") }
    let pattern = words[position]
    position += 1
    let chosen = names.filter { SigmaConditionParser.fits($0, pattern) }.map { SigmaCondition.selection($0) }
    guard !chosen.isEmpty else { throw .unknownSelection(pattern) }
    switch word {
    case "all": return chosen.count == 1 ? chosen[0] : .all(chosen)
    case "any", "1": return chosen.count == 1 ? chosen[0] : .any(chosen)
    default:
      guard let number = Int(word), number > 0 else { throw wrong("'\(word) of' is no quantity") }
      return .atLeast(number, chosen)
    }
  }

  private static func fits(_ name: String, _ pattern: String) -> Bool {
    if pattern.lowercased() == "them" { return !name.hasPrefix("_") }
    guard let star = pattern.firstIndex(of: "*") else { return name == pattern }
    let tail = pattern[pattern.index(after: star)...]
    return name.hasPrefix(pattern[..<star]) && name.hasSuffix(tail) && name.utf8.count >= pattern.utf8.count - 1
  }

  private mutating func take(_ word: String) -> Bool {
    guard position < words.count, words[position].lowercased() == word else { return false }
    position += 1
    return true
  }

  private func wrong(_ reason: String) -> SigmaReadError { .badCondition(text, reason: reason) }
}
