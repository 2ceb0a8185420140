import Casefile

extension Binder {
  mutating func call(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    guard let name = node.children.first?.nameText else { return nothing(node) }
    let arguments = node.child(.argumentList)?.expressions ?? []
    if case .function(let function) = environment[name] { return scalarFunction(function, arguments: arguments, scope, at: node) }
    switch name {
    case "toscalar": return firstCell(arguments.first, node)
    case "column_ifexists", "columnifexists": return columnIfExists(arguments, node, scope)
    case "pack_all": return packAll(node, scope)
    case "bag_pack_columns": return packColumns(arguments, node, scope)
    case "iff", "iif", "case", "coalesce", "max_of", "min_of": return branches(functions.canonical(name), arguments, node, scope)
    default: break
    }
    if let aggregate = functions.aggregate(name), grouping != nil, functions.scalar(name) == nil { return nestedAggregate(aggregate, node) }
    guard let function = functions.scalar(name) else { return unknownFunction(name, arguments, node, scope) }
    return scalarCall(function, arguments, node, scope)
  }

  private mutating func scalarCall(
    _ function: ScalarFunction, _ nodes: [SyntaxNode], _ node: SyntaxNode, _ scope: Scope
  ) -> BoundExpression {
    var arguments = nodes.map { argument -> BoundExpression in
      if argument.kind == .typeOf { return typeArgument(argument) }
      if function.name == "column_names_of", isTabular(argument) { return columnNames(argument) }
      return expression(argument, scope)
    }
    let most = function.isVariadic ? Int.max : function.parameters.count
    let fewest = function.isVariadic ? max(function.fewest - 1, 0) : function.fewest
    if nodes.count < fewest || nodes.count > most {
      error("\(function.signature) cannot take \(nodes.count) argument\(nodes.count == 1 ? "" : "s")", at: node)
      return BoundExpression(.constant(.null), type: resultType(function, arguments), range: node.range)
    }
    for place in arguments.indices {
      let parameter = function.parameters[min(place, function.parameters.count - 1)]
      arguments[place] = fitted(arguments[place], parameter, function, nodes[place])
    }
    checkNeighbours(function, arguments, node)
    let type = resultType(function, arguments)
    let constants = arguments.compactMap { if case .constant(let value) = $0.kind { value } else { nil } }
    if constants.count == arguments.count, let value = ConstantFolding.call(function.name, constants, now: now) {
      return BoundExpression(.constant(value), type: type, range: node.range)
    }
    return BoundExpression(.call(function.name, arguments), type: type, range: node.range)
  }

  /// `prev` and `next` take constants for all but the value, and a `scan` has its own way to look back.
  private mutating func checkNeighbours(_ function: ScalarFunction, _ arguments: [BoundExpression], _ node: SyntaxNode) {
    guard function.name == "prev" || function.name == "next" else { return }
    if !scanSteps.isEmpty { error("\(function.name)() cannot stand inside scan; a step's own columns look back", at: node) }
    for argument in arguments.dropFirst() where argument.readsColumns {
      report(.error, "\(function.name)() takes a constant here", at: argument.range)
    }
  }

  private mutating func columnNames(_ table: SyntaxNode) -> BoundExpression {
    let names = deeperQuery(table, else: nil) { $0.table(table) }?.scope.entries.map { JSONValue.string($0.name) } ?? []
    return BoundExpression(.constant(.dynamic(.array(names))), type: .dynamic, range: table.range)
  }

  private mutating func fitted(
    _ argument: BoundExpression, _ parameter: ScalarFunction.Parameter, _ function: ScalarFunction, _ node: SyntaxNode
  ) -> BoundExpression {
    guard parameter.accepts.admits(argument.type) else {
      error("\(function.name)() takes \(parameter.accepts.description) as \(parameter.name), not \(argument.type.rawValue)", at: node)
      return argument
    }
    guard case .one(let type) = parameter.accepts, argument.type != type, !argument.isUnresolved else { return argument }
    if type.isNumeric, argument.type.isNumeric { return argument }
    return converted(argument, to: type)
  }

  private func resultType(_ function: ScalarFunction, _ arguments: [BoundExpression]) -> ColumnType {
    switch function.result {
    case .fixed(.string) where function.name == "extract" && arguments.count == 4,
      .fixed(.string) where function.name == "extract_json" && arguments.count == 3:
      guard case .constant(.string(let name)) = arguments.last?.kind else { return .string }
      return ColumnType(name: name) ?? .string
    case .fixed(let type): return type
    case .first:
      let first = arguments.first?.type ?? .dynamic
      // Numbers of two widths meet in the wider, as in bin(1, 0.5).
      if arguments.count > 1, function.name == "bin" || function.name == "bin_at", first.isNumeric, arguments[1].type.isNumeric {
        return ColumnType.widest(first, arguments[1].type) ?? first
      }
      return first == .dynamic && ["round", "abs", "ceiling"].contains(function.name) ? .real : first
    case .widest(let from): return arguments.dropFirst(from).map(\.type).reduce(nil) { ColumnType.widest($0 ?? $1, $1) } ?? .dynamic
    case .branches: return arguments.last?.type ?? .dynamic
    }
  }

  /// `typeof(long)` as an argument is the name of the type.
  private mutating func typeArgument(_ node: SyntaxNode) -> BoundExpression {
    let type = node.children.first.flatMap { columnType($0) } ?? .string
    return BoundExpression(.constant(.string(type.rawValue)), type: .string, range: node.range)
  }

