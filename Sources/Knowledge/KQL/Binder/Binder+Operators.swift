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
    case .mvApplyOperator: multiValueApply(node, &rows)
    case .partitionOperator: partition(node, &rows)
    case .forkOperator, .facetOperator: branches(node, &rows)
    case .scanOperator: scan(node, &rows)
    case .topNestedOperator: topNested(node, &rows)
    case .topHittersOperator: topHitters(node, &rows)
    case .parseKeyValuesOperator: parseKeyValues(node, &rows)
    case .reduceOperator: reduce(node, &rows)
    case .searchOperator: search(node, &rows)
    case .invokeOperator: if !invoke(node, &rows) { notRunYet(node, &rows) }
    case .unknownOperator: rows.scope.isOpen = true
    default: notRunYet(node, &rows)
    }
  }

  /// Something the engine lacks: every column it may name counts as read, what comes out is not known.
  private mutating func notRunYet(_ node: SyntaxNode, _ rows: inout BoundRows) {
    unsupported("'\(node.firstToken?.text ?? "this")'", at: node)
    for inner in node.subtree {
      if let name = inner.nameText, let place = rows.scope.ordinal(of: name) { mark(rows.scope.entries[place]) }
      if inner.kind == .wildcard || inner.kind == .star { markAll(rows.scope) }
    }
    for inner in node.children where inner.kind == .subpipeline || inner.kind == .onClause || inner.kind == .forkBranch {
      readsInside(inner)
    }
    // `evaluate plugin(…): (a: string, *)` says which columns come out.
    if node.kind == .evaluateOperator, let schema = node.child(.schema) {
      let made = schemaColumns(schema).map { Scope.Entry(name: $0.name, type: $0.type) }
      let keepsInput = schema.ownTokens.contains { $0.kind == .star }
      rows.scope = Scope(entries: (keepsInput ? rows.scope.entries : []) + made, isOpen: keepsInput)
      return
    }
    rows.scope.isOpen = true
  }

  /// Tables named inside a part that is not bound still count as read, whole.
  private mutating func readsInside(_ node: SyntaxNode) {
    for inner in node.subtree where inner.kind == .pipeline {
      guard let source = inner.children.first, !source.kind.isOperator, isTabular(source) else { continue }
      if let rows = deeperQuery(source, else: nil, { $0.table(source) }) { markAll(rows.scope) }
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
