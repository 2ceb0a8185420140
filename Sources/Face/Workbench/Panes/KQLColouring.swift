internal import Canvas

/// Gives the words of one line of KQL their roles. Display only: what is valid is for the parser to say.
enum KQLColouring {
  private static let keywords: Set<String> = [
    "where", "project", "extend", "summarize", "distinct", "sort", "order", "top", "take", "limit", "count", "let", "by", "asc", "desc",
    "join",
    "union", "kind", "on", "and", "or", "not", "in", "has", "contains", "startswith", "endswith", "between", "has_any", "has_all", "has_cs",
    "contains_cs", "startswith_cs", "endswith_cs", "matches", "regex", "parse", "mv", "expand", "evaluate", "render", "search",
    "project-away",
    "project-rename", "project-reorder", "project-keep", "mv-expand", "make-series", "lookup", "datatable", "print", "range", "as", "with",
    "of",
    "hasprefix", "hassuffix", "nulls", "first", "last", "inner", "leftouter", "leftanti", "rightouter", "fullouter", "innerunique",
    "leftsemi",
  ]

  static func spans(_ line: String, _ theme: Theme) -> [Span] {
    var spans: [Span] = []
    let letters = Array(line)
    var index = 0
    while index < letters.count {
      let start = index
      let role = token(letters, &index)
      spans.append(Span(String(letters[start..<index]), theme[role]))
    }
    return spans
  }

  private static func token(_ letters: [Character], _ index: inout Int) -> Role {
    let letter = letters[index]
    if letter == "/", index + 1 < letters.count, letters[index + 1] == "/" {
      index = letters.count
      return .kqlComment
    }
    if letter == "\"" || letter == "'" { return quoted(letters, &index, isVerbatim: false) }
    if letter == "@", index + 1 < letters.count, letters[index + 1] == "\"" || letters[index + 1] == "'" {
      index += 1
      return quoted(letters, &index, isVerbatim: true)
    }
    if letter.isNumber {
      while index < letters.count, letters[index].isNumber || letters[index].isLetter || letters[index] == "." { index += 1 }
      return .kqlNumber
    }
    if isName(letter) { return name(letters, &index) }
    index += 1
    if letter.isWhitespace {
      while index < letters.count, letters[index].isWhitespace { index += 1 }
      return .kql
    }
    return .kqlOperator
  }

  private static func quoted(_ letters: [Character], _ index: inout Int, isVerbatim: Bool) -> Role {
    let quote = letters[index]
    index += 1
    while index < letters.count {
      if letters[index] == "\\", !isVerbatim {
        index += 1
      } else if letters[index] == quote {
        index += 1
        return .kqlString
      }
      index += 1
    }
    index = letters.count
    return .kqlError
  }

  private static func name(_ letters: [Character], _ index: inout Int) -> Role {
    let start = index
    while index < letters.count, isName(letters[index]) || letters[index].isNumber { index += 1 }
    var word = String(letters[start..<index]).lowercased()
    if index < letters.count, letters[index] == "-" {
      let tail = letters[(index + 1)...].prefix { $0.isLetter }
      if keywords.contains(word + "-" + String(tail).lowercased()) {
        index += 1 + tail.count
        word += "-" + String(tail).lowercased()
      }
    }
    var next = index
    while next < letters.count, letters[next] == " " { next += 1 }
    if keywords.contains(word) {
      if index < letters.count, letters[index] == "~" { index += 1 }
      return .kqlKeyword
    }
    return next < letters.count && letters[next] == "(" ? .kqlFunction : .kqlName
  }

  private static func isName(_ letter: Character) -> Bool { letter.isLetter || letter == "_" }
}
