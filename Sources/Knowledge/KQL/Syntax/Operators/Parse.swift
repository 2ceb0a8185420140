extension Parser {
  /// `parse kind=regex flags=Ui a with * "text" column: type *`.
  mutating func parsing() {
    parameters([.kind])
    expression()
    let start = mark()
    expect(.with)
    let pattern = mark()
    while kind != .pipe, !isAtPipelineEnd {
      switch kind {
      case .star: single(.star)
      case .string: single(.stringLiteral)
      case .identifier: parsedColumn()
      // A bracket that begins no name would be looked at for ever.
      case .openBracket where bracketedNameLength != nil: parsedColumn()
      case .comma: take()
      default:
        finish(.parsePattern, pattern)
        return finish(.withClause, start)
      }
    }
    if pattern.token == mark().token { missing("expected a pattern") }
    finish(.parsePattern, pattern)
    finish(.withClause, start)
  }

  private mutating func parsedColumn() {
    let start = mark()
    name("a column")
    if take(.colon) { typeName() }
    finish(.parameter, start)
  }

  /// `parse-kv a as (column: type, …) with (pair_delimiter = ",")`.
  mutating func parsingPairs() {
    expression()
    expect(.as)
    schema()
    withClause()
  }
}
