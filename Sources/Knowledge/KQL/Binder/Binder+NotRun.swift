import Casefile

/// Parts the engine does not run: they are bound only so far as guardrails must know what they read.
extension Binder {
  /// A step the engine lacks: every column it may look at counts as read, and so does every table named inside.
  mutating func notRunYet(_ node: SyntaxNode, _ rows: inout BoundRows) {
    unsupported("'\(node.firstToken?.text ?? "this")'", at: node)
    if looksAtEverything(node) {
      markAll(rows.scope)
    } else {
      for inner in node.subtree {
        guard let name = inner.nameText ?? inner.stringValue, let place = rows.scope.ordinal(of: name) else { continue }
        mark(rows.scope.entries[place])
      }
    }
    for inner in node.children { tablesInside(inner) }
    rows.append(.notRun(keepsColumns: Binder.passing.contains(node.kind)), rows.scope, at: node.range)
    // `evaluate plugin(…): (a: string, *)` says which columns come out.
    if node.kind == .evaluateOperator, let schema = node.child(.schema) {
      let made = schemaColumns(schema).map { Scope.Entry(name: $0.name, type: $0.type) }
      let keepsInput = schema.ownTokens.contains { $0.kind == .star }
      rows.scope = Scope(entries: (keepsInput ? rows.scope.entries : []) + made, isOpen: keepsInput)
      return
    }
    rows.scope.isOpen = true
  }

  /// A step the engine lacks whose columns can be told all the same. What it reads is told by `notRunYet`, which leaves nothing out; the
  /// closer look happens on a copy of the binder, of which only the columns that come out and the remarks are taken over.
  mutating func columnsOnly(of node: SyntaxNode, _ rows: inout BoundRows, _ look: (inout Binder, inout BoundRows) -> Void) {
    var seen = rows
    notRunYet(node, &rows)
    var copy = self
    look(&copy, &seen)
    (faults, size, probe) = (copy.faults, copy.size, copy.probe)
    // A column of a table that only the copy knows counts as read whole already.
    let entries = seen.scope.entries.map { entry in
      Scope.Entry(name: entry.name, type: entry.type, origins: entry.origins.filter { $0.read < reads.count })
    }
    rows.scope = Scope(entries: entries, isOpen: seen.scope.isOpen)
  }

  /// Steps that add columns or drop rows and leave the input's columns as they are.
  private static let passing: Set<SyntaxKind> = [
    .mvApplyOperator, .parseKeyValuesOperator, .searchOperator, .scanOperator, .evaluateOperator, .unknownOperator,
  ]

  /// True where not every column that is read is named.
  private func looksAtEverything(_ node: SyntaxNode) -> Bool {
    switch node.kind {
    case .searchOperator, .findOperator, .invokeOperator, .graphOperator, .macroExpandOperator: return true
    case .evaluateOperator:
      guard let plugin = node.child(.call)?.children.first?.nameText else { return true }
      return !Binder.namingPlugins.contains(plugin)
    default: break
    }
    return node.subtree.contains { inner in
      switch inner.kind {
      case .wildcard, .star, .searchOperator, .findOperator, .invokeOperator, .evaluateOperator: true
      case .call: inner.children.first?.nameText == "pack_all"
      default: false
      }
    }
  }

  /// Plugins that read only the columns they are given.
  private static let namingPlugins: Set<String> = [
    "bag_unpack", "ipv4_lookup", "ipv6_lookup", "activity_counts_metrics", "activity_engagement", "activity_metrics",
    "active_users_count", "dcount_intersect", "funnel_sequence", "funnel_sequence_completion", "new_activity_metrics",
    "rolling_percentile", "session_count", "sequence_detect", "sliding_window_counts",
  ]

  /// Tables named inside a part that is not bound are bound by themselves, each to the end of its own pipeline.
  private mutating func tablesInside(_ node: SyntaxNode) {
    var inside = node.children
    switch node.kind {
    case .pipeline:
      if let source = node.children.first, !source.kind.isOperator, isTabular(source) { return aside(node) }
    case .joinOperator, .lookupOperator:
      if let right = node.expressions.first, isTabular(right) {
        aside(right)
        inside.removeAll { $0 == right }
      }
    case .unionOperator, .call, .membership, .expressionList, .parenthesized:
      for leg in node.expressions where isTabular(leg) { aside(leg) }
      inside.removeAll { isTabular($0) }
    case .argumentList:
      for argument in node.expressions where isTabular(argument) { aside(argument) }
      inside.removeAll { isTabular($0) }
    default: break
    }
    for inner in inside { tablesInside(inner) }
  }

  /// Binds a query that stands beside the answer; all that comes out of it counts as read.
  private mutating func aside(_ node: SyntaxNode) {
    guard let rows = deeperQuery(node, else: nil, { $0.table(node) }) else { return }
    markAll(rows.scope)
    subqueries.append(rows.pipeline)
  }

  /// `search` and `find`: a union of all columns of the tables in their scope, or of every table there is.
  mutating func opaqueSource(_ node: SyntaxNode) -> BoundRows {
    unsupported(node.kind == .findSource ? "find" : "search", at: node)
    var legs: [BoundRows] = []
    if let scope = node.child(.nameList) {
      for table in scope.expressions { legs += unionLegs(table, isFuzzy: false) }
      guard node.kind == .searchSource else { return found(legs, node) }
      // Filters behind a search narrow all its tables, so their place is the whole of it.
      let inside = scope.range
      for read in reads.indices where inside.lowerBound <= reads[read].range.lowerBound && reads[read].range.upperBound <= inside.upperBound
      {
        reads[read].range = node.range
      }
    } else if let catalogue {
      legs = catalogue.tableNames.sorted().map { storedTable($0, at: node) }
    }
    return found(legs, node)
  }

  private mutating func found(_ legs: [BoundRows], _ node: SyntaxNode) -> BoundRows {
    for leg in legs { markAll(leg.scope) }
    var rows = united(legs)
    if node.kind == .findSource { rows.append(.notRun(keepsColumns: false), rows.scope, at: node.range) }
    rows.scope.isOpen = true
    return rows
  }
}
