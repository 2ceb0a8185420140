import Casefile

/// Reads OData's `$filter` into a condition: comparisons, `in`, `and`, `or`, `not`, parentheses, and the tests of texts.
struct ODataReader {
  private static let deepest = 100
  private let pieces: [ODataLexer.Piece]
  private let source: String
  private var position = 0
  private var depth = 0

  /// Throws a usage `Problem` that names the place.
  static func condition(_ text: String) throws -> AlertCondition {
    let pieces: [ODataLexer.Piece]
    do throws(ODataLexer.Fault) {
      pieces = try ODataLexer.pieces(text)
    } catch {
      throw problem(error.reason, at: error.place, in: text)
    }
    var reader = ODataReader(pieces: pieces, source: text)
    let condition = try reader.either()
    guard reader.token == .end else {
      let isClosing = reader.token == .close
      throw reader.problem(isClosing ? "a parenthesis is closed that was not opened" : "expected and, or, or the end")
    }
    return condition
  }

  private init(pieces: [ODataLexer.Piece], source: String) {
    self.pieces = pieces
    self.source = source
  }

  private var token: ODataLexer.Token { pieces[position].token }
  private mutating func advance() { position = min(position + 1, pieces.count - 1) }

  private func isWord(_ word: String) -> Bool {
    if case .bare(let text) = token { text.lowercased() == word } else { false }
  }

  private mutating func take(_ wanted: ODataLexer.Token, _ reason: String) throws {
    guard token == wanted else { throw problem(reason) }
    advance()
  }

  private mutating func either() throws -> AlertCondition {
    depth += 1
    defer { depth -= 1 }
    guard depth <= ODataReader.deepest else { throw problem("nested deeper than \(ODataReader.deepest)") }
    var parts = [try both()]
    while isWord("or") {
      advance()
      parts.append(try both())
    }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func both() throws -> AlertCondition {
    var parts = [try maybeNot()]
    while isWord("and") {
      advance()
      parts.append(try maybeNot())
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func maybeNot() throws -> AlertCondition {
    var isNegated = false
    while isWord("not") {
      advance()
      isNegated.toggle()
    }
    let part = try primary()
    return isNegated ? .not(part) : part
  }

  private mutating func primary() throws -> AlertCondition {
    if token == .open {
      advance()
      let inner = try either()
      try take(.close, "expected a closing parenthesis")
      return inner
    }
    guard case .bare(let name) = token else { throw problem("expected a property") }
    if let test = AlertCondition.TextTest(rawValue: name.lowercased()), pieces[position + 1].token == .open {
      return try textTest(test)
    }
    if name.lowercased().hasSuffix("/any") { return try lambda(name) }
    let property = try self.property(name)
    advance()
    return try comparison(of: property)
  }

  private func property(_ name: String) throws -> AlertProperty {
    if let property = AlertProperty(named: name) { return property }
    let near = Spelling.nearest(to: name, among: AlertProperty.names)
    throw problem("\(name) is no property of alerts", remedy: near.isEmpty ? nil : "Did you mean \(near.joined(separator: ", "))?")
  }

  private mutating func comparison(of property: AlertProperty) throws -> AlertCondition {
    if isWord("in") {
      advance()
      try take(.open, "expected an opening parenthesis after in")
      var literals = [try literal(for: property)]
      while token == .comma {
        advance()
        literals.append(try literal(for: property))
      }
      try take(.close, "expected a comma or a closing parenthesis")
      return .oneOf(property, literals)
    }
    guard case .bare(let word) = token, let comparison = AlertCondition.Comparison(rawValue: word.lowercased()) else {
      throw problem("expected eq, ne, gt, ge, lt, le or in after \(property.name)")
    }
    let isOrdered = property.kind == .moment || property.kind == .number || property == .severity
    guard isOrdered || comparison == .eq || comparison == .ne else {
      throw problem("\(property.name) has no order; only eq, ne and in compare it")
    }
    advance()
    return .compare(property, comparison, try literal(for: property))
  }

  private mutating func textTest(_ test: AlertCondition.TextTest) throws -> AlertCondition {
    advance()
    try take(.open, "expected an opening parenthesis")
    guard case .bare(let name) = token else { throw problem("expected a property") }
    let property = try self.property(name)
    guard property.kind == .text || property.kind == .choice else { throw problem("\(property.name) is no text") }
    advance()
    return try textTestEnd(test, property)
  }

  private mutating func textTestEnd(_ test: AlertCondition.TextTest, _ property: AlertProperty) throws -> AlertCondition {
    try take(.comma, "expected a comma")
    guard case .text(let text) = token else { throw problem("expected a text in single quotes") }
    advance()
    try take(.close, "expected a closing parenthesis")
    return .text(property, test, text)
  }

  /// `mitreTechniques/any(t:t eq 'T1059')`, or with a test of texts inside.
  private mutating func lambda(_ name: String) throws -> AlertCondition {
    let property = try self.property(String(name.dropLast(4)))
    guard property.kind == .list else { throw problem("\(property.name) is no list") }
    advance()
    try take(.open, "expected an opening parenthesis after any")
    guard case .bare(let variable) = token else { throw problem("expected a name for each of them") }
    advance()
    try take(.colon, "expected a colon after \(variable)")
    let result: AlertCondition
    if case .bare(let word) = token, let test = AlertCondition.TextTest(rawValue: word.lowercased()) {
      advance()
      try take(.open, "expected an opening parenthesis")
      guard isWord(variable.lowercased()) else { throw problem("expected \(variable)") }
      advance()
      result = try textTestEnd(test, property)
    } else {
      guard isWord(variable.lowercased()) else { throw problem("expected \(variable)") }
      advance()
      guard isWord("eq") else { throw problem("expected eq after \(variable)") }
      advance()
      result = .compare(property, .eq, try literal(for: property))
    }
    try take(.close, "expected a closing parenthesis")
    return result
  }

  private mutating func literal(for property: AlertProperty) throws -> AlertCondition.Literal {
    let literal = try AlertCondition.Literal(token, for: property) { problem($0, remedy: $1) }
    advance()
    return literal
  }

  private func problem(_ reason: String, remedy: String? = nil) -> Problem {
    ODataReader.problem(reason, at: pieces[position].place, in: source, remedy: remedy)
  }

  private static func problem(_ reason: String, at place: Int, in text: String, remedy: String? = nil) -> Problem {
    let rest = text.dropFirst(place - 1).prefix(24)
    let found = rest.isEmpty ? "its end" : "“\(rest)”"
    return Problem(
      "The filter cannot be read at character \(place): \(reason).", cause: "There stands \(found).",
      remedy: remedy ?? "Write it as in severity eq 'high' and status ne 'resolved', or as words: severity:high !status:resolved.",
      kind: .usage)
  }
}
