extension Parser {
  /// `evaluate hint.… plugin(arguments) : (schema)`.
  mutating func evaluation() {
    parameters()
    if kind == .identifier, peek().kind == .openParenthesis { call() } else { missing("expected a plugin and its arguments") }
    if take(.colon) { schema() }
  }

  /// `invoke function(arguments)`.
  mutating func invocation() {
    if kind == .identifier { postfix() } else { missing("expected a function and its arguments") }
  }
}
