import Casefile

/// What is in sight at one place of a query: noted while the query is bound, for an editor.
struct Sight {
  /// The columns that an expression there may name.
  var scope: Scope
  /// In the `on` of a join: the columns of its right side.
  var right: Scope?
  /// The columns that the operator there gives on; nil where no operator stands.
  var output: Scope?
  /// What `let`, parameters and `as` have made by there.
  var environment: [String: Binding]
}

/// The place an editor asks about, and the narrowest sight of it so far.
struct SightProbe {
  let offset: Int
  private(set) var sight: Sight?
  private var width = Int.max
  private var place = -1

  init(offset: Int) { self.offset = offset }

  func touches(_ node: SyntaxNode) -> Bool { node.range.lowerBound <= offset && offset <= node.range.upperBound }

  mutating func see(_ node: SyntaxNode, _ sight: Sight) {
    guard touches(node), node.range.count < width else { return }
    self.sight = sight
    width = node.range.count
    place = node.place
  }

  mutating func seeOutput(_ node: SyntaxNode, _ output: Scope) {
    if node.place == place, sight?.output == nil { sight?.output = output }
  }

  mutating func seeDeclaration(_ node: SyntaxNode, _ name: String, _ binding: Binding) {
    if touches(node) { sight?.environment[name] = binding }
  }
}

extension Binder {
  /// Notes what can be named inside a node; nothing unless an editor asked.
  mutating func look(_ node: SyntaxNode, _ scope: Scope, right: Scope? = nil) {
    probe?.see(node, Sight(scope: scope, right: right, output: nil, environment: environment))
  }

  /// A function's body is bound where it is called; an editor wants to know of it before any call.
  mutating func lookInside(_ function: FunctionBinding) {
    guard let probe, probe.touches(function.declaration), let body = function.declaration.child(.functionBody) else { return }
    deeperQuery(function.declaration, else: ()) { binder in
      let outer = binder.environment
      defer { binder.environment = outer }
      for parameter in function.declaration.child(.parameterList)?.children(.parameter) ?? [] { binder.assume(parameter) }
      _ = binder.statements(body)
    }
  }

  /// A parameter as its declaration describes it, without an argument.
  private mutating func assume(_ parameter: SyntaxNode) {
    let parts = parameter.children
    guard parts.count >= 2, let name = parts[0].nameText else { return }
    guard parts[1].kind == .schema else {
      let type = columnType(parts[1]) ?? .dynamic
      environment[name] = .expression(BoundExpression(.unresolved(name), type: type, range: parameter.range))
      return
    }
    let columns = schemaColumns(parts[1])
    let isOpen = parts[1].ownTokens.contains { $0.kind == .star }
    let entries = columns.map { Scope.Entry(name: $0.name, type: $0.type) }
    environment[name] = view(
      of: BoundRows(pipeline: .nothing, scope: Scope(entries: entries, isOpen: isOpen)), named: name, isMaterialized: false)
  }
}

extension KQLBinder {
  /// Binds a query and says what is in sight at an offset.
  func sight(in query: KQLQuery, at offset: Int) -> (sight: Sight?, bound: BoundQuery) {
    var binder = Binder(catalogue: catalogue, now: now, query: query)
    binder.probe = SightProbe(offset: offset)
    let bound = binder.bind()
    return (binder.probe?.sight, bound)
  }
}
