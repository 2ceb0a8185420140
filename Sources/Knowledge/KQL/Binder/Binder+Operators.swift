import Casefile

extension Binder {
  /// Adds one operator of a pipeline to the rows so far.
  mutating func apply(_ node: SyntaxNode, to rows: inout BoundRows) {
    look(node, rows.scope)
    step(node, &rows)
    probe?.seeOutput(node, rows.scope)
  }

  private mutating func step(_ node: SyntaxNode, _ rows: inout BoundRows) {
    switch node.kind {
    case .whereOperator: filter(node, &rows)
    case .extendOperator: extend(node, &rows)
    case .serializeOperator: serialize(node, &rows)
    case .projectOperator: project(node, &rows)
    case .projectAwayOperator: projectAway(node, &rows)
    case .projectKeepOperator: projectKeep(node, &rows)
    case .projectRenameOperator: projectRename(node, &rows)
    case .projectReorderOperator: projectReorder(node, &rows)
    case .summarizeOperator: summarize(node, &rows)
    case .distinctOperator: distinct(node, &rows)
    case .sortOperator: sort(node, &rows)
    case .topOperator: top(node, &rows)
    case .takeOperator: take(node, &rows)
    case .sampleOperator: sample(node, &rows)
    case .sampleDistinctOperator: sampleDistinct(node, &rows)
    case .countOperator: count(node, &rows)
    case .joinOperator, .lookupOperator: join(node, &rows)
    case .unionOperator: if let united = union(node, piped: rows) { rows = united }
    case .mvExpandOperator: multiValueExpand(node, &rows)
    case .parseOperator: parse(node, &rows)
    case .getSchemaOperator: getSchema(node, &rows)
    case .renderOperator:
      let scope = rows.scope
      rows.append(.render(node.children.first?.nameText ?? ""), scope, at: node.range)
    case .asOperator: name(node, &rows)
    case .consumeOperator: break
    case .makeSeriesOperator: makeSeries(node, &rows)
    case .mvApplyOperator: columnsOnly(of: node, &rows) { $0.multiValueApply(node, &$1) }
    case .partitionOperator: columnsOnly(of: node, &rows) { $0.partition(node, &$1) }
    case .forkOperator, .facetOperator: columnsOnly(of: node, &rows) { $0.branches(node, &$1) }
    case .scanOperator: columnsOnly(of: node, &rows) { $0.scan(node, &$1) }
    case .topNestedOperator: columnsOnly(of: node, &rows) { $0.topNested(node, &$1) }
    case .topHittersOperator: columnsOnly(of: node, &rows) { $0.topHitters(node, &$1) }
    case .parseKeyValuesOperator: columnsOnly(of: node, &rows) { $0.parseKeyValues(node, &$1) }
    case .reduceOperator: columnsOnly(of: node, &rows) { $0.reduce(node, &$1) }
    case .searchOperator: columnsOnly(of: node, &rows) { $0.search(node, &$1) }
    case .invokeOperator: if !invoke(node, &rows) { notRunYet(node, &rows) }
    case .unknownOperator: rows.scope.isOpen = true
    default: notRunYet(node, &rows)
    }
  }

  private mutating func filter(_ node: SyntaxNode, _ rows: inout BoundRows) {
    guard var condition = node.expressions.first else { return }
    if condition.kind == .namedExpression, let value = condition.expressions.last { condition = value }
    let bound = predicate(condition, rows.scope)
    let scope = rows.scope
    rows.append(.filter(bound), scope, at: node.range)
  }

  /// An expression used as a condition.
  mutating func predicate(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    let bound = expression(node, scope)
    switch bound.type {
    case .bool: return bound
    case .dynamic, .long, .int: return converted(bound, to: .bool)
    default:
      error("a condition must be bool, this is \(bound.type.rawValue)", at: node)
      return bound
    }
  }

  /// `as name` makes a view of the rows so far, for later parts of the query.
  private mutating func name(_ node: SyntaxNode, _ rows: inout BoundRows) {
    guard let name = node.children.last?.nameText else { return }
    let binding = view(of: rows, named: name, isMaterialized: true)
    environment[name] = binding
    guard case .view(let place, let scope) = binding else { return }
    rows = BoundRows(pipeline: BoundPipeline(source: BoundSource(.view(place), columns: scope.columns)), scope: scope, name: name)
  }

  private mutating func getSchema(_ node: SyntaxNode, _ rows: inout BoundRows) {
    let columns = [
      Column("ColumnName", .string), Column("ColumnOrdinal", .int), Column("DataType", .string), Column("ColumnType", .string),
    ]
    rows.append(.getSchema, Scope(entries: columns.map { Scope.Entry(name: $0.name, type: $0.type) }), at: node.range)
  }
}
