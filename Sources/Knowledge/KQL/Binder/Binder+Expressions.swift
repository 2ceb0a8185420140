import Casefile

extension Binder {
  /// Binds a scalar expression over the columns in sight.
  mutating func expression(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    deeper(node, else: nothing(node)) { $0.expressionInside(node, scope) }
  }

  /// What stands in for an expression after an error.
  func nothing(_ node: SyntaxNode) -> BoundExpression { BoundExpression(.unresolved(""), type: .dynamic, range: node.range) }

  private mutating func expressionInside(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    switch node.kind {
    case .name, .bracketedName: return column(node, scope)
    case .longLiteral, .realLiteral, .timespanLiteral, .typedLiteral, .stringLiteral, .boolLiteral, .dynamicLiteral: return literal(node)
    case .nullLiteral: return BoundExpression(.constant(.null), type: .dynamic, range: node.range)
    case .parenthesized: return node.expressions.first.map { expression($0, scope) } ?? nothing(node)
    case .namedExpression: return node.expressions.last.map { expression($0, scope) } ?? nothing(node)
    case .orExpression, .andExpression: return junction(node, scope)
    case .unary: return unary(node, scope)
    case .comparison, .stringComparison: return comparison(node, scope)
    case .additive, .multiplicative: return chain(node, scope)
    case .membership: return membership(node, scope)
    case .between: return between(node, scope)
    case .path: return path(node, scope)
    case .call: return call(node, scope)
    case .star:
      error("'*' has no meaning here", at: node)
      return nothing(node)
    case .missing, .skipped: return nothing(node)
    default:
      if isTabular(node) {
        error("a table stands where a value is expected; use toscalar(…)", at: node)
      } else {
        unsupported("this expression", at: node)
      }
      return nothing(node)
    }
  }

  private mutating func literal(_ node: SyntaxNode) -> BoundExpression {
    guard let literal = node.literal else { return nothing(node) }
    guard let value = literal.value else {
      if node.kind == .typedLiteral {
        report(.warning, "this is no \(literal.type.rawValue) and counts as null", at: node.range)
      } else {
        error("this is no \(literal.type.rawValue)", at: node)
      }
      return BoundExpression(.constant(.null), type: literal.type, range: node.range)
    }
    return BoundExpression(.constant(value), type: literal.type, range: node.range)
  }

  /// A name: a column first, then a `let`.
  private mutating func column(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    guard let name = node.nameText else { return nothing(node) }
    if let key = groupColumn(name, at: node) { return key }
    if let place = scope.ordinal(of: name) {
      mark(scope.entries[place])
      return BoundExpression(.column(place), type: scope.entries[place].type, range: node.range)
    }
    switch environment[name] {
    case .expression(var bound):
      bound.range = node.range
      size += 1
      return bound
    case .view:
      error("'\(KQLLiteral.shortened(name))' is a table, not a value; use toscalar(…)", at: node)
      return nothing(node)
    case .function(let function):
      return scalarFunction(function, arguments: [], scope, at: node)
    case nil:
      if let flag = ["True": true, "TRUE": true, "False": false, "FALSE": false][name] {
        return BoundExpression(.constant(.bool(flag)), type: .bool, range: node.range)
      }
      if let type = hiddenColumn(name, scope) {
        unsupported("the column '\(name)', which only the service keeps,", at: node)
        return BoundExpression(.unresolved(name), type: type, range: node.range)
      }
      if !scope.isOpen { unknownColumn(name, scope, at: node) }
      return BoundExpression(.unresolved(name), type: .dynamic, range: node.range)
    }
  }

  /// The type of a column that a workspace adds to each of its tables, schema or not; nil for all others.
  private func hiddenColumn(_ name: String, _ scope: Scope) -> ColumnType? {
    guard !scope.isOpen, scope.entries.contains(where: { !$0.origins.isEmpty }) else { return nil }
    switch name {
    case "_ItemId", "_ResourceId", "_SubscriptionId", "_WorkspaceId", "Type", "TenantId": return .string
    case "_TimeReceived": return .datetime
    case "_BilledSize": return .real
    case "_IsBillable": return .string
    default: return nil
    }
  }

  mutating func unknownColumn(_ name: String, _ scope: Scope, at node: SyntaxNode) {
    let names = scope.entries.map(\.name) + environment.keys.sorted()
    let nearest = NearestNames.nearest(to: name, among: names).map { "'\($0)'" }
    let hint = nearest.isEmpty ? "" : "; did you mean \(nearest.joined(separator: ", "))?"
    error("unknown column '\(KQLLiteral.shortened(name))'" + hint, at: node)
  }