  /// `iff`, `case`, `coalesce` …: the results must be of one kind and are brought to the widest type.
  private mutating func branches(_ name: String, _ nodes: [SyntaxNode], _ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    var arguments = nodes.map { expression($0, scope) }
    let results: [Int] =
      switch name {
      case "iff": [1, 2]
      case "case": Array(stride(from: 1, to: nodes.count, by: 2)) + [nodes.count - 1]
      default: Array(nodes.indices)
      }
    let isRightCount = name == "iff" ? nodes.count == 3 : name == "case" ? nodes.count >= 3 && nodes.count % 2 == 1 : nodes.count >= 2
    guard isRightCount else {
      error("\(name)() cannot take \(nodes.count) argument\(nodes.count == 1 ? "" : "s")", at: node)
      return nothing(node)
    }
    for place in nodes.indices where !results.contains(place) { arguments[place] = converted(arguments[place], to: .bool) }
    var type = arguments[results[0]].type
    for place in results.dropFirst() {
      // A dynamic result is brought to the type of the others.
      if type == .dynamic || arguments[place].type == .dynamic {
        type = type == .dynamic ? arguments[place].type : type
        continue
      }
      guard let wider = ColumnType.widest(type, arguments[place].type) else {
        error("\(name)() has results of different types: \(type.rawValue) and \(arguments[place].type.rawValue)", at: nodes[place])
        continue
      }
      type = wider
    }
    for place in results where arguments[place].type != type && ColumnType.widest(type, arguments[place].type) != nil {
      arguments[place] = converted(arguments[place], to: type)
    }
    return BoundExpression(.call(name, arguments), type: type, range: node.range)
  }

  private mutating func firstCell(_ argument: SyntaxNode?, _ node: SyntaxNode) -> BoundExpression {
    guard let argument else {
      error("toscalar() takes a query", at: node)
      return nothing(node)
    }
    guard isTabular(argument) else { return expression(argument, .empty) }
    let rows = deeperQuery(argument, else: nil) { $0.table(argument) }
    if let first = rows?.scope.entries.first { mark(first) }
    let type = rows?.scope.entries.first?.type ?? .dynamic
    values.append(BoundValue(name: "toscalar", kind: .firstCell(rows?.pipeline ?? .nothing), type: type))
    return BoundExpression(.value(values.count - 1), type: type, range: node.range)
  }

  private mutating func columnIfExists(_ nodes: [SyntaxNode], _ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    guard nodes.count == 2, case .constant(.string(let name)) = expression(nodes[0], .empty).kind else {
      error("column_ifexists() takes a constant name and a default", at: node)
      return nothing(node)
    }
    guard let place = scope.ordinal(of: name) else {
      return scope.isOpen ? BoundExpression(.unresolved(name), type: .dynamic, range: node.range) : expression(nodes[1], scope)
    }
    mark(scope.entries[place])
    return BoundExpression(.column(place), type: scope.entries[place].type, range: node.range)
  }

  private mutating func packAll(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    markAll(scope)
    size += scope.entries.count * 2
    let isIgnoringNulls = node.child(.argumentList)?.expressions.first?.text == "true"
    let pairs = scope.entries.enumerated().flatMap { place, entry in
      [
        BoundExpression(.constant(.string(entry.name)), type: .string, range: node.range),
        BoundExpression(.column(place), type: entry.type, range: node.range),
      ]
    }
    return BoundExpression(.call(isIgnoringNulls ? "bag_pack_without_nulls" : "bag_pack", pairs), type: .dynamic, range: node.range)
  }

  private mutating func packColumns(_ nodes: [SyntaxNode], _ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    let pairs = nodes.flatMap { argument in
      [
        BoundExpression(.constant(.string(derivedName(of: argument) ?? argument.text)), type: .string, range: argument.range),
        expression(argument, scope),
      ]
    }
    return BoundExpression(.call("bag_pack", pairs), type: .dynamic, range: node.range)
  }

  private mutating func unknownFunction(
    _ name: String, _ nodes: [SyntaxNode], _ node: SyntaxNode, _ scope: Scope
  ) -> BoundExpression {
    for argument in nodes where !isTabular(argument) { _ = expression(argument, scope) }
    if functions.aggregate(name) != nil {
      error("\(name)() is an aggregate function; it stands in summarize", at: node)
    } else if catalogue == nil {
      report(.unsupported, "the function '\(KQLLiteral.shortened(name))' is not known here", at: node.range)
    } else {
      let nearest = NearestNames.nearest(to: name, among: functions.names).map { "'\($0)'" }
      error(
        "unknown function '\(KQLLiteral.shortened(name))'" + (nearest.isEmpty ? "" : "; did you mean \(nearest.joined(separator: ", "))?"),
        at: node.children.first ?? node)
    }
    return nothing(node)
  }

  /// Puts a function's body in the place of the call; its parameters stand for the arguments.
  mutating func scalarFunction(
    _ function: FunctionBinding, arguments: [SyntaxNode], _ scope: Scope, at node: SyntaxNode
  ) -> BoundExpression {
    let result = inFunction(function, arguments: arguments, scope: scope, at: node) { binder, body -> BoundExpression? in
      for statement in body.children(.letStatement) { binder.letStatement(statement) }
      guard let last = body.children(.expressionStatement).last?.expressions.first else { return nil }
      return binder.expression(last, .empty)
    }
    return result ?? nothing(node)
  }
}

extension ScalarFunction.Accepts {
  /// "string", "a number".
  var description: String {
    switch self {
    case .any: "anything"
    case .one(let type): type.rawValue
    case .number: "a number"
    case .ordered: "a number, datetime or timespan"
    }
  }
}
