import Casefile

extension Binder {
  mutating func datatable(_ node: SyntaxNode) -> BoundRows {
    let columns = schemaColumns(node.child(.schema))
    let cells = node.child(.rowValues)?.expressions ?? []
    var rows: [[Value]] = []
    var row: [Value] = []
    for (place, cell) in cells.enumerated() where !columns.isEmpty {
      row.append(datatableCell(cell, type: columns[place % columns.count].type))
      if row.count == columns.count {
        rows.append(row)
        row = []
      }
    }
    if !row.isEmpty { error("\(cells.count) values do not fill rows of \(columns.count) columns", at: node.child(.rowValues) ?? node) }
    let entries = columns.map { Scope.Entry(name: $0.name, type: $0.type) }
    let source = BoundSource(.rows(rows), columns: columns)
    return BoundRows(pipeline: BoundPipeline(source: source), scope: Scope(entries: entries))
  }

  private mutating func datatableCell(_ node: SyntaxNode, type: ColumnType) -> Value {
    let bound = expression(node, .empty)
    guard case .constant(let value) = bound.kind else {
      if case .unresolved = bound.kind { return .null }
      error("a datatable holds literals only", at: node)
      return .null
    }
    if let fitted = ConstantFolding.convert(value, to: type) { return fitted }
    error("\(bound.type.rawValue) does not fit a column of \(type.rawValue)", at: node)
    return .null
  }

  mutating func printSource(_ node: SyntaxNode) -> BoundRows {
    var names: [String] = []
    var items: [BoundNamedExpression] = []
    for (place, item) in node.expressions.enumerated() {
      let value = expression(item.kind == .namedExpression ? item.expressions.last ?? item : item, .empty)
      let name = item.kind == .namedExpression ? item.children.first?.nameText ?? "" : "print_\(place)"
      names.append(name)
      items.append(BoundNamedExpression(name: name, expression: value))
    }
    for (place, name) in RowBatch.uniqueNames(names).enumerated() { items[place].name = name }
    let entries = items.map { Scope.Entry(name: $0.name, type: $0.expression.type) }
    let source = BoundSource(.print(items), columns: items.map(\.column))
    return BoundRows(pipeline: BoundPipeline(source: source), scope: Scope(entries: entries))
  }

  mutating func rangeSource(_ node: SyntaxNode) -> BoundRows {
    let parts = node.children
    guard parts.count == 4, let name = parts[0].nameText else { return BoundRows(pipeline: .nothing, scope: .unknown) }
    let first = expression(parts[1], .empty)
    let last = expression(parts[2], .empty)
    let step = expression(parts[3], .empty)
    let type = ColumnType.widest(first.type, first.type.isNumeric && step.type.isNumeric ? step.type : first.type) ?? first.type
    let source = BoundSource(.range(first: first, last: last, step: step), columns: [Column(name, type)])
    let scope = Scope(entries: [Scope.Entry(name: name, type: type)])
    return BoundRows(pipeline: BoundPipeline(source: source), scope: scope)
  }

  /// `table("x")`, `materialize(…)` and functions of the query's own.
  mutating func tabularCall(_ node: SyntaxNode) -> BoundRows? {
    guard let name = node.children.first?.nameText else { return nil }
    let arguments = node.child(.argumentList)?.expressions ?? []
    if case .function(let function) = environment[name] { return tabularFunction(function, arguments: arguments, at: node) }
    switch name {
    case "table":
      if let table = arguments.first?.stringValue { return storedTable(table, at: node) }
      error("table() takes the name as a string literal", at: node)
      return BoundRows(pipeline: .nothing, scope: .unknown)
    case "materialize", "totable", "view":
      guard let argument = arguments.first else { return nil }
      guard case .view(let place, let scope) = view(argument, named: name, isMaterialized: name == "materialize") else { return nil }
      return BoundRows(pipeline: BoundPipeline(source: BoundSource(.view(place), columns: scope.columns)), scope: scope)
    case "external_table", "materialized_view", "workspace", "app", "resource", "cluster", "database":
      return outside(node, "\(name)()", columns: [])
    default:
      for argument in arguments { isTabular(argument) ? (_ = table(argument)) : (_ = expression(argument, .empty)) }
      if catalogue == nil || functions.scalar(name) == nil && functions.aggregate(name) == nil {
        return outside(node, "the saved function '\(KQLLiteral.shortened(name))'", columns: [])
      }
      error("\(name)() yields a value, not a table", at: node)
      return BoundRows(pipeline: .nothing, scope: .unknown)
    }
  }

