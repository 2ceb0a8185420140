extension Parser {
  /// `join kind=inner (table) on key, $left.a == $right.b`; `lookup` reads the same.
  mutating func joining() {
    parameters([.kind])
    if !source() { postfix() }
    if word == .on || word == .where {
      let start = mark()
      take()
      while true {
        expression()
        guard take(.comma) else { break }
      }
      finish(.onClause, start)
    }
  }
}

/// `join` and `lookup`.
struct JoinSyntax {
  let node: SyntaxNode

  var right: SyntaxNode? { node.expressions.first }
  var conditions: [SyntaxNode] { node.child(.onClause)?.expressions ?? [] }
  /// The word after `kind=`.
  var kind: SyntaxNode? { node.parameter("kind") }
}

extension SyntaxNode {
  /// The value of an operator parameter, by its dotted name.
  func parameter(_ name: String) -> SyntaxNode? {
    guard let list = child(.operatorParameters) else { return nil }
    for parameter in list.children(.operatorParameter) {
      let parts = parameter.children
      guard parts.count > 1 else { continue }
      if parts.dropLast().map(\.text).joined(separator: ".") == name { return parts.last }
    }
    return nil
  }
}
