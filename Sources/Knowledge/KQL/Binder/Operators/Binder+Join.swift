import Casefile

extension Binder {
  mutating func join(_ node: SyntaxNode, _ rows: inout BoundRows) {
    let syntax = JoinSyntax(node: node)
    guard let rightNode = syntax.right, rightNode.kind != .missing,
      let right = deeperQuery(rightNode, else: nil, { $0.table(rightNode) })
    else { return }
    let isLookup = node.kind == .lookupOperator
    guard let flavour = joinFlavour(syntax.kind, isLookup: isLookup) else { return }
    var keys: [BoundJoin.Key] = []
    var sharedNames: Set<String> = []
    if let clause = node.child(.onClause) { look(clause, rows.scope, right: right.scope) }
    for condition in syntax.conditions { joinKeys(condition, rows.scope, right.scope, &keys, &sharedNames) }
    if syntax.conditions.isEmpty { error("a join needs 'on' and its keys", at: node) }
    let (scope, origins) = joinOutput(flavour, rows.scope, right.scope, without: isLookup ? lookupKeys(keys) : [])
    let join = BoundJoin(flavour: flavour, right: right.pipeline, keys: keys, origins: origins, isLookup: isLookup)
    rows.append(.join(join), scope, at: node.range)
  }

  private mutating func joinFlavour(_ node: SyntaxNode?, isLookup: Bool) -> BoundJoin.Flavour? {
    guard let node else { return isLookup ? .leftOuter : .innerUnique }
    switch node.text {
    case "anti", "leftantisemi": return .leftAnti
    case "rightantisemi": return .rightAnti
    default: break
    }
    if let flavour = BoundJoin.Flavour(rawValue: node.text) { return flavour }
    let names = BoundJoin.Flavour.allCases.map(\.rawValue)
    let nearest = NearestNames.best(for: node.text, among: names).map { "; did you mean '\($0)'?" } ?? ""
    error("unknown kind of join '\(KQLLiteral.shortened(node.text))'" + nearest, at: node)
    return nil
  }

  /// A bare name is a key of both sides; `$left.a == $right.b` names one of each; `and` joins conditions.
  private mutating func joinKeys(
    _ node: SyntaxNode, _ left: Scope, _ right: Scope, _ keys: inout [BoundJoin.Key], _ shared: inout Set<String>
  ) {
    switch node.kind {
    case .andExpression: for part in node.expressions { joinKeys(part, left, right, &keys, &shared) }
    case .parenthesized: if let inner = node.expressions.first { joinKeys(inner, left, right, &keys, &shared) }
    case .name, .bracketedName:
      let leftKey = expression(node, left)
      let rightKey = expression(node, right)
      shared.insert(node.nameText ?? "")
      addKey(leftKey, rightKey, node, &keys)
    case .comparison where node.ownTokens.contains { $0.kind == .equal } && node.expressions.count == 2:
      let sides = node.expressions.map { (side: joinSide($0), node: $0) }
      let flipped = sides[0].side == "$right" || sides[1].side == "$left"
      let first = flipped ? sides[1].node : sides[0].node
      let second = flipped ? sides[0].node : sides[1].node
      addKey(joinOperand(first, left), joinOperand(second, right), node, &keys)
    case .missing: break
    default: error("a join key is a column of both sides or $left.a == $right.b", at: node)
    }
  }

  private mutating func addKey(_ left: BoundExpression, _ right: BoundExpression, _ node: SyntaxNode, _ keys: inout [BoundJoin.Key]) {
    if hasUnsupported {
      // Types behind a part that is not run yet are guesses.
    } else if left.type == .dynamic || right.type == .dynamic, !left.isUnresolved, !right.isUnresolved {
      error("a join key cannot be dynamic; convert it first, as in tostring(…)", at: node)
    } else if left.type != right.type, !(left.type.isNumeric && right.type.isNumeric), !left.isUnresolved, !right.isUnresolved {
      error("join keys of different types: \(left.type.rawValue) and \(right.type.rawValue)", at: node)
    }
    keys.append(BoundJoin.Key(left: left, right: right))
  }

  private func joinSide(_ node: SyntaxNode) -> String? {
    guard node.kind == .path, let first = node.children.first?.nameText, first == "$left" || first == "$right" else { return nil }
    return first
  }

  /// The column after `$left.` or `$right.`.
  private mutating func joinOperand(_ node: SyntaxNode, _ scope: Scope) -> BoundExpression {
    guard joinSide(node) != nil, let column = node.children.dropFirst().first?.children.first else { return expression(node, scope) }
    if node.children.count > 2 { error("a join key is a plain column", at: node) }
    return expression(column, scope)
  }

  private func lookupKeys(_ keys: [BoundJoin.Key]) -> Set<Int> {
    Set(keys.compactMap { if case .column(let place) = $0.right.kind { place } else { nil } })
  }

  private func joinOutput(
    _ flavour: BoundJoin.Flavour, _ left: Scope, _ right: Scope, without dropped: Set<Int>
  ) -> (Scope, [BoundJoin.Origin]) {
    let lefts = left.entries.indices.map { BoundJoin.Origin.left($0) }
    let rights = right.entries.indices.filter { !dropped.contains($0) }.map { BoundJoin.Origin.right($0) }
    let isOpen = left.isOpen || right.isOpen
    switch flavour {
    case .leftAnti, .leftSemi: return (Scope(entries: left.entries, isOpen: left.isOpen), lefts)
    case .rightAnti, .rightSemi: return (Scope(entries: right.entries, isOpen: right.isOpen), rights)
    default:
      let origins = lefts + rights
      var entries = origins.map { origin in
        switch origin {
        case .left(let place): left.entries[place]
        case .right(let place): right.entries[place]
        }
      }
      for (place, name) in RowBatch.uniqueNames(entries.map(\.name)).enumerated() { entries[place].name = name }
      return (Scope(entries: entries, isOpen: isOpen), origins)
    }
  }
}
