extension Parser {
  /// `partition hint.strategy=native by a (operators)` or `{ query }`.
  mutating func partitioning() {
    parameters()
    expect(.by)
    postfixName()
    if take(.in) { postfix() }
    subpipeline()
  }

  /// `fork name = (operators) (operators)`.
  mutating func forking() {
    while kind == .openParenthesis || kind == .identifier {
      let start = mark()
      if kind == .identifier {
        name("a name")
        expect(.assign, "'='")
      }
      subpipeline()
      finish(.forkBranch, start)
      _ = take(.comma)
    }
  }

  /// `facet by a, b with (operators)`.
  mutating func faceting() {
    byClause()
    guard take(.with) else { return }
    subpipeline()
  }

  /// `reduce kind=source by a with threshold = 0.2`.
  mutating func reducing() {
    parameters([.kind])
    byClause()
    withClause()
  }

  private mutating func postfixName() {
    let start = mark()
    name("a column")
    guard kind == .dot else { return }
    while take(.dot) { name("a name after the dot") }
    finish(.path, start)
  }

  /// Graph operators are kept whole, unread; no engine here runs them.
  mutating func graph() { skipBalanced(stopAtComma: false, stopAtPipe: true) }
}
