import Casefile

/// The aggregates found so far while the items of a `summarize` are bound.
struct Grouping {
  var input: Scope
  var keys: [ProjectedItem]
  var aggregates: [BoundAggregate] = []
  /// Ordinal of the next aggregate's first column in the group row.
  var next: Int
  /// True while the arguments of an aggregate are bound: columns mean input columns there.
  var isInside = false
}

extension Binder {
  mutating func summarize(_ node: SyntaxNode, _ rows: inout BoundRows) {
    var keys = projected(node.child(.byClause)?.expressions ?? [], rows.scope)
    number(&keys)
    var state = Grouping(input: rows.scope, keys: keys, next: keys.count)
    var outputs: [ProjectedItem] = keys.enumerated().map { place, key in
      var item = key
      item.expression = BoundExpression(.column(place), type: key.entry.type, range: key.expression.range)
      return item
    }
    for item in node.expressions { outputs += aggregateItem(item, &state, outputs.count) }
    number(&outputs)
    let summary = BoundSummarize(
      keys: keys.map { BoundNamedExpression(name: $0.entry.name, expression: $0.expression) }, aggregates: state.aggregates,
      outputs: outputs.map { BoundNamedExpression(name: $0.entry.name, expression: $0.expression) })
    rows.append(.summarize(summary), Scope(entries: outputs.map(\.entry), isOpen: state.isOpenOutput), at: node.range)
  }

  /// `make-series` is bound for its columns; the engine does not run it yet.
  mutating func makeSeries(_ node: SyntaxNode, _ rows: inout BoundRows) {
    unsupported("'make-series'", at: node)
    var keys = projected(node.child(.byClause)?.expressions ?? [], rows.scope)
    number(&keys)
    var state = Grouping(input: rows.scope, keys: keys, next: keys.count)
    var outputs = keys
    for part in node.children(.makeSeriesAggregate) {
      guard let item = part.expressions.first else { continue }
      outputs += aggregateItem(item, &state, outputs.count)
    }
    if let axis = node.child(.onClause)?.expressions.first { outputs += projected([axis], rows.scope) }
    for part in node.child(.range)?.expressions ?? [] { _ = expression(part, .empty) }
    for place in outputs.indices.dropFirst(keys.count) { outputs[place].entry.type = .dynamic }
    number(&outputs)
    rows.append(.notRun(keepsColumns: false), Scope(entries: outputs.map(\.entry), isOpen: rows.scope.isOpen), at: node.range)
  }

  /// One item: a lone aggregate may make several columns, anything else makes one.
  private mutating func aggregateItem(_ item: SyntaxNode, _ state: inout Grouping, _ place: Int) -> [ProjectedItem] {
    let value = item.kind == .namedExpression ? item.expressions.last ?? item : item
    var names: [String] = []
    if item.kind == .namedExpression, let left = item.children.first {
      names = left.kind == .compoundName ? left.children.compactMap(\.nameText) : [left.nameText ?? ""]
    }
    if value.kind == .call, let name = value.children.first?.nameText, let function = functions.aggregate(name),
      let aggregate = withGrouping(&state, { $0.aggregate(function, value) })
    {
      let first = state.next
      state.aggregates.append(aggregate)
      state.next += aggregate.columns.count
      return aggregate.columns.enumerated().map { index, column in
        let name = index < names.count ? names[index] : column.name
        let expression = BoundExpression(.column(first + index), type: column.type, range: value.range)
        return ProjectedItem(expression: expression, entry: Scope.Entry(name: name, type: column.type), isNamed: index < names.count)
      }
    }
    let bound = withGrouping(&state) { $0.expression(value, $0.grouping?.input ?? .empty) }
    let entry = Scope.Entry(name: names.first ?? derivedName(of: value) ?? "Column\(place + 1)", type: bound.type)
    return [ProjectedItem(expression: bound, entry: entry, isNamed: !names.isEmpty)]
  }

  /// What a level of `top-nested` is ranked by.
  mutating func ranked(_ item: SyntaxNode, _ scope: Scope) -> ProjectedItem {
    var state = Grouping(input: scope, keys: [], next: 0)
    let none = BoundExpression(.constant(.null), type: .dynamic, range: item.range)
    return aggregateItem(item, &state, 0).first
      ?? ProjectedItem(expression: none, entry: Scope.Entry(name: "", type: .dynamic), isNamed: false)
  }

  private mutating func withGrouping<Result>(_ state: inout Grouping, _ work: (inout Binder) -> Result) -> Result {
    let outer = grouping
    grouping = state
    let result = work(&self)
    state = grouping ?? state
    grouping = outer
    return result
  }

  /// An aggregate in the middle of an expression: a column of the group row.
  mutating func nestedAggregate(_ function: AggregateFunction, _ node: SyntaxNode) -> BoundExpression {
    guard let aggregate = aggregate(function, node), let first = aggregate.columns.first, grouping != nil else {
      return BoundExpression(.constant(.null), type: .dynamic, range: node.range)
    }
    let place = grouping?.next ?? 0
    grouping?.aggregates.append(aggregate)
    grouping?.next += aggregate.columns.count
    return BoundExpression(.column(place), type: first.type, range: node.range)
  }

  /// A column named outside any aggregate must be a key.
  mutating func groupColumn(_ name: String, at node: SyntaxNode) -> BoundExpression? {
    guard let grouping, !grouping.isInside else { return nil }
    if let place = grouping.keys.firstIndex(where: { $0.entry.name == name }) {
      return BoundExpression(.column(place), type: grouping.keys[place].entry.type, range: node.range)
    }
    guard grouping.input.ordinal(of: name) != nil else { return nil }
    error("'\(KQLLiteral.shortened(name))' must be inside an aggregate function or after 'by'", at: node)
    return BoundExpression(.constant(.null), type: .dynamic, range: node.range)
  }
}

extension Grouping {
  /// `arg_max(t, *)` over columns that are not known gives columns that are not known.
  fileprivate var isOpenOutput: Bool {
    input.isOpen && aggregates.contains { $0.function == "arg_max" || $0.function == "arg_min" || $0.function == "take_any" }
  }
}
