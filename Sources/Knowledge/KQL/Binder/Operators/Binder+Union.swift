import Casefile

extension Binder {
  /// `union` as a source (`piped` nil) or after a pipe.
  mutating func union(_ node: SyntaxNode, piped: BoundRows?) -> BoundRows? {
    var legs: [BoundRows] = piped.map { [$0] } ?? []
    let isFuzzy = node.parameter("isfuzzy")?.text == "true"
    for item in node.expressions { legs += unionLegs(item, isFuzzy: isFuzzy) }
    guard !legs.isEmpty else { return nil }
    let isInner = node.parameter("kind")?.text == "inner"
    let source = (node.parameter("withsource") ?? node.parameter("with_source"))?.nameText
    var scope = lined(legs, isInner: isInner)
    let maps = legs.map { leg in scope.entries.map { fill($0, from: leg.scope) } }
    if let source { scope.entries.insert(Scope.Entry(name: source, type: .string), at: 0) }
    for place in scope.entries.indices { scope.entries[place].name = scope.entries[place].name }
    let parts = zip(legs, maps).map { leg, map in
      BoundUnion.Leg(pipeline: leg.pipeline, columns: (source == nil ? [] : [nil]) + map, sourceName: leg.name)
    }
    var united = BoundUnion(legs: parts, inputColumns: [], sourceColumn: source == nil ? nil : 0, inputSourceName: "")
    guard var rows = piped else {
      return BoundRows(pipeline: BoundPipeline(source: BoundSource(.union(united), columns: scope.columns)), scope: scope)
    }
    united.inputColumns = parts[0].columns
    united.inputSourceName = parts[0].sourceName
    united.legs.removeFirst()
    rows.append(.union(united), scope, at: node.range)
    return rows
  }

  /// A table, a sub-query, or every table that a wildcard means.
  private mutating func unionLegs(_ node: SyntaxNode, isFuzzy: Bool) -> [BoundRows] {
    guard node.kind == .wildcard || node.kind == .star, let pattern = node.nameText else {
      if isFuzzy, let name = node.nameText, environment[name] == nil, let catalogue, catalogue.schema(named: name) == nil {
        report(.warning, "the table '\(KQLLiteral.shortened(name))' is not known and is left out of the union", at: node.range)
        return []
      }
      return deeperQuery(node, else: nil, { $0.table(node) }).map { [$0] } ?? []
    }
    let views = environment.compactMap { name, binding -> (String, FunctionBinding)? in
      guard case .function(let function) = binding, function.isView, Wildcard.matches(pattern, name) else { return nil }
      return (name, function)
    }
    let viewed = views.sorted { $0.0 < $1.0 }.compactMap { tabularFunction($0.1, arguments: [], at: node) }
    guard let catalogue else { return viewed + [outside(node, "a wildcard over unknown tables", columns: [])] }
    return viewed + catalogue.tableNames.filter { Wildcard.matches(pattern, $0) }.sorted().map { storedTable($0, at: node) }
  }

  /// The columns of all legs in order of first sight; one name with two types makes two columns.
  private func lined(_ legs: [BoundRows], isInner: Bool) -> Scope {
    var entries: [Scope.Entry] = []
    var types: [String: Set<ColumnType>] = [:]
    for leg in legs { for entry in leg.scope.entries { types[entry.name, default: []].insert(entry.type) } }
    for leg in legs {
      for entry in leg.scope.entries {
        let isMixed = (types[entry.name]?.count ?? 0) > 1
        let name = isMixed ? "\(entry.name)_\(entry.type.rawValue)" : entry.name
        if let place = entries.firstIndex(where: { $0.name == name && $0.type == entry.type }) {
          entries[place].origins += entry.origins
        } else {
          entries.append(Scope.Entry(name: name, type: entry.type, origins: entry.origins))
        }
      }
    }
    if isInner { entries.removeAll { entry in !legs.allSatisfy { fill(entry, from: $0.scope) != nil } } }
    return Scope(entries: entries, isOpen: legs.contains { $0.scope.isOpen })
  }

  private func fill(_ entry: Scope.Entry, from scope: Scope) -> Int? {
    scope.entries.firstIndex { $0.type == entry.type && ($0.name == entry.name || "\($0.name)_\($0.type.rawValue)" == entry.name) }
  }
}
