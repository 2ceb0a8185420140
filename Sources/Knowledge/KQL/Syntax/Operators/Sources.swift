extension Parser {
  /// Sources that begin with a word of their own: `union`, `print`, `range`, `search`, `find`, `evaluate`.
  mutating func source() -> Bool {
    guard kind == .identifier else { return false }
    let next = peek()
    let isFollowedByName = next.kind == .identifier
    let start = mark()
    switch word {
    case .union where isFollowedByName || [.openParenthesis, .star, .openBracket].contains(next.kind):
      take()
      unionLegs()
      finish(.unionSource, start)
    case .print where ![.pipe, .dot, .endOfText, .semicolon, .comma].contains(next.kind):
      take()
      namedExpressions()
      finish(.printSource, start)
    case .range where isFollowedByName && peek(2).word == .from || next.kind == .openBracket:
      take()
      rangeSource()
      finish(.rangeSource, start)
    case .search where ![.pipe, .dot, .endOfText, .semicolon, .openBracket].contains(next.kind):
      take()
      searching()
      finish(.searchSource, start)
    case .find where isFollowedByName || next.kind == .openParenthesis:
      take()
      finding()
      finish(.findSource, start)
    case .evaluate where isFollowedByName:
      take()
      evaluation()
      finish(.evaluateOperator, start)
    default: return false
    }
    return true
  }

  private mutating func rangeSource() {
    name("a column")
    expect(.from)
    expression()
    expect(.to)
    expression()
    expect(.step)
    expression()
  }

  /// `datatable (a: string, b: long) [ values ]`.
  mutating func datatable() {
    let start = mark()
    take()
    schema()
    bracketedValues()
    finish(.datatable, start)
  }

  /// `externaldata (a: string) [ addresses ] with (…)`.
  mutating func externalData() {
    let start = mark()
    take()
    schema()
    bracketedValues()
    withClause()
    finish(.externalData, start)
  }

  private mutating func bracketedValues() {
    let start = mark()
    guard take(.openBracket) else { return missing("expected '[' and the values") }
    nested { parser in
      while parser.kind != .closeBracket, parser.kind != .endOfText {
        parser.expression()
        if !parser.take(.comma) { break }
      }
    }
    if kind != .closeBracket {
      blame("expected ',' or ']' after the value")
      let rest = mark()
      skipBalanced(stopAtComma: false, stopAtPipe: true)
      finish(.skipped, rest)
    }
    _ = take(.closeBracket)
    finish(.rowValues, start)
  }
}
