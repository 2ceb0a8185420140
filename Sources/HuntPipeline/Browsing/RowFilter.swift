package import Casefile

/// What is typed to filter rows, read.
///
/// All terms must hold. `word` and `"two words"` are looked for in every cell, decoded text included, in any case; `/pattern/` is a
/// regular expression. `Column:word` looks in one column, `Column=value` wants all of the cell, `Column>5` and `<`, `>=`, `<=` compare
/// as numbers, times or texts. `!` before a term turns it round. A quote inside quotes is written twice.
package struct RowFilter: Equatable, Sendable {
  package enum Comparison: String, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  package enum Test: Equatable, Sendable {
    case contains(String)
    case equals(String)
    case compares(Comparison, String)
    case matches(String)
  }

  package struct Term: Equatable, Sendable {
    package var isInverse: Bool
    /// Place of the column; nil looks in every one.
    package var column: Int?
    package var test: Test
  }

  package private(set) var terms: [Term] = []
  /// A name before a colon or a sign that is no column; it is looked for as a word.
  package private(set) var unknownColumn: String?

  package init(_ text: String, columns: [Column]) {
    var rest = text[...]
    while let term = RowFilter.term(&rest, columns, &unknownColumn) { terms.append(term) }
  }

  /// `Column="value"`, so that it is read back as meant.
  package static func term(column: String, equals value: String) -> String { "\(quoted(column))=\(quoted(value))" }

  private static func quoted(_ text: String) -> String {
    let isPlain = !text.isEmpty && !text.contains { $0.isWhitespace || "\"!:=<>/".contains($0) }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private static func term(_ rest: inout Substring, _ columns: [Column], _ unknown: inout String?) -> Term? {
    rest = rest.drop(while: \.isWhitespace)
    guard !rest.isEmpty else { return nil }
    var isInverse = false
    while rest.first == "!", rest.dropFirst().first.map({ !$0.isWhitespace && $0 != "=" }) ?? false {
      isInverse.toggle()
      rest = rest.dropFirst()
    }
    if let pattern = pattern(&rest) { return Term(isInverse: isInverse, column: nil, test: .matches(pattern)) }
    let start = rest
    let isQuoted = rest.first == "\""
    let name = isQuoted ? quote(&rest) : String(rest.prefix { !$0.isWhitespace && !":=<>!".contains($0) })
    if !isQuoted { rest = rest.dropFirst(name.count) }
    guard let sign = sign(&rest) else {
      if isQuoted || rest.first.map(\.isWhitespace) ?? true { return Term(isInverse: isInverse, column: nil, test: .contains(name)) }
      return word(start, &rest, isInverse)
    }
    guard let column = columns.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) else {
      if looksLikeName(name), rest.first.map({ !"/\\:".contains($0) }) ?? false { unknown = unknown ?? name }
      return word(start, &rest, isInverse)
    }
    if sign == ":", let pattern = pattern(&rest) { return Term(isInverse: isInverse, column: column, test: .matches(pattern)) }
    let value = rest.first == "\"" ? quote(&rest) : take(&rest)
    let test: Test =
      switch sign {
      case ":": .contains(value)
      case "=", "==": .equals(value)
      case "!=": .equals(value)
      default: .compares(Comparison(rawValue: sign) ?? .less, value)
      }
    return Term(isInverse: isInverse != (sign == "!="), column: column, test: test)
  }

  /// The whole word from `start` on, whatever signs stand in it.
  private static func word(_ start: Substring, _ rest: inout Substring, _ isInverse: Bool) -> Term {
    rest = start
    return Term(isInverse: isInverse, column: nil, test: .contains(take(&rest)))
  }

  private static func take(_ rest: inout Substring) -> String {
    let word = rest.prefix { !$0.isWhitespace }
    rest = rest[word.endIndex...]
    return String(word)
  }

  private static func looksLikeName(_ name: String) -> Bool {
    name.count > 1 && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } && name.first?.isNumber == false
  }

  private static func sign(_ rest: inout Substring) -> String? {
    for sign in ["!=", "==", ">=", "<=", ":", "=", ">", "<"] where rest.hasPrefix(sign) {
      rest = rest.dropFirst(sign.count)
      return sign
    }
    return nil
  }

  /// What stands in quotes; an open quote goes to the end.
  private static func quote(_ rest: inout Substring) -> String {
    var text = ""
    rest = rest.dropFirst()
    while let letter = rest.first {
      rest = rest.dropFirst()
      if letter == "\"" {
        guard rest.first == "\"" else { break }
        rest = rest.dropFirst()
      }
      text.append(letter)
    }
    return text
  }

  /// What stands between slashes, when the second one ends a word; a slash inside is written `\/`.
  private static func pattern(_ rest: inout Substring) -> String? {
    guard rest.first == "/" else { return nil }
    var place = rest.index(after: rest.startIndex)
    var isEscaped = false
    while place < rest.endIndex {
      let next = rest.index(after: place)
      if rest[place] == "/", !isEscaped, next == rest.endIndex || rest[next].isWhitespace {
        let text = String(rest[rest.index(after: rest.startIndex)..<place])
        guard !text.isEmpty else { return nil }
        rest = rest[next...]
        return text.replacing("\\/", with: "/")
      }
      isEscaped = rest[place] == "\\" && !isEscaped
      place = next
    }
    return nil
  }
}