  /// Binds a function's body with its parameters in place; the names around the call are not seen inside.
  mutating func tabularFunction(
    _ function: FunctionBinding, arguments: [SyntaxNode], piped: BoundRows? = nil, at node: SyntaxNode
  ) -> BoundRows? {
    inFunction(function, arguments: arguments, piped: piped, scope: .empty, at: node) { binder, body in
      var answer: BoundRows?
      for statement in body.children {
        if statement.kind == .letStatement { binder.letStatement(statement) }
        if statement.kind == .expressionStatement, let last = statement.expressions.first { answer = binder.table(last) }
      }
      return answer
    } ?? BoundRows(pipeline: .nothing, scope: .unknown)
  }

  mutating func inFunction<Result>(
    _ function: FunctionBinding, arguments: [SyntaxNode], piped: BoundRows? = nil, scope: Scope, at node: SyntaxNode,
    _ work: (inout Binder, SyntaxNode) -> Result?
  ) -> Result? {
    guard let body = function.declaration.child(.functionBody) else { return nil }
    var inner = function.environment
    bindParameters(function, arguments: arguments, piped: piped, scope: scope, into: &inner, at: node)
    return deeperQuery(node, else: nil) { binder in
      let outer = binder.environment
      binder.environment = inner
      defer { binder.environment = outer }
      return work(&binder, body)
    }
  }

  private mutating func bindParameters(
    _ function: FunctionBinding, arguments: [SyntaxNode], piped: BoundRows?, scope: Scope, into inner: inout [String: Binding],
    at node: SyntaxNode
  ) {
    var parameters = (function.declaration.child(.parameterList)?.children(.parameter) ?? [])[...]
    if let piped, let name = parameters.popFirst()?.children.first?.nameText {
      inner[name] = view(of: piped, named: name, isMaterialized: false)
    }
    if arguments.count > parameters.count { error("expected at most \(parameters.count) arguments", at: node) }
    for (place, parameter) in parameters.enumerated() {
      let parts = parameter.children
      guard parts.count >= 2, let name = parts[0].nameText else { continue }
      let named = arguments.first { $0.kind == .namedExpression && $0.children.first?.nameText == name }?.expressions.last
      let given = named ?? (place < arguments.count && arguments[place].kind != .namedExpression ? arguments[place] : nil)
      if parts[1].kind == .schema {
        if let given { inner[name] = view(given, named: name, isMaterialized: false) } else { error("'\(name)' is missing", at: node) }
        continue
      }
      let type = columnType(parts[1]) ?? .dynamic
      if let given {
        inner[name] = .expression(shared(expression(given, scope), type: type, named: name))
      } else if parts.count > 2 {
        inner[name] = .expression(expression(parts[2], .empty))
      } else {
        error("the argument '\(name)' is missing", at: node)
        inner[name] = .expression(BoundExpression(.constant(.null), type: type, range: node.range))
      }
    }
  }

  /// An argument as a parameter sees it: converted to its type; shared unless it looks at columns.
  private mutating func shared(_ argument: BoundExpression, type: ColumnType, named name: String) -> BoundExpression {
    let fitted = argument.type == type ? argument : converted(argument, to: type)
    size += fitted.size
    return fitted.readsColumns ? fitted : shared(fitted, named: name)
  }
}
