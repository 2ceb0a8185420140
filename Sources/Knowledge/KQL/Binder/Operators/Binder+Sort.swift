import Casefile

extension Binder {
  mutating func sort(_ node: SyntaxNode, _ rows: inout BoundRows) {
    let keys = sortKeys(node, rows.scope)
    let scope = rows.scope
    rows.append(.sort(keys), scope, at: node.range)
  }

  mutating func top(_ node: SyntaxNode, _ rows: inout BoundRows) {
    guard let limit = node.expressions.first else { return }
    let count = rowCount(limit)
    let keys = sortKeys(node, rows.scope)
    let scope = rows.scope
    rows.append(.top(count: count, by: keys), scope, at: node.range)
  }

  mutating func take(_ node: SyntaxNode, _ rows: inout BoundRows) {
    guard let limit = node.expressions.first else { return }
    let count = rowCount(limit)
    let scope = rows.scope
    rows.append(.take(count: count), scope, at: node.range)
  }

  mutating func sample(_ node: SyntaxNode, _ rows: inout BoundRows) {
    guard let limit = node.expressions.first else { return }
    let count = rowCount(limit)
    let scope = rows.scope
    rows.append(.sample(count: count), scope, at: node.range)
  }

  mutating func sampleDistinct(_ node: SyntaxNode, _ rows: inout BoundRows) {
    guard let limit = node.expressions.first, let of = node.child(.ofClause)?.expressions.first else { return }
    let count = rowCount(limit)
    guard let item = projected([of], rows.scope).first else { return }
    let named = BoundNamedExpression(name: item.entry.name, expression: item.expression)
    rows.append(.sampleDistinct(count: count, of: named), Scope(entries: [item.entry], isOpen: rows.scope.isOpen), at: node.range)
  }

  mutating func count(_ node: SyntaxNode, _ rows: inout BoundRows) {
    let name = node.children.first?.nameText ?? "Count"
    rows.append(.count, Scope(entries: [Scope.Entry(name: name, type: .long)]), at: node.range)
  }

  mutating func distinct(_ node: SyntaxNode, _ rows: inout BoundRows) {
    let nodes = node.expressions
    var items = nodes.count == 1 && nodes[0].kind == .star ? kept(rows.scope) : projected(nodes, rows.scope)
    if nodes.first?.kind == .star { markAll(rows.scope) }
    number(&items)
    let list = items.map { BoundNamedExpression(name: $0.entry.name, expression: $0.expression) }
    rows.append(.distinct(list), Scope(entries: items.map(\.entry), isOpen: rows.scope.isOpen), at: node.range)
  }

  private mutating func rowCount(_ node: SyntaxNode) -> BoundExpression {
    let count = expression(node, .empty)
    if !count.type.isNumeric, count.type != .dynamic { error("a number of rows is expected, this is \(count.type.rawValue)", at: node) }
    if case .constant(.long(let number)) = count.kind, number < 0 { error("a number of rows cannot be negative", at: node) }
    return count
  }

  private mutating func sortKeys(_ node: SyntaxNode, _ scope: Scope) -> [BoundSortKey] {
    node.children(.sortKey).compactMap { key in
      let syntax = SortKeySyntax(node: key)
      guard var value = syntax.expression else { return nil }
      if value.kind == .namedExpression, let inner = value.expressions.last { value = inner }
      let bound = expression(value, scope)
      if bound.type == .dynamic, !bound.isUnresolved, !hasUnsupported {
        error("rows cannot be ordered by a dynamic value; convert it, as in tostring(…)", at: value)
      }
      return BoundSortKey(
        expression: bound, isAscending: syntax.isAscending, areNullsFirst: syntax.areNullsFirst ?? syntax.isAscending)
    }
  }
}
