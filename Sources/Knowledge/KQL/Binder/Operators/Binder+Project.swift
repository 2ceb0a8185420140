import Casefile

/// One item of a projection on its way to an output column.
struct ProjectedItem {
  var expression: BoundExpression
  var entry: Scope.Entry
  /// True when the query gave the name; otherwise it was derived and may be numbered.
  var isNamed: Bool
}

extension Binder {
  mutating func project(_ node: SyntaxNode, _ rows: inout BoundRows) {
    var items = projected(node.expressions, rows.scope)
    number(&items)
    emit(items, node, &rows)
  }

  mutating func extend(_ node: SyntaxNode, _ rows: inout BoundRows) {
    var items = kept(rows.scope)
    for item in projected(node.expressions, rows.scope) { place(item, into: &items) }
    emit(items, node, &rows)
  }

  mutating func serialize(_ node: SyntaxNode, _ rows: inout BoundRows) {
    let scope = rows.scope
    rows.append(.serialize, scope, at: node.range)
    if !node.expressions.isEmpty { extend(node, &rows) }
  }

  /// Every column of a scope as itself.
  func kept(_ scope: Scope) -> [ProjectedItem] {
    scope.entries.enumerated().map { place, entry in
      ProjectedItem(expression: BoundExpression(.column(place), type: entry.type, range: 0..<0), entry: entry, isNamed: true)
    }
  }

  /// Replaces the column of that name or comes last.
  private func place(_ item: ProjectedItem, into items: inout [ProjectedItem]) {
    if let place = items.firstIndex(where: { $0.entry.name == item.entry.name }) { items[place] = item } else { items.append(item) }
  }

  mutating func projected(_ nodes: [SyntaxNode], _ scope: Scope) -> [ProjectedItem] {
    var unnamed = 0
    var items: [ProjectedItem] = []
    for node in nodes {
      if node.kind == .namedExpression, let first = node.children.first, first.kind == .compoundName {
        items += compound(first, node, scope)
        continue
      }
      let value = node.kind == .namedExpression ? node.expressions.last ?? node : node
      let bound = expression(value, scope)
      let given = node.kind == .namedExpression ? node.children.first?.nameText : nil
      if let several = severalResults(value) {
        unsupported("a function with several results", at: value)
        let none = BoundExpression(.constant(.null), type: .dynamic, range: node.range)
        let columns = given.map { [Column($0, several[0].type)] } ?? several
        items += columns.map { ProjectedItem(expression: none, entry: Scope.Entry(name: $0.name, type: $0.type), isNamed: given != nil) }
        continue
      }
      let derived = derivedName(of: value)
      if given == nil, derived == nil { unnamed += 1 }
      var entry = Scope.Entry(name: given ?? derived ?? "Column\(unnamed)", type: bound.type)
      if case .column(let place) = bound.kind, scope.entries.indices.contains(place) { entry.origins = scope.entries[place].origins }
      items.append(ProjectedItem(expression: bound, entry: entry, isNamed: given != nil))
    }
    return items
  }

  /// `(a, b) = f(x)`: functions of several results are not run here; their columns still come to exist.
  private mutating func compound(_ names: SyntaxNode, _ node: SyntaxNode, _ scope: Scope) -> [ProjectedItem] {
    unsupported("a function with several results", at: node)
    if let value = node.expressions.last { _ = expression(value, scope) }
    let several = node.expressions.last.flatMap { severalResults($0) } ?? []
    return names.children.compactMap(\.nameText).enumerated().map { place, name in
      let type = place < several.count ? several[place].type : .dynamic
      let none = BoundExpression(.constant(.null), type: type, range: node.range)
      return ProjectedItem(expression: none, entry: Scope.Entry(name: name, type: type), isNamed: true)
    }
  }

  /// The columns that a call of a function of several results makes; nil for all else.
  private func severalResults(_ value: SyntaxNode) -> [Column]? {
    guard value.kind == .call, let name = value.children.first?.nameText, environment[name] == nil else { return nil }
    let arguments = value.child(.argumentList)?.expressions ?? []
    return SeveralResults.columns(of: functions.canonical(name), arguments: arguments.map { derivedName(of: $0) ?? "" })
  }

  /// What Kusto calls a column whose expression has no name of its own.
  func derivedName(of node: SyntaxNode) -> String? {
    switch node.kind {
    case .name, .bracketedName: return node.nameText
    case .parenthesized: return node.expressions.first.flatMap(derivedName)
    case .path: return pathName(node)
    case .call:
      guard let name = node.children.first?.nameText, let first = node.child(.argumentList)?.expressions.first else { return nil }
      if name == "column_ifexists" || name == "columnifexists" { return first.stringValue }
      if let aggregate = functions.aggregate(name), functions.scalar(name) == nil {
        return derivedName(of: first).map { aggregate.prefix + $0 }
      }
      return functions.scalar(name)?.isNamedAfterArgument == true ? derivedName(of: first) : nil
    default: return nil
    }
  }

  private func pathName(_ node: SyntaxNode) -> String? {
    var parts: [String] = []
    for (place, part) in node.children.enumerated() {
      if place == 0 {
        guard let name = derivedName(of: part) else { return nil }
        parts.append(name)
      } else if let inner = part.children.first {
        guard let name = inner.nameText ?? inner.stringValue ?? (inner.kind == .longLiteral ? inner.text : nil) else { return nil }
        parts.append(name)
      }
    }
    return parts.joined(separator: "_")
  }

  /// Names made unique as Kusto does it.
  func number(_ items: inout [ProjectedItem]) {
    for (place, name) in RowBatch.uniqueNames(items.map(\.entry.name)).enumerated() { items[place].entry.name = name }
  }

  mutating func emit(_ items: [ProjectedItem], _ node: SyntaxNode, _ rows: inout BoundRows) {
    let list = items.map { BoundNamedExpression(name: $0.entry.name, expression: $0.expression) }
    size += list.count / 8
    rows.append(.project(list), Scope(entries: items.map(\.entry), isOpen: rows.scope.isOpen), at: node.range)
  }
}
