import Casefile

extension Binder {
  /// True when an expression yields rows rather than a value, as far as its shape and the names in sight tell.
  func isTabular(_ node: SyntaxNode) -> Bool {
    switch node.kind {
    case .pipeline, .datatable, .externalData, .printSource, .rangeSource, .unionSource, .findSource, .searchSource, .evaluateOperator:
      return true
    case .parenthesized: return node.expressions.first.map(isTabular) ?? false
    case .name, .bracketedName:
      guard let name = node.nameText else { return false }
      switch environment[name] {
      case .view: return true
      case .expression: return false
      default: return catalogue.map { $0.schema(named: name) != nil } ?? false
      }
    case .call: return isTabularCall(node)
    case .path:
      guard let first = node.children.first, first.kind == .call, let name = first.children.first?.nameText else { return false }
      return ["cluster", "database", "workspace", "app", "resource"].contains(name)
    default: return false
    }
  }

  private func isTabularCall(_ node: SyntaxNode) -> Bool {
    guard let name = node.children.first?.nameText else { return false }
    if case .function(let function) = environment[name] { return function.isTabular }
    // Functions of Sentinel workspaces: watchlists, parsers.
    if ["_GetWatchlist", "_Im_", "_ASim_", "imFile", "imProcess"].contains(where: name.hasPrefix) { return true }
    return ["table", "materialize", "totable", "workspace", "app", "resource", "external_table", "materialized_view", "view"].contains(name)
  }

  /// A function with the names in sight where it is made; it yields rows when its body's last statement does.
  func function(_ declaration: SyntaxNode) -> FunctionBinding {
    var result = FunctionBinding(declaration: declaration, environment: environment, isTabular: false)
    guard let body = declaration.child(.functionBody), let last = body.children(.expressionStatement).last?.expressions.first else {
      return result
    }
    var inner = self
    for parameter in declaration.child(.parameterList)?.children(.parameter) ?? [] {
      guard let name = parameter.children.first?.nameText else { continue }
      let isTable = parameter.child(.schema) != nil
      inner.environment[name] = isTable ? .view(0, .unknown) : .expression(BoundExpression(.constant(.null), type: .dynamic, range: 0..<0))
    }
    for statement in body.children(.letStatement) {
      let parts = statement.children
      guard parts.count >= 2, let name = parts[0].nameText else { continue }
      if parts[1].kind == .functionDeclaration {
        inner.environment[name] = .function(inner.function(parts[1]))
      } else if inner.isTabular(parts[1]) {
        inner.environment[name] = .view(0, .unknown)
      }
    }
    result.isTabular = inner.isTabular(last)
    return result
  }

  /// Binds an expression that must yield rows.
  mutating func table(_ node: SyntaxNode) -> BoundRows? {
    deeper(node, else: nil) { $0.tableInside(node) }
  }

  private mutating func tableInside(_ node: SyntaxNode) -> BoundRows? {
    switch node.kind {
    case .pipeline: return pipeline(node)
    case .parenthesized: return node.expressions.first.flatMap { table($0) }
    case .name, .bracketedName: return namedTable(node)
    case .call: return tabularCall(node)
    case .datatable: return datatable(node)
    case .printSource: return printSource(node)
    case .rangeSource: return rangeSource(node)
    case .unionSource: return union(node, piped: nil)
    case .externalData: return outside(node, "externaldata", columns: schemaColumns(node.child(.schema)))
    case .searchSource, .findSource: return opaqueSource(node)
    case .evaluateOperator: return outside(node, "evaluate", columns: [])
    case .path: return outside(node, "a table elsewhere", columns: [])
    case .missing: return BoundRows(pipeline: .nothing, scope: .unknown)
    default:
      error("expected a table, found a value", at: node)
      return BoundRows(pipeline: .nothing, scope: .unknown)
    }
  }

  private mutating func pipeline(_ node: SyntaxNode) -> BoundRows? {
    var parts = node.children[...]
    guard let first = parts.popFirst() else { return nil }
    if first.kind.isOperator {
      error("this sub-query needs a table to begin with", at: first)
      return BoundRows(pipeline: .nothing, scope: .unknown)
    }
    guard var rows = table(first) else { return nil }
    for part in parts where part.kind.isOperator { apply(part, to: &rows) }
    return rows
  }

  /// A table reached outside or by means the engine lacks: its columns may be known, its rows are not.
  mutating func outside(_ node: SyntaxNode, _ what: String, columns: [Column]) -> BoundRows {
    unsupported(what, at: node)
    let scope = Scope(entries: columns.map { Scope.Entry(name: $0.name, type: $0.type) }, isOpen: columns.isEmpty)
    return BoundRows(pipeline: BoundPipeline(source: BoundSource(.rows([]), columns: columns)), scope: scope)
  }

  private mutating func namedTable(_ node: SyntaxNode) -> BoundRows? {
    guard let name = node.nameText else { return nil }
    switch environment[name] {
    case .view(let place, let scope):
      let source = BoundSource(.view(place), columns: scope.columns)
      return BoundRows(pipeline: BoundPipeline(source: source), scope: scope, name: name)
    case .expression:
      error("'\(KQLLiteral.shortened(name))' is a value, not a table", at: node)
      return BoundRows(pipeline: .nothing, scope: .unknown)
    case .function(let function):
      return tabularFunction(function, arguments: [], at: node)
    case nil: return storedTable(name, at: node)
    }
  }

  /// Starts a reading of a stored table.
  mutating func storedTable(_ name: String, at node: SyntaxNode) -> BoundRows {
    let schema = catalogue?.schema(named: name)
    if let catalogue, schema == nil {
      let names = catalogue.spellings + environment.keys
      let nearest = NearestNames.best(for: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
      error("unknown table '\(KQLLiteral.shortened(name))'" + nearest, at: node)
    }
    let columns = schema?.columns ?? []
    reads.append(BoundTableRead(table: name, columns: columns, used: [], range: node.range))
    used.append([])
    let read = reads.count - 1
    let entries = columns.enumerated().map { place, column in
      Scope.Entry(name: column.name, type: column.type, origins: [Scope.Origin(read: read, column: place)])
    }
    let pipeline = BoundPipeline(source: BoundSource(.table(read), columns: columns))
    return BoundRows(pipeline: pipeline, scope: Scope(entries: entries, isOpen: schema == nil), name: name)
  }
}
