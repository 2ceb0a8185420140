import Casefile

extension Binder {
  /// Binds statements in order; the last that yields rows is the answer.
  mutating func statements(_ node: SyntaxNode) -> BoundRows? {
    var answer: BoundRows?
    var count = 0
    for statement in node.children {
      look(statement, .empty)
      switch statement.kind {
      case .letStatement: letStatement(statement)
      case .declareParametersStatement: declareParameters(statement)
      case .expressionStatement:
        guard let expression = statement.expressions.first, expression.kind != .missing else { continue }
        count += 1
        if count > 1 { unsupported("more than one answer from one query", at: statement) }
        answer = deeperQuery(statement, else: nil) { $0.table(expression) }
      case .controlCommand: error("control commands cannot be run", at: statement)
      case .aliasStatement, .restrictStatement, .declarePatternStatement: unsupported("this statement", at: statement)
      default: break
      }
    }
    if answer == nil, count == 0, query.isWellFormed { error("the query has no statement that yields rows", at: node) }
    return answer
  }

  mutating func letStatement(_ node: SyntaxNode) {
    let parts = node.children
    guard parts.count >= 2, let name = parts[0].nameText else { return }
    let binding = binding(of: parts[1], named: name)
    environment[name] = binding
    probe?.seeDeclaration(parts[0], name, binding)
  }

  private mutating func binding(of value: SyntaxNode, named name: String) -> Binding {
    if value.kind == .functionDeclaration {
      let function = function(value)
      lookInside(function)
      return .function(function)
    }
    if isTabular(value) { return view(value, named: name, isMaterialized: false) }
    return .expression(shared(expression(value, .empty), named: name))
  }

  /// Makes a view of a tabular expression, so that its uses share one binding.
  mutating func view(_ node: SyntaxNode, named name: String, isMaterialized: Bool) -> Binding {
    let rows = deeperQuery(node, else: nil) { $0.table(node) } ?? BoundRows(pipeline: .nothing, scope: .unknown)
    return view(of: rows, named: name, isMaterialized: isMaterialized)
  }

  mutating func view(of rows: BoundRows, named name: String, isMaterialized: Bool) -> Binding {
    views.append(BoundView(name: name, pipeline: rows.pipeline, isMaterialized: isMaterialized))
    return .view(views.count - 1, rows.scope)
  }

  /// A scalar that is not constant is computed once and referred to, however often it is used.
  mutating func shared(_ expression: BoundExpression, named name: String) -> BoundExpression {
    switch expression.kind {
    case .constant, .value, .unresolved: return expression
    default:
      values.append(BoundValue(name: name, kind: .expression(expression), type: expression.type))
      return BoundExpression(.value(values.count - 1), type: expression.type, range: expression.range)
    }
  }

  private mutating func declareParameters(_ node: SyntaxNode) {
    for parameter in node.child(.parameterList)?.children(.parameter) ?? [] {
      let parts = parameter.children
      guard parts.count >= 2, let name = parts[0].nameText, let type = columnType(parts[1]) else { continue }
      if parts.count > 2 {
        environment[name] = .expression(expression(parts[2], .empty))
      } else {
        error("the parameter '\(name)' has no value", at: parameter)
        environment[name] = .expression(BoundExpression(.constant(.null), type: type, range: parameter.range))
      }
    }
  }

  /// The scalar type a node names; a report and nil for others.
  mutating func columnType(_ node: SyntaxNode) -> ColumnType? {
    guard let name = node.nameText, name != "" else { return nil }
    if let type = ColumnType(name: name), name == name.lowercased() { return type }
    let nearest = NearestNames.best(for: name, among: ColumnType.allCases.map(\.rawValue)).map { "; did you mean '\($0)'?" } ?? ""
    error("unknown type '\(KQLLiteral.shortened(name))'" + nearest, at: node)
    return nil
  }

  /// The columns of `(a: string, b: long)`.
  mutating func schemaColumns(_ node: SyntaxNode?) -> [Column] {
    (node?.children(.parameter) ?? []).compactMap { parameter in
      let parts = parameter.children
      guard parts.count >= 2, let name = parts[0].nameText else { return nil }
      return Column(name, columnType(parts[1]) ?? .dynamic)
    }
  }
}

extension BoundPipeline {
  /// No rows, no columns.
  static let nothing = BoundPipeline(source: BoundSource(.rows([]), columns: []))
}
