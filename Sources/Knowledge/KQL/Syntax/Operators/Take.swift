extension Parser {
  /// `take 10`, `sample 10`.
  mutating func counted() {
    parameters()
    expression()
  }

  /// `sample-distinct 10 of a`.
  mutating func countedDistinct() {
    expression()
    ofClause()
  }

  mutating func ofClause() {
    let start = mark()
    expect(.of)
    namedExpression()
    finish(.ofClause, start)
  }

  /// `count`, rarely with `as name`.
  mutating func counting() {
    guard take(.as) else { return }
    name("a name")
  }

  /// `serialize a = f(b), …`.
  mutating func serialization() {
    if kind != .pipe, !isAtPipelineEnd { namedExpressions() }
  }

  /// `as hint.materialized=true name`.
  mutating func naming() {
    parameters()
    name("a name")
  }
}
