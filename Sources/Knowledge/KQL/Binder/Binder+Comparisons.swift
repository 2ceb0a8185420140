import Casefile

extension Binder {
  mutating func comparison(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    let operands = node.expressions
    guard operands.count == 2, let operation = binaryOperator(of: node) else { return nothing(node) }
    if operands[0].kind == .star { return everyColumn(node, operation, operands[1], scope) }
    let left = expression(operands[0], scope)
    let right = expression(operands[1], scope)
    return compared(operation, left, right, node)
  }

  private func binaryOperator(of node: SyntaxNode) -> BoundBinaryOperator? {
    let text = node.ownTokens.map(\.text).joined(separator: " ")
    switch text {
    case "<>": return .notEqual
    case "notcontains": return .notContains
    case ":": return .has
    default: return BoundBinaryOperator(rawValue: text)
    }
  }

  private mutating func compared(
    _ operation: BoundBinaryOperator, _ left: BoundExpression, _ right: BoundExpression, _ node: SyntaxNode
  ) -> BoundExpression {
    if operation.isOverText {
      for side in [left, right] where side.type != .string && side.type != .dynamic && side.type != .guid {
        error("'\(operation.rawValue)' compares text, this is \(side.type.rawValue)", at: node)
      }
      let kind = BoundExpression.Kind.binary(operation, converted(left, to: .string), converted(right, to: .string))
      return BoundExpression(kind, type: .bool, range: node.range)
    }
    guard let (first, second) = alike(left, right) ?? literalAlike(left, right, node) else {
      var hint = ""
      if left.type == .datetime && right.type == .string || left.type == .string && right.type == .datetime { hint = "; use datetime(…)" }
      error("cannot compare \(left.type.rawValue) with \(right.type.rawValue)" + hint, at: node)
      return BoundExpression(.constant(.bool(false)), type: .bool, range: node.range)
    }
    return BoundExpression(.binary(operation, first, second), type: .bool, range: node.range)
  }

  /// Both sides as types that can be compared; numbers of different widths are left to the engine.
  func alike(_ left: BoundExpression, _ right: BoundExpression) -> (BoundExpression, BoundExpression)? {
    if left.type == right.type || left.type.isNumeric && right.type.isNumeric { return (left, right) }
    switch (left.type, right.type) {
    case (.dynamic, _): return (converted(left, to: right.type), right)
    case (_, .dynamic): return (left, converted(right, to: left.type))
    case (.guid, .string): return (left, converted(right, to: .guid))
    case (.string, .guid): return (converted(left, to: .guid), right)
    case (.bool, .int), (.bool, .long): return (converted(left, to: .long), right)
    case (.int, .bool), (.long, .bool): return (left, converted(right, to: .long))
    default: return nil
    }
  }

  /// A literal of another type is read as the column's: `ResultType == 0` over text, `EventID == "4625"` over numbers.
  mutating func literalAlike(_ left: BoundExpression, _ right: BoundExpression, _ node: SyntaxNode) -> (BoundExpression, BoundExpression)? {
    guard !left.isConstant || !right.isConstant else { return nil }
    let (column, literal) = right.isConstant ? (left, right) : (right, left)
    guard case .constant(let value) = literal.kind, let fitted = ConstantFolding.readAs(column.type, value) else { return nil }
    report(
      .warning, "\(literal.type.rawValue) is compared with \(column.type.rawValue); it is read as \(column.type.rawValue)", at: node.range)
    let converted = BoundExpression(.constant(fitted), type: column.type, range: literal.range)
    return right.isConstant ? (left, converted) : (converted, right)
  }

  /// `* has "x"`: any column that holds text.
  private mutating func everyColumn(
    _ node: SyntaxNode, _ operation: BoundBinaryOperator, _ operand: SyntaxNode, _ scope: Scope
  ) -> BoundExpression {
    markAll(scope)
    let right = expression(operand, scope)
    let tests = scope.entries.enumerated().filter { $0.element.type == .string || $0.element.type == .dynamic }.map { place, entry in
      let left = BoundExpression(.column(place), type: entry.type, range: node.range)
      let text = converted(left, to: .string)
      return BoundExpression(.binary(operation, text, converted(right, to: .string)), type: .bool, range: node.range)
    }
    size += tests.count
    return BoundExpression(.any(tests), type: .bool, range: node.range)
  }

  mutating func membership(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    let parts = node.expressions
    let word = node.ownTokens.map(\.text).joined()
    guard let operation = BoundMembershipOperator(rawValue: word), let first = parts.first, parts.count > 1 else { return nothing(node) }
    var operand = first.kind == .star ? nothing(first) : expression(first, scope)
    if first.kind == .star {
      markAll(scope)
      unsupported("'*' with \(word)", at: first)
    }
    let items = parts[1].kind == .expressionList ? parts[1].expressions : [parts[1]]
    if items.count == 1, isTabular(items[0]) {
      let place = subquery(items[0])
      return BoundExpression(.membership(operation, operand, .subquery(place)), type: .bool, range: node.range)
    }
    var members = items.map { expression($0, scope) }
    if operation.isOverText, operand.type != .string { operand = converted(operand, to: .string) }
    if operand.type == .dynamic, let type = members.first(where: { $0.type != .dynamic })?.type { operand = converted(operand, to: type) }
    for (place, member) in members.enumerated() where member.type != operand.type && member.type != .dynamic {
      guard let (_, second) = alike(operand, member) ?? literalAlike(operand, member, items[place]) else {
        error("cannot look for \(member.type.rawValue) among \(operand.type.rawValue)", at: items[place])
        continue
      }
      members[place] = second
    }
    return BoundExpression(.membership(operation, operand, .list(members)), type: .bool, range: node.range)
  }

  /// The rows behind `in (…)`; only their first column counts.
  private mutating func subquery(_ node: SyntaxNode) -> Int {
    let rows = deeperQuery(node, else: nil) { $0.table(node) }
    if let first = rows?.scope.entries.first { mark(first) }
    subqueries.append(rows?.pipeline ?? .nothing)
    return subqueries.count - 1
  }

  mutating func between(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    let parts = node.children
    guard parts.count == 2, parts[1].expressions.count == 2 else { return nothing(node) }
    let operand = expression(parts[0], scope)
    let low = expression(parts[1].expressions[0], scope)
    var high = expression(parts[1].expressions[1], scope)
    // A span as upper bound counts from the lower one.
    if high.type == .timespan, low.type == .datetime { high = arithmetic(.add, low, high, at: high.range) }
    guard let (first, lower) = alike(operand, low), let (_, upper) = alike(first, high) else {
      error("cannot compare \(operand.type.rawValue) with \(low.type.rawValue) and \(high.type.rawValue)", at: node)
      return BoundExpression(.constant(.bool(false)), type: .bool, range: node.range)
    }
    let isNegated = node.ownTokens.contains { $0.word == .notBetween }
    return BoundExpression(.between(first, low: lower, high: upper, isNegated: isNegated), type: .bool, range: node.range)
  }
}

extension BoundBinaryOperator {
  /// True for operators whose both sides are text.
  package var isOverText: Bool {
    switch self {
    case .add, .subtract, .multiply, .divide, .remainder, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: false
    default: true
    }
  }
}

extension BoundMembershipOperator {
  /// True for `has_any`, `has_all` and the forms that ignore case.
  package var isOverText: Bool {
    switch self {
    case .isIn, .isNotIn: false
    default: true
    }
  }
}
