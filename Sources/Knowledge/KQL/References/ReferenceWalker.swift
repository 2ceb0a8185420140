/// Walks a tree in the order names come into sight.
///
/// It errs on the side of seeing too much: a way out counts even where the query declares a function of the same name, and a name given
/// by `as` hides a table only in the steps behind it.
struct ReferenceWalker {
  var found = KQLReferences()
  /// Names that the query itself has made by here.
  private var known: Set<String> = []

  /// Where a node stands.
  private enum Place {
    case table
    case either
    case value
  }

  mutating func statements(_ node: SyntaxNode) {
    for statement in node.children {
      switch statement.kind {
      case .letStatement: letStatement(statement)
      case .controlCommand: note(.controlCommand, statement.firstTokens(2), statement)
      case .expressionStatement: for inner in statement.expressions { walk(inner, .table) }
      case .aliasStatement, .declarePatternStatement, .restrictStatement:
        note(.renaming, statement.firstToken?.text ?? "", statement)
        children(statement, .either)
      default: children(statement, .value)
      }
    }
  }

  private mutating func letStatement(_ node: SyntaxNode) {
    let parts = node.children
    if parts.count > 1 {
      if parts[1].kind == .functionDeclaration { function(parts[1]) } else { walk(parts[1], .either) }
    }
    if let name = parts.first?.nameText { known.insert(name) }
  }

  private mutating func function(_ node: SyntaxNode) {
    let outer = known
    for parameter in node.child(.parameterList)?.children(.parameter) ?? [] {
      for value in parameter.children.dropFirst(2) { walk(value, .either) }
      if let name = parameter.children.first?.nameText { known.insert(name) }
    }
    if let body = node.child(.functionBody) { statements(body) }
    known = outer
  }

  private mutating func walk(_ node: SyntaxNode, _ place: Place) {
    switch node.kind {
    case .name, .bracketedName, .wildcard, .star: name(node, place)
    case .pipeline: pipeline(node)
    case .parenthesized: children(node, place)
    case .unionSource, .unionOperator: for leg in node.expressions { walk(leg, .table) }
    case .joinOperator, .lookupOperator: join(node)
    case .searchSource, .findSource, .searchOperator, .findOperator: search(node)
    case .externalData: note(.externalData, addresses(node), node)
    case .evaluateOperator: plugin(node)
    case .call: call(node, place)
    case .path: path(node, place)
    case .membership: membership(node)
    case .invokeOperator: invoke(node)
    case .asOperator: if let name = node.children.last?.nameText { known.insert(name) }
    case .graphOperator, .macroExpandOperator: note(.opaqueOperator, node.firstToken?.text ?? "", node)
    default: children(node, .value)
    }
  }

  private mutating func children(_ node: SyntaxNode, _ place: Place) { for child in node.children { walk(child, place) } }

  private mutating func pipeline(_ node: SyntaxNode) {
    let outer = known
    for (place, child) in node.children.enumerated() { walk(child, place == 0 ? .table : .value) }
    known = outer
  }

  private mutating func name(_ node: SyntaxNode, _ place: Place) {
    guard place != .value, let name = node.nameText else { return }
    if node.kind == .bracketedName || node.kind == .name, known.contains(name) { return }
    found.tables.append(KQLReferences.Table(name: name, range: node.range, isCertain: place == .table))
    if name == "*" { note(.everyTable, node.text, node) }
  }

  private mutating func join(_ node: SyntaxNode) {
    for (place, child) in node.expressions.enumerated() { walk(child, place == 0 ? .table : .value) }
    if let conditions = node.child(.onClause) { children(conditions, .value) }
  }

  private mutating func search(_ node: SyntaxNode) {
    let isSource = node.kind == .searchSource || node.kind == .findSource
    if let scope = node.child(.nameList) {
      for table in scope.expressions { walk(table, .table) }
    } else if isSource {
      note(.everyTable, node.firstTokens(1), node)
    }
    for child in node.children where child.kind != .nameList { walk(child, .value) }
  }

  private mutating func membership(_ node: SyntaxNode) {
    let parts = node.expressions
    if let first = parts.first { walk(first, .value) }
    guard parts.count > 1 else { return }
    let items = parts[1].kind == .expressionList ? parts[1].expressions : [parts[1]]
    for item in items { walk(item, items.count == 1 ? .either : .value) }
  }

