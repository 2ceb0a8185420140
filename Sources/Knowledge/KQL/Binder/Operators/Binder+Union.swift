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
    let maps = legs.map { fills(scope, from: $0.scope) }
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
  mutating func unionLegs(_ node: SyntaxNode, isFuzzy: Bool) -> [BoundRows] {
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

  /// Rows of all legs, columns lined up by name.
  func united(_ legs: [BoundRows]) -> BoundRows {
    let scope = lined(legs, isInner: false)
    let parts = legs.map { leg in
      BoundUnion.Leg(pipeline: leg.pipeline, columns: fills(scope, from: leg.scope), sourceName: leg.name)
    }
    let union = BoundUnion(legs: parts, inputColumns: [], sourceColumn: nil, inputSourceName: "")
    return BoundRows(pipeline: BoundPipeline(source: BoundSource(.union(union), columns: scope.columns)), scope: scope)
  }

  /// What makes two columns of legs one column of the union.
  private struct Line: Hashable {
    var name: String
    var type: ColumnType
  }

  /// The columns of all legs in order of first sight; one name with two types makes two columns.
  private func lined(_ legs: [BoundRows], isInner: Bool) -> Scope {
    var entries: [Scope.Entry] = []
    var places: [Line: Int] = [:]
    var types: [String: Set<ColumnType>] = [:]
    for leg in legs { for entry in leg.scope.entries { types[entry.name, default: []].insert(entry.type) } }
    for leg in legs {
      for entry in leg.scope.entries {
        let isMixed = (types[entry.name]?.count ?? 0) > 1
        let name = isMixed ? "\(entry.name)_\(entry.type.rawValue)" : entry.name
        if let place = places[Line(name: name, type: entry.type)] {
          entries[place].origins += entry.origins
        } else {
          places[Line(name: name, type: entry.type)] = entries.count
          entries.append(Scope.Entry(name: name, type: entry.type, origins: entry.origins))
        }
      }
    }
    let all = Scope(entries: entries, isOpen: legs.contains { $0.scope.isOpen })
    guard isInner else { return all }
    let fillings = legs.map { fills(all, from: $0.scope) }
    let kept = entries.indices.filter { place in fillings.allSatisfy { $0[place] != nil } }
    return Scope(entries: kept.map { entries[$0] }, isOpen: all.isOpen)
  }

  /// For each column of a union, the leg's column that fills it: of one type, under its own name or with its type behind it.
  private func fills(_ union: Scope, from leg: Scope) -> [Int?] {
    var places: [Line: Int] = [:]
    for (place, entry) in leg.entries.enumerated() {
      for name in [entry.name, "\(entry.name)_\(entry.type.rawValue)"] {
        let line = Line(name: name, type: entry.type)
        if places[line] == nil { places[line] = place }
      }
    }
    return union.entries.map { places[Line(name: $0.name, type: $0.type)] }
  }
}
