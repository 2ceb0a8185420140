extension Parser {
  /// `render timechart with (title = "…")`.
  mutating func rendering() {
    name("a kind of chart")
    if word == .with { return withClause() }
    while kind == .identifier, peek().kind == .assign { property() }
    if word == .by { byClause() }
  }
}
