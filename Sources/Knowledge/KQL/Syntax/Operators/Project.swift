extension Parser {
  /// `project a, b = f(c)`; `project` alone keeps nothing and is an error.
  mutating func projection() { namedExpressions() }

  /// `project-away a, b*`.
  mutating func wildcards() {
    while true {
      nameOrWildcard("a column")
      guard take(.comma) else { return }
    }
  }

  /// `project-reorder a, b* asc, *`.
  mutating func reordering() {
    while true {
      let start = mark()
      nameOrWildcard("a column")
      if word == .asc || word == .desc {
        take()
      } else if word == .granny, peek().kind == .minus {
        take()
        take()
        if word == .asc || word == .desc { take() } else { missing("expected 'asc' or 'desc'") }
      }
      finish(.sortKey, start)
      guard take(.comma) else { return }
    }
  }
}
