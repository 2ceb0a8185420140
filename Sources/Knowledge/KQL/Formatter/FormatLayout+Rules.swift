extension FormatLayout {
  /// Breaks a node that does not fit on its line; `indent` is that of the line it is a part of.
  mutating func lay(_ node: SyntaxNode, _ indent: Int) {
    if node.kind != .query, isFlat(node) { return }
    switch node.kind {
    case .query: statements(node, indent)
    case .functionBody: body(node, indent)
    case .letStatement: letStatement(node, indent)
    case .pipeline: pipeline(node, indent)
    case .datatable: datatable(node, indent)
    case .parenthesized, .subpipeline, .argumentList, .compoundName, .schema, .parameterList, .nameList, .dynamicObject, .rowValues,
      .expressionList, .dynamicArray:
      bracketed(node, indent)
    case .andExpression, .orExpression: junction(node, indent)
    case .extendOperator, .projectOperator, .projectAwayOperator, .projectKeepOperator, .projectRenameOperator, .projectReorderOperator,
      .summarizeOperator, .distinctOperator, .sortOperator, .serializeOperator, .printSource, .unionSource, .unionOperator,
      .mvExpandOperator, .topNestedOperator, .byClause, .makeSeriesOperator:
      list(node, indent)
    case .scanOperator: steps(node, .scanStep, indent)
    case .forkOperator: steps(node, .forkBranch, indent)
    default: for child in node.children { lay(child, indent) }
    }
  }

  private mutating func statements(_ node: SyntaxNode, _ indent: Int) {
    for child in node.children where child.kind != .emptyStatement && child.kind != .skipped {
      beginStatement(first(child), indent)
      lay(child, indent)
    }
  }

  private mutating func body(_ node: SyntaxNode, _ indent: Int) {
    statements(node, indent + FormatLayout.step)
    closing(node, indent)
  }

  /// A closing bracket on a line of its own.
  private mutating func closing(_ node: SyntaxNode, _ indent: Int) {
    guard let last = node.ownTokens.last, [.closeBrace, .closeParenthesis, .closeBracket].contains(last.kind) else { return }
    breakLine(before: last.place, indent)
  }

  private mutating func letStatement(_ node: SyntaxNode, _ indent: Int) {
    guard let value = node.children.dropFirst().first, value.kind == .pipeline else {
      for child in node.children { lay(child, indent) }
      return
    }
    breakLine(before: first(value), indent + FormatLayout.step)
    lay(value, indent + FormatLayout.step)
  }

  private mutating func pipeline(_ node: SyntaxNode, _ indent: Int) {
    for element in node.elements {
      switch element {
      case .node(let child): lay(child, indent)
      case .token(let token): if token.kind == .pipe { breakLine(before: token.place, indent) }
      }
    }
  }

  /// `(`, each item on a line of its own, `)`; values that are short go on lines as long as they fit.
  private mutating func bracketed(_ node: SyntaxNode, _ indent: Int) {
    let inner = indent + FormatLayout.step
    let isFilled =
      node.children.count > 8 && node.children.allSatisfy { [.stringLiteral, .longLiteral, .realLiteral, .unary, .name].contains($0.kind) }
    var isFirst = true
    for child in node.children where first(child) < end(child) {
      if isFirst || !isFilled || isHard(first(child)) || !fits(child) { breakLine(before: first(child), inner) }
      isFirst = false
      lay(child, inner)
    }
    closing(node, indent)
  }

  /// One row a line.
  private mutating func datatable(_ node: SyntaxNode, _ indent: Int) {
    guard let rows = node.child(.rowValues), let schema = node.child(.schema) else { return }
    lay(schema, indent)
    let columns = max(1, schema.children(.parameter).count)
    for (place, cell) in rows.expressions.enumerated() where place % columns == 0 && first(cell) < end(cell) {
      breakLine(before: first(cell), indent + FormatLayout.step)
    }
    closing(rows, indent)
  }

  /// `and` and `or` begin the lines.
  private mutating func junction(_ node: SyntaxNode, _ indent: Int) {
    let inner = isAtLineStart(node) ? indent : indent + FormatLayout.step
    for element in node.elements {
      switch element {
      case .node(let child): lay(child, inner)
      case .token(let token): if token.word == .and || token.word == .or { breakLine(before: token.place, inner) }
      }
    }
  }

  /// Items on lines of their own behind the operator's word; a single item stays behind it.
  private mutating func list(_ node: SyntaxNode, _ indent: Int) {
    let items = node.children.filter { ![.operatorParameters, .byClause, .onClause, .range, .limitClause, .skipped].contains($0.kind) }
    let isBroken = items.count > 1
    let inner = indent + FormatLayout.step
    for child in node.children {
      let isItem = items.contains(child)
      if first(child) < end(child) {
        if isItem, isBroken { breakLine(before: first(child), inner) }
        if !isItem, child.kind == .byClause || child.kind == .onClause { breakLine(before: first(child), indent + FormatLayout.step / 2) }
      }
      lay(child, isItem && isBroken ? inner : indent)
    }
  }

  private mutating func steps(_ node: SyntaxNode, _ kind: SyntaxKind, _ indent: Int) {
    for child in node.children {
      if child.kind == kind { breakLine(before: first(child), indent + FormatLayout.step) }
      lay(child, child.kind == kind ? indent + FormatLayout.step : indent)
    }
    if kind == .scanStep { closing(node, indent) }
  }
}
