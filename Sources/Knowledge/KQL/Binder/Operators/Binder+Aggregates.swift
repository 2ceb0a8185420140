import Casefile

extension Binder {
  /// Binds one call of an aggregate function and names its columns as Kusto does.
  mutating func aggregate(_ function: AggregateFunction, _ node: SyntaxNode) -> BoundAggregate? {
    let nodes = (node.child(.argumentList)?.expressions ?? []).filter { !($0.kind == .star && function.name == "count") }
    guard let state = grouping, !state.isInside else {
      error("an aggregate function cannot stand inside another", at: node)
      return nil
    }
    guard nodes.count >= function.fewest, nodes.count <= function.most else {
      error("\(function.name)() takes \(function.arity), not \(nodes.count)", at: node)
      return nil
    }
    grouping?.isInside = true
    defer { grouping?.isInside = false }
    switch function.name {
    case "arg_max", "arg_min", "take_any": return returning(function, nodes, state)
    case "percentiles", "percentilesw": return percentiles(function, nodes, state)
    default: return plain(function, nodes, state)
    }
  }

  private mutating func plain(_ function: AggregateFunction, _ nodes: [SyntaxNode], _ state: Grouping) -> BoundAggregate {
    var arguments = nodes.map { expression($0, state.input) }
    if let place = function.condition, arguments.indices.contains(place), arguments[place].type != .bool {
      arguments[place] = converted(arguments[place], to: .bool)
    }
    checkSummable(function, arguments, nodes)
    let about = nodes.first.flatMap { derivedName(of: $0) } ?? ""
    var name = function.prefix + about
    // `count(x)` counts rows, whatever x is.
    if function.name == "count" { arguments = [] }
    if function.name == "percentile", nodes.count == 2 { name = "percentile_\(about)_\(nodes[1].text)" }
    let type = function.resultType(of: arguments.first?.type ?? .long)
    return BoundAggregate(function: function.name, arguments: arguments, columns: [Column(name, type)])
  }

  private mutating func checkSummable(_ function: AggregateFunction, _ arguments: [BoundExpression], _ nodes: [SyntaxNode]) {
    guard function.result == .sum || function.result == .average || function.name.hasPrefix("stdev"), let first = arguments.first else {
      return
    }
    if first.type == .string || first.type == .guid || first.type == .bool && function.result == .average {
      error("\(function.name)() cannot take \(first.type.rawValue)", at: nodes[0])
    }
  }

  /// `arg_max(a, b, *)`: what is maximised comes first, then what is returned with it; a star is every column not named yet.
  private mutating func returning(_ function: AggregateFunction, _ nodes: [SyntaxNode], _ state: Grouping) -> BoundAggregate {
    var arguments: [BoundExpression] = []
    var columns: [Column] = []
    var taken = Set(state.keys.map(\.entry.name))
    var unnamed = 0
    for (place, node) in nodes.enumerated() {
      if node.kind == .star {
        for (ordinal, entry) in state.input.entries.enumerated() where taken.insert(entry.name).inserted {
          mark(entry)
          arguments.append(BoundExpression(.column(ordinal), type: entry.type, range: node.range))
          columns.append(entry.column)
        }
        continue
      }
      let bound = expression(node, state.input)
      unnamed += 1
      let prefix = function.name == "take_any" ? "any_" : place == 0 ? (function.name == "arg_max" ? "max_" : "min_") : "Column\(unnamed)"
      let name = derivedName(of: node) ?? prefix
      taken.insert(name)
      arguments.append(bound)
      columns.append(Column(name, bound.type))
    }
    return BoundAggregate(function: function.name, arguments: arguments, columns: columns)
  }

  private mutating func percentiles(_ function: AggregateFunction, _ nodes: [SyntaxNode], _ state: Grouping) -> BoundAggregate {
    let arguments = nodes.map { expression($0, state.input) }
    let about = derivedName(of: nodes[0]) ?? ""
    let firstPercentile = function.name == "percentilesw" ? 2 : 1
    let columns = nodes[firstPercentile...].map { Column("percentile_\(about)_\($0.text)", arguments[0].type) }
    return BoundAggregate(function: function.name, arguments: arguments, columns: columns)
  }
}

extension AggregateFunction {
  /// "1 argument", "1 to 2 arguments".
  var arity: String { fewest == most ? "\(fewest) argument\(fewest == 1 ? "" : "s")" : "\(fewest) to \(most) arguments" }

  func resultType(of argument: ColumnType) -> ColumnType {
    switch result {
    case .fixed(let type): type
    case .first: argument
    case .sum: argument == .int || argument == .bool ? .long : argument
    case .average: argument == .decimal || argument == .datetime || argument == .timespan ? argument : .real
    case .several: argument
    }
  }
}