  private mutating func junction(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    let parts = node.expressions.map { predicate($0, scope) }
    return BoundExpression(node.kind == .orExpression ? .any(parts) : .all(parts), type: .bool, range: node.range)
  }

  private mutating func unary(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    guard let inner = node.children.first else { return nothing(node) }
    if inner.kind != .unary, let literal = node.literal, let value = literal.value {
      return BoundExpression(.constant(value), type: literal.type, range: node.range)
    }
    let bound = expression(inner, scope)
    guard node.firstToken?.kind == .minus else { return bound }
    guard bound.type.isNumeric || bound.type == .timespan || bound.type == .dynamic else {
      error("\(bound.type.rawValue) has no negative", at: node)
      return bound
    }
    if case .constant(.long(let number)) = bound.kind {
      return BoundExpression(.constant(.long(0 &- number)), type: bound.type, range: node.range)
    }
    if case .constant(.timespan(let span)) = bound.kind {
      return BoundExpression(.constant(.timespan(TimeSpan(ticks: 0 &- span.ticks))), type: .timespan, range: node.range)
    }
    return BoundExpression(.negated(bound), type: bound.type, range: node.range)
  }

  /// `a + b - c …`, folded from the left; longer chains than the depth limit are refused.
  private mutating func chain(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    let operands = node.expressions
    guard let first = operands.first else { return nothing(node) }
    guard operands.count <= KQLLimits.expressionDepth else {
      error("more than \(KQLLimits.expressionDepth) terms in one chain", at: node)
      return nothing(node)
    }
    let signs = node.ownTokens.filter { [.plus, .minus, .star, .slash, .percent].contains($0.kind) }
    var result = expression(first, scope)
    for (sign, operand) in zip(signs, operands.dropFirst()) {
      guard let operation = BoundBinaryOperator(rawValue: sign.text) else { continue }
      let right = expression(operand, scope)
      result = arithmetic(operation, result, right, at: result.range.lowerBound..<max(right.range.upperBound, result.range.lowerBound))
    }
    result.range = node.range
    return result
  }

  private mutating func path(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    var parts = node.children[...]
    guard let first = parts.popFirst() else { return nothing(node) }
    if let name = first.nameText, name == "$left" || name == "$right", let column = parts.popFirst()?.children.first {
      return expression(column, scope)
    }
    if !scanSteps.isEmpty, parts.count == 1, let name = first.nameText, scanSteps.contains(name), let column = parts.first?.children.first {
      return expression(column, scope)
    }
    if isTabular(node) {
      error("a table stands where a value is expected; use toscalar(…)", at: node)
      return nothing(node)
    }
    var base = expression(first, scope)
    if base.type != .dynamic, !base.isUnresolved {
      let what = "'\(KQLLiteral.shortened(first.text))' is \(base.type.rawValue) and has no members"
      if base.type == .string { report(.warning, what + "; use parse_json(…)", at: node.range) } else { error(what, at: node) }
      base = converted(base, to: .dynamic)
    }
    for part in parts.prefix(KQLLimits.expressionDepth) { base = step(part, base, scope) }
    if parts.count > KQLLimits.expressionDepth { error("the path is too long", at: node) }
    return base
  }

  private mutating func step(_ part: SyntaxNode, _ base: BoundExpression, _ scope: Scope) -> BoundExpression {
    let range = base.range.lowerBound..<max(part.range.upperBound, base.range.lowerBound)
    guard let inner = part.children.first else { return base }
    if part.kind == .member {
      if inner.kind == .element { return step(inner, base, scope) }
      guard let name = inner.nameText else { return base }
      return BoundExpression(.member(base, name), type: .dynamic, range: range)
    }
    if let key = inner.stringValue { return BoundExpression(.member(base, key), type: .dynamic, range: range) }
    let index = expression(inner, scope)
    return BoundExpression(.element(base, index), type: .dynamic, range: range)
  }

  /// An explicit conversion; constants are converted at once where that loses nothing.
  func converted(_ expression: BoundExpression, to type: ColumnType) -> BoundExpression {
    if expression.type == type { return expression }
    if case .constant(let value) = expression.kind, let fitted = ConstantFolding.convert(value, to: type) {
      return BoundExpression(.constant(fitted), type: type, range: expression.range)
    }
    return BoundExpression(.converted(expression), type: type, range: expression.range)
  }
}
