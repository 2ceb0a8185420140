extension BoundExpression {
  var isUnresolved: Bool { if case .unresolved = kind { true } else { false } }

  var isConstant: Bool { if case .constant = kind { true } else { false } }

  /// The expressions directly inside.
  package var parts: [BoundExpression] {
    switch kind {
    case .constant, .column, .value, .unresolved: []
    case .all(let parts), .any(let parts), .call(_, let parts): parts
    case .negated(let part), .converted(let part), .member(let part, _): [part]
    case .binary(_, let left, let right), .element(let left, let right): [left, right]
    case .membership(_, let operand, .list(let members)): [operand] + members
    case .membership(_, let operand, .subquery): [operand]
    case .between(let operand, let low, let high, _): [operand, low, high]
    }
  }

  /// True when it depends on the row.
  package var readsColumns: Bool {
    if case .column = kind { return true }
    return parts.contains { $0.readsColumns }
  }

  /// Number of expressions in it, itself included.
  var size: Int { parts.reduce(1) { $0 + $1.size } }
}
