import Casefile

extension ODataReader {
  /// Whether a text is meant as OData, even where it is wrong: it compares a name, tests a text, or holds a known property against
  /// something. Words between double quotes and regular expressions are never OData.
  static func isMeant(by filter: String) -> Bool {
    let words = FilterSyntax.parts(spaced(filter)).map(\.source)
    for (place, word) in words.enumerated() where !word.hasPrefix("\"") && !word.hasPrefix("/") {
      if isGlued(word) { return true }
      guard place + 1 < words.count else { continue }
      let (next, third) = (words[place + 1], place + 2 < words.count ? words[place + 2] : "")
      if isProperty(word) {
        if AlertCondition.Comparison(rawValue: next.lowercased()) != nil || isForeign(next) { return true }
      } else if isName(word), let comparison = AlertCondition.Comparison(rawValue: next) {
        // `le` and `ne` are words of other languages too.
        if isLiteral(third) || comparison != .le && comparison != .ne { return true }
      }
      if isName(word), next == "in", third == "(" { return true }
      if isTest(word), next == "(" { return true }
    }
    return false
  }

  /// `severity='high'`, as others write it.
  private static func isGlued(_ word: String) -> Bool {
    let name = word.prefix { $0.isLetter || $0 == "/" }
    guard let sign = word.dropFirst(name.count).first else { return false }
    return "=!<>".contains(sign) && isProperty(String(name))
  }

  private static func isLiteral(_ word: String) -> Bool {
    word.first.map { $0 == "'" || $0.isNumber } ?? false || ["null", "true", "false"].contains(word)
  }

  /// Parentheses set apart, so that they are words of their own; texts in single quotes stay as they are.
  private static func spaced(_ filter: String) -> String {
    var result = ""
    var quote: Character?
    for character in filter {
      if character == "'" || character == "\"" { quote = quote == nil ? character : quote == character ? nil : quote }
      result += quote == nil && "()".contains(character) ? " \(character) " : String(character)
    }
    return result
  }

  /// What other languages write between a name and a value.
  private static func isForeign(_ word: String) -> Bool { ["=", "==", "!=", "<>", "<", ">", "<=", ">=", "=~"].contains(word) }

  private static func isProperty(_ word: String) -> Bool { AlertProperty(named: word) != nil }

  private static func isTest(_ word: some StringProtocol) -> Bool {
    let name = word.lowercased()
    return AlertCondition.TextTest(rawValue: name) != nil || name.hasSuffix("/any") || name == "tolower" || name == "toupper"
  }

  private static func isName(_ word: some StringProtocol) -> Bool {
    guard let first = word.first, first.isLetter else { return false }
    return word.allSatisfy { $0.isLetter || $0.isNumber || "/_.".contains($0) }
  }
}

extension AlertCondition.Literal {
  /// A value for a property: texts between quotes, moments without, choices as the services spell them.
  init(_ token: ODataLexer.Token, for property: AlertProperty, _ problem: (String, String?) -> Problem) throws {
    switch token {
    case .text(let text): self = try .init(text, for: property, problem)
    case .bare(let word):
      if word.lowercased() == "null" {
        self = .null
      } else if property.kind == .moment, let moment = DateTime(word) {
        self = .moment(moment)
      } else if property.kind == .number, let number = Double(word) {
        self = .number(number)
      } else if property.kind == .moment {
        throw problem("\(word) is no moment", "Write it as in \(property.name) ge 2026-11-01T00:00:00Z.")
      } else {
        throw problem("a text must stand in single quotes", "Write \(property.name) eq '\(word)'.")
      }
    case .open, .close, .comma, .colon, .end: throw problem("expected a value for \(property.name)", nil)
    }
  }

  private init(_ text: String, for property: AlertProperty, _ problem: (String, String?) -> Problem) throws {
    switch property.kind {
    case .moment:
      guard let moment = DateTime(text) else { throw problem("'\(text)' is no moment", nil) }
      self = .moment(moment)
    case .number: throw problem("\(property.name) is a number and stands without quotes", nil)
    case .text, .list: self = .text(text)
    case .choice:
      let choices = property.choices
      let meant = property == .determination ? Verdict.determination(text) ?? text : text
      guard !choices.isEmpty else {
        self = .text(text)
        return
      }
      guard let choice = choices.first(where: { $0.lowercased() == meant.lowercased() }) else {
        let near = Spelling.nearest(to: text, among: choices)
        let known = near.isEmpty ? choices : near
        throw problem("'\(text)' is no \(property.name)", "Write one of \(known.joined(separator: ", ")).")
      }
      self = .text(choice)
    }
  }
}
