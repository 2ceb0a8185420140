import Casefile

/// Operators that the engine does not run yet: bound all the same, for the columns they read and the columns they give on.
extension Binder {
  /// `mv-apply`: the items of each row go through a sub-query; what it gives stands beside the columns of the row.
  mutating func multiValueApply(_ node: SyntaxNode, _ rows: inout BoundRows) {
    unsupported("'mv-apply'", at: node)
    let input = rows.scope
    var entries = input.entries
    for item in node.children(.expansion) {
      guard let value = item.expressions.first else { continue }
      let type = item.child(.toClause)?.child(.typeOf)?.children.first.flatMap { columnType($0) }
      guard let made = projected([value], input).first else { continue }
      put(Scope.Entry(name: made.entry.name, type: type ?? .dynamic), into: &entries)
    }
    if let index = node.parameter("with_itemindex")?.nameText { put(Scope.Entry(name: index, type: .long), into: &entries) }
    let inner = insideQuery(node.child(.onClause), Scope(entries: entries, isOpen: input.isOpen))
    var output = input.entries.filter { entry in
      !inner.entries.contains { $0.name == entry.name } || entries.contains { $0.name == entry.name }
    }
    for entry in inner.entries { put(entry, into: &output) }
    rows.scope = Scope(entries: output, isOpen: input.isOpen || inner.isOpen)
  }

  /// `partition by a (operators)`: what the sub-query gives of each group.
  mutating func partition(_ node: SyntaxNode, _ rows: inout BoundRows) {
    unsupported("'partition'", at: node)
    if let key = node.expressions.first(where: { $0.kind == .name || $0.kind == .bracketedName || $0.kind == .path }) {
      _ = expression(key, rows.scope)
    }
    rows.scope = insideQuery(node, rows.scope)
  }

  /// Each branch sees the rows; what comes out is more than one table.
  mutating func branches(_ node: SyntaxNode, _ rows: inout BoundRows) {
    unsupported("'\(node.firstToken?.text ?? "")'", at: node)
    _ = projected(node.child(.byClause)?.expressions ?? [], rows.scope)
    for branch in node.children(.forkBranch) { _ = insideQuery(branch, rows.scope) }
    if node.child(.subpipeline) != nil { _ = insideQuery(node, rows.scope) }
    rows.scope.isOpen = true
  }

  /// The columns that a sub-query in brackets gives, with these columns going in.
  private mutating func insideQuery(_ owner: SyntaxNode?, _ scope: Scope) -> Scope {
    guard let body = owner?.child(.subpipeline)?.children.first else { return scope }
    return deeperQuery(body, else: scope) { binder in
      guard body.kind == .pipeline, body.children.first?.kind.isOperator ?? false else { return binder.table(body)?.scope ?? scope }
      var inner = BoundRows(pipeline: BoundPipeline(source: BoundSource(.group, columns: scope.columns)), scope: scope)
      for step in body.children where step.kind.isOperator { binder.apply(step, to: &inner) }
      return inner.scope
    }
  }

  private func put(_ entry: Scope.Entry, into entries: inout [Scope.Entry]) {
    if let place = entries.firstIndex(where: { $0.name == entry.name }) { entries[place] = entry } else { entries.append(entry) }
  }

  /// `scan`: the declared columns come behind those of the rows, then the match's number.
  mutating func scan(_ node: SyntaxNode, _ rows: inout BoundRows) {
    unsupported("'scan'", at: node)
    _ = projected(node.child(.byClause)?.expressions ?? [], rows.scope)
    for key in node.children(.sortKey) { if let value = key.expressions.first { _ = expression(value, rows.scope) } }
    var scope = rows.scope
    for parameter in node.child(.parameterList)?.children(.parameter) ?? [] {
      let parts = parameter.children
      guard parts.count >= 2, let name = parts[0].nameText else { continue }
      if parts.count > 2 { _ = expression(parts[2], .empty) }
      put(Scope.Entry(name: name, type: columnType(parts[1]) ?? .dynamic), into: &scope.entries)
    }
    let steps = node.children(.scanStep)
    let outer = scanSteps
    scanSteps = Set(steps.compactMap { $0.children.first?.nameText })
    for step in steps {
      for (place, part) in step.expressions.dropFirst().enumerated() {
        if place == 0 { _ = predicate(part, scope) } else { _ = expression(part.expressions.last ?? part, scope) }
      }
    }
    scanSteps = outer
    if let match = node.parameter("with_match_id")?.nameText { put(Scope.Entry(name: match, type: .long), into: &scope.entries) }
    rows.scope = scope
  }

