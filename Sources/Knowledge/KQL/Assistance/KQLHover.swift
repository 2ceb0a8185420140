import Casefile

/// What the thing at a place of a query is.
package struct KQLHover: Sendable, Equatable {
  /// What it is.
  package enum Kind: String, Sendable, CaseIterable {
    case table
    case column
    case function
    case `operator`
    case literal
    case variable
    case parameter
    case plugin
  }

  /// What it is.
  package var kind: Kind
  /// One line: a name with its type, a signature, how an operator is written.
  package var title: String
  /// Sentences that say more, one a line; may be empty.
  package var text: String
  /// UTF-8 offsets of the thing.
  package var range: Range<Int>
}

extension KQLAssistant {
  /// What stands at an offset; nil for blanks, comments, brackets and names that mean nothing here.
  package func hover(over query: KQLQuery, at offset: Int) -> KQLHover? {
    let candidates = [query.tree.token(around: offset), query.tree.token(around: offset - 1)].compactMap { $0 }
    return candidates.lazy.compactMap { hover(over: $0, query) }.first
  }

  private func hover(over token: SyntaxToken, _ query: KQLQuery) -> KQLHover? {
    let chain = query.tree.ancestors(of: token)
    guard let leaf = chain.first else { return nil }
    switch leaf.kind {
    case .name, .bracketedName, .wildcard: return named(leaf, Array(chain.dropFirst()), query)
    default: break
    }
    if let found = literal(leaf) { return found }
    return word(token, chain)
  }

  private func literal(_ node: SyntaxNode) -> KQLHover? {
    guard let literal = node.literal else { return nil }
    let value = literal.value.map { $0 == .null ? "null" : $0.text } ?? "cannot be read"
    let title = node.kind == .stringLiteral ? "string of \(value.unicodeScalars.count) characters" : "\(literal.type.rawValue) \(value)"
    return KQLHover(kind: .literal, title: KQLLiteral.shortened(title), text: "", range: node.range)
  }

  /// An operator's word, a keyword or a sign.
  private func word(_ token: SyntaxToken, _ chain: [SyntaxNode]) -> KQLHover? {
    let owner = chain.first { $0.kind.isOperator || $0.kind.isSource || $0.kind == .letStatement || $0.kind == .setStatement }
    if let owner, owner.firstToken?.place == token.place, let help = OperatorHelp.named(token.text) {
      return KQLHover(kind: .operator, title: help.syntax, text: help.help, range: token.range)
    }
    let name = token.word == .matches ? "matches regex" : token.text
    guard let help = BinaryOperatorHelp.named(name) else { return nil }
    return KQLHover(kind: .operator, title: "a \(help.name) b", text: "True when a " + help.help + ".", range: token.range).orArithmetic(
      help)
  }

  private func named(_ node: SyntaxNode, _ chain: [SyntaxNode], _ query: KQLQuery) -> KQLHover? {
    guard let name = node.nameText, let parent = chain.first else { return nil }
    if parent.kind == .operatorParameter { return parameter(node, chain) }
    let (sight, bound) = KQLBinder(catalogue: catalogue, now: now).sight(in: query, at: node.range.lowerBound)
    let isFirst = parent.children.first == node
    if parent.kind == .call, isFirst { return called(name, chain, sight, node) }
    if parent.kind == .member, let path = chain.first(where: { $0.kind == .path }) {
      return member(node, of: path, sight, bound)
    }
    let isTable = bound.reads.contains { $0.range == node.range }
    if isTable, node.kind != .wildcard { return table(name, at: node) }
    if parent.kind == .namedExpression, isFirst, parent.children.count > 1, let made = sight?.output {
      return column(name, made, bound, node)
    }
    if let scope = sight?.scope, let found = column(name, scope, bound, node) { return found }
    if let found = variable(name, sight, node) { return found }
    if let made = sight?.output, let found = column(name, made, bound, node) { return found }
    return catalogue?.schema(named: name) == nil ? nil : table(name, at: node)
  }