  private mutating func plugin(_ node: SyntaxNode) {
    guard let call = node.child(.call) else { return }
    let name = call.children.first?.text ?? ""
    note(.plugin, name, call)
    for (place, argument) in (call.child(.argumentList)?.expressions ?? []).enumerated() {
      walk(argument, place == 0 && ReferenceWalker.lookups.contains(name) ? .table : .either)
    }
  }

  /// Plugins whose first argument is a table.
  private static let lookups: Set<String> = ["ipv4_lookup", "ipv6_lookup", "geo_line_lookup", "geo_polygon_lookup"]

  private mutating func invoke(_ node: SyntaxNode) {
    for child in node.expressions { walk(child, .table) }
  }

  private mutating func call(_ node: SyntaxNode, _ place: Place) {
    guard let callee = node.children.first?.nameText else { return }
    let arguments = node.child(.argumentList)?.expressions ?? []
    if let kind = ReferenceWalker.waysOut[callee] { note(kind, arguments.first?.stringValue ?? arguments.first?.text ?? "", node) }
    switch callee {
    case "table":
      if let name = arguments.first?.stringValue {
        found.tables.append(KQLReferences.Table(name: name, range: node.range, isCertain: true))
      } else {
        note(.computedTable, arguments.first?.text ?? "", node)
      }
    case "_GetWatchlist", "_GetWatchlistAlias":
      // What the service documents of them: they read this one table.
      found.tables.append(KQLReferences.Table(name: "Watchlist", range: node.range, isCertain: true))
      for argument in arguments { walk(argument, .either) }
    case "materialize", "toscalar", "totable", "view": for argument in arguments { walk(argument, callee == "toscalar" ? .either : .table) }
    default:
      let isOwn = known.contains(callee)
      if !isOwn, ReferenceWalker.waysOut[callee] == nil, !ReferenceWalker.isOfLanguage(callee) { note(.function, callee, node) }
      for argument in arguments { walk(argument, isOwn || place == .table ? .either : .value) }
    }
  }

  /// Calls that reach out of the workspace, by name.
  private static let waysOut: [String: KQLReferences.Outside.Kind] = [
    "externaldata": .externalData, "external_data": .externalData, "external_table": .externalTable, "workspace": .workspace,
    "cluster": .cluster, "database": .database, "app": .app, "resource": .resource, "adx": .cluster, "arg": .resource,
  ]

  private static func isOfLanguage(_ name: String) -> Bool {
    let functions = FunctionCatalogue.shared
    return functions.scalar(name) != nil || functions.aggregate(name) != nil || specialForms.contains(name)
  }

  /// Calls that the binder reads by itself.
  private static let specialForms: Set<String> = ["column_ifexists", "columnifexists", "pack_all", "bag_pack_columns"]

  /// `cluster("a").database("b").T`: the calls are ways out, the last name is a table there.
  private mutating func path(_ node: SyntaxNode, _ place: Place) {
    let isSaid = node.subtree.contains { $0.kind == .call && ReferenceWalker.waysOut[$0.children.first?.nameText ?? ""] != nil }
    if place == .table, !isSaid { note(.elsewhere, node.text, node) }
    var reachesOut = place == .table
    for part in node.children {
      let inner = part.kind == .member ? part.children.first ?? part : part
      if inner.kind == .call {
        walk(inner, .value)
        reachesOut = reachesOut || ReferenceWalker.waysOut[inner.children.first?.nameText ?? ""] != nil
      } else if part.kind == .member, reachesOut, let name = inner.nameText {
        found.tables.append(KQLReferences.Table(name: name, range: inner.range, isCertain: true))
      } else if part.kind != .member {
        walk(part, .value)
      }
    }
  }

  private func addresses(_ node: SyntaxNode) -> String {
    (node.child(.rowValues)?.expressions ?? []).map { $0.stringValue ?? $0.text }.joined(separator: ", ")
  }

  private mutating func note(_ kind: KQLReferences.Outside.Kind, _ detail: String, _ node: SyntaxNode) {
    found.outside.append(KQLReferences.Outside(kind: kind, detail: detail, range: node.range))
  }
}

extension SyntaxNode {
  fileprivate func firstTokens(_ count: Int) -> String { tokens.prefix(count).map(\.text).joined() }
}