  /// `top-nested`: for each level the value and what it is ranked by.
  mutating func topNested(_ node: SyntaxNode, _ rows: inout BoundRows) {
    unsupported("'top-nested'", at: node)
    var outputs: [ProjectedItem] = []
    for level in node.children(.topNestedLevel) {
      guard let of = level.child(.ofClause)?.expressions.first, let value = projected([of], rows.scope).first else { continue }
      outputs.append(value)
      guard let by = level.expressions.last else { continue }
      var rank = ranked(by, rows.scope)
      if !rank.isNamed { rank.entry.name = "aggregated_\(value.entry.name)" }
      outputs.append(rank)
    }
    number(&outputs)
    rows.scope = Scope(entries: outputs.map(\.entry), isOpen: rows.scope.isOpen)
  }

  /// `top-hitters`: the value and about how often it comes.
  mutating func topHitters(_ node: SyntaxNode, _ rows: inout BoundRows) {
    unsupported("'top-hitters'", at: node)
    guard let of = node.child(.ofClause)?.expressions.first, let value = projected([of], rows.scope).first else { return }
    let weight = projected(node.child(.byClause)?.expressions ?? [], rows.scope).first
    let name = weight.map { "approximate_sum_\($0.entry.name)" } ?? "approximate_count_\(value.entry.name)"
    let rank = Scope.Entry(name: name, type: weight?.entry.type ?? .long)
    rows.scope = Scope(entries: [Scope.Entry(name: value.entry.name, type: value.entry.type), rank])
  }

  mutating func parseKeyValues(_ node: SyntaxNode, _ rows: inout BoundRows) {
    unsupported("'parse-kv'", at: node)
    if let subject = node.expressions.first { _ = expression(subject, rows.scope) }
    for column in schemaColumns(node.child(.schema)) { put(Scope.Entry(name: column.name, type: column.type), into: &rows.scope.entries) }
  }

  mutating func reduce(_ node: SyntaxNode, _ rows: inout BoundRows) {
    unsupported("'reduce'", at: node)
    _ = projected(node.child(.byClause)?.expressions ?? [], rows.scope)
    let columns = [Column("Pattern", .string), Column("Count", .long), Column("Representative", .string)]
    let made = columns.map { Scope.Entry(name: $0.name, type: $0.type) }
    if node.parameter("kind")?.text == "source" { rows.scope.entries += made } else { rows.scope = Scope(entries: made) }
  }

  /// `search` after a pipe reads every column, and says first which table a row is of.
  mutating func search(_ node: SyntaxNode, _ rows: inout BoundRows) {
    unsupported("'search'", at: node)
    markAll(rows.scope)
    rows.scope.entries.insert(Scope.Entry(name: "$table", type: .string), at: 0)
  }

  /// `invoke f(x)`: the rows are the first argument.
  mutating func invoke(_ node: SyntaxNode, _ rows: inout BoundRows) -> Bool {
    guard let call = node.expressions.first, call.kind == .call, let name = call.children.first?.nameText,
      case .function(let function) = environment[name]
    else { return false }
    let arguments = call.child(.argumentList)?.expressions ?? []
    if let made = tabularFunction(function, arguments: arguments, piped: rows, at: call) { rows = made }
    return true
  }
}