  private func table(_ name: String, at node: SyntaxNode) -> KQLHover {
    let schema = catalogue?.schema(named: name)
    let title = schema.map { "table \(name), \($0.columns.count) columns" } ?? "table \(name)"
    var lines = [tableDescription(name)].compactMap { $0 }
    if let time = schema?.timeColumn { lines.append("Its time column is \(time).") }
    return KQLHover(kind: .table, title: title, text: lines.joined(separator: "\n"), range: node.range)
  }

  private func column(_ name: String, _ scope: Scope, _ bound: BoundQuery, _ node: SyntaxNode) -> KQLHover? {
    guard let entry = scope.entries.first(where: { $0.name == name }) else { return nil }
    let origins = entry.origins.filter { bound.reads.indices.contains($0.read) }.map { origin in
      let read = bound.reads[origin.read]
      return "\(read.table).\(read.columns[origin.column].name)"
    }
    let unique = origins.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let text = unique.isEmpty ? "Computed by the query." : "From \(unique.prefix(4).joined(separator: ", "))."
    return KQLHover(kind: .column, title: "\(name): \(entry.type.rawValue)", text: text, range: node.range)
  }

  private func variable(_ name: String, _ sight: Sight?, _ node: SyntaxNode) -> KQLHover? {
    switch sight?.environment[name] {
    case .expression(let value):
      if case .constant(let constant) = value.kind {
        let title = KQLLiteral.shortened("\(name): \(value.type.rawValue) = \(constant.text)")
        return KQLHover(kind: .variable, title: title, text: "", range: node.range)
      }
      return KQLHover(kind: .variable, title: "\(name): \(value.type.rawValue)", text: "", range: node.range)
    case .view(_, let scope):
      let list = scope.entries.prefix(8).map { "\($0.name): \($0.type.rawValue)" }.joined(separator: ", ")
      let more = scope.entries.count > 8 ? ", …" : ""
      let title = scope.isOpen ? "table \(name)" : "table \(name), \(scope.entries.count) columns"
      return KQLHover(kind: .variable, title: title, text: list + more, range: node.range)
    case .function(let function):
      let text = function.isTabular ? "Gives a table." : "Gives a value."
      return KQLHover(kind: .variable, title: function.signature(named: name), text: text, range: node.range)
    case nil: return nil
    }
  }

  private func called(_ name: String, _ chain: [SyntaxNode], _ sight: Sight?, _ node: SyntaxNode) -> KQLHover? {
    if case .function = sight?.environment[name] { return variable(name, sight, node) }
    if chain.dropFirst().first?.kind == .evaluateOperator, let plugin = Plugin.named(name) {
      return KQLHover(kind: .plugin, title: "evaluate \(name)(…)", text: plugin.help, range: node.range)
    }
    guard let signature = CallSignature(name) else { return nil }
    return KQLHover(kind: .function, title: signature.text, text: signature.help, range: node.range)
  }

  private func member(_ node: SyntaxNode, of path: SyntaxNode, _ sight: Sight?, _ bound: BoundQuery) -> KQLHover? {
    guard let name = node.nameText, let base = path.children.first, let sight else { return nil }
    switch base.nameText {
    case "$left": return column(name, sight.scope, bound, node)
    case "$right": return sight.right.flatMap { column(name, $0, bound, node) }
    default: return KQLHover(kind: .column, title: "\(path.text): dynamic", text: "A key of the bag \(base.text).", range: node.range)
    }
  }

  private func parameter(_ node: SyntaxNode, _ chain: [SyntaxNode]) -> KQLHover? {
    guard let owner = chain.first(where: { $0.kind.isOperator || $0.kind.isSource }), let word = owner.firstToken?.text,
      let name = chain.first?.children.dropLast().map(\.text).joined(separator: "."),
      let parameter = OperatorHelp.named(word)?.parameter(named: name)
    else { return nil }
    let text = parameter.values.isEmpty ? "" : "One of " + parameter.values.joined(separator: ", ") + "."
    return KQLHover(kind: .parameter, title: "\(word) \(name)=…", text: text, range: node.range)
  }
}

extension KQLHover {
  /// Arithmetic gives values, not truths.
  fileprivate func orArithmetic(_ help: BinaryOperatorHelp) -> KQLHover {
    guard ["+", "-", "*", "/", "%"].contains(help.name) else { return self }
    var hover = self
    hover.text = "The \(help.help) of a and b."
    return hover
  }
}
