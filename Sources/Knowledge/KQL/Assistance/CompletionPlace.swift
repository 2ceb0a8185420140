/// What kind of thing could stand where a completion is asked for.
enum CompletionPlace: Equatable {
  /// A new name, a comment, a command: nothing to offer.
  case nothing
  /// The beginning of a statement.
  case statement
  /// After a pipe.
  case pipe
  /// The beginning of a sub-query in brackets: operators first.
  case subquery
  case table
  /// A `let`'s value: anything.
  case anything
  /// A value; aggregates only where `summarize` and the like want them.
  case expression(aggregates: Bool)
  /// The other side of a comparison: values of its column first. The node is the first side.
  case comparedValue(SyntaxNode)
  case column
  /// A key of a join: a name of both sides, or `$left`, `$right`.
  case joinKey
  case leftColumn
  case rightColumn
  /// After a dot: the keys of a bag.
  case member(of: SyntaxNode)
  /// After a whole expression.
  case continuation
  case parameterValue(name: String)
  case type
  case plugin
  case invocation
  case keywords([String])
}

extension CompletionPlace {
  /// Reads the place off the nodes around the stand-in, the innermost first.
  init(_ cursor: CompletionCursor) {
    let chain = cursor.ancestors.filter { $0.kind != .parenthesized || $0.expressions.count != 1 }
    guard let leaf = chain.first else {
      self = .nothing
      return
    }
    switch leaf.kind {
    case .unknownOperator: self = .pipe
    case .skipped: self = CompletionPlace.afterWhole(chain, cursor)
    case .name: self = CompletionPlace.name(leaf, in: Array(chain.dropFirst()), cursor)
    case .parsePattern, .parameter: self = .nothing
    default:
      let isPlugin = leaf.kind == .evaluateOperator
      self = isPlugin ? .plugin : leaf.kind.isOperator || leaf.kind == .query ? .continuation : .nothing
    }
  }

  private static func afterWhole(_ chain: [SyntaxNode], _ cursor: CompletionCursor) -> CompletionPlace {
    let before = cursor.before
    switch chain.dropFirst().first?.kind {
    case .evaluateOperator where before?.word == .evaluate: return .plugin
    case .toClause: return .keywords(["typeof("])
    case .mvExpandOperator where before?.word == .to, .mvApplyOperator where before?.word == .to, .expansion where before?.word == .to:
      return .keywords(["typeof("])
    default: return before?.kind == .comma || before?.kind == .pipe ? .expression(aggregates: false) : .continuation
    }
  }

  private static func name(_ node: SyntaxNode, in chain: [SyntaxNode], _ cursor: CompletionCursor) -> CompletionPlace {
    guard let parent = chain.first else { return .nothing }
    let isFirst = parent.children.first == node
    switch parent.kind {
    case .expressionStatement: return .statement
    case .letStatement: return isFirst ? .nothing : .anything
    case .pipeline: return isFirst ? name(parent, in: Array(chain.dropFirst()), cursor) : .nothing
    case .namedExpression: return isFirst && parent.children.count > 1 ? .nothing : name(parent, in: Array(chain.dropFirst()), cursor)
    case .subpipeline: return .subquery
    case .unionSource, .unionOperator, .nameList: return .table
    case .joinOperator, .lookupOperator: return .table
    case .onClause: return chain.dropFirst().first?.kind == .makeSeriesOperator ? .column : .joinKey
    case .operatorParameter:
      return isFirst ? .nothing : .parameterValue(name: parent.children.dropLast().map(\.text).joined(separator: "."))
    case .member: return member(in: Array(chain.dropFirst()))
    case .comparison, .stringComparison, .between:
      return isFirst ? expression(chain) : parent.children.first.map { .comparedValue($0) } ?? expression(chain)
    case .expressionList, .range:
      let owner = chain.dropFirst().first
      guard let owner, owner.kind == .between || owner.kind == .membership, let first = owner.children.first else {
        return expression(chain)
      }
      return .comparedValue(first)
    case .membership: return isFirst ? expression(chain) : parent.children.first.map { .comparedValue($0) } ?? expression(chain)
    case .projectAwayOperator, .projectKeepOperator, .projectRenameOperator, .projectByNamesOperator, .partitionOperator: return .column
    case .sortKey: return sortKey(chain, cursor)
    case .parameter: return isFirst ? .nothing : .type
    case .typeOf, .schema: return .type
    case .renderOperator: return .keywords(charts)
    case .invokeOperator: return .invocation
    case .rangeSource: return isFirst ? .nothing : .expression(aggregates: false)
    case .asOperator, .countOperator, .setStatement, .declareParametersStatement, .forkBranch: return .nothing
    case .argumentList:
      let callee = chain.dropFirst().first?.children.first?.nameText ?? ""
      return ["toscalar", "materialize", "totable", "view"].contains(callee) ? .table : expression(chain)
    case .query: return .continuation
    default: return expression(chain)
    }
  }

  private static func sortKey(_ chain: [SyntaxNode], _ cursor: CompletionCursor) -> CompletionPlace {
    guard let parent = chain.dropFirst().first else { return .nothing }
    if parent.kind == .projectReorderOperator { return .column }
    return parent.ownTokens.contains { $0.word == .by } ? .expression(aggregates: false) : .keywords(["by"])
  }

  private static func member(in chain: [SyntaxNode]) -> CompletionPlace {
    guard let path = chain.first(where: { $0.kind == .path }), let base = path.children.first else { return .nothing }
    switch base.nameText {
    case "$left": return .leftColumn
    case "$right": return .rightColumn
    default: return path.children.count == 2 ? .member(of: base) : .nothing
    }
  }

  /// A value somewhere inside: what is around decides whether aggregates and columns are of use.
  private static func expression(_ chain: [SyntaxNode]) -> CompletionPlace {
    var isInsideCall = false
    for node in chain {
      switch node.kind {
      case .byClause: return .expression(aggregates: false)
      case .argumentList: isInsideCall = isInsideCall || !isWrapper(node, in: chain)
      case .onClause: return .joinKey
      case .topNestedLevel, .summarizeOperator, .makeSeriesAggregate: return .expression(aggregates: !isInsideCall)
      case _ where node.kind.isOperator: return .expression(aggregates: false)
      default: break
      }
    }
    return .expression(aggregates: false)
  }

  /// True for the arguments of a scalar function: an aggregate may stand in them.
  private static func isWrapper(_ node: SyntaxNode, in chain: [SyntaxNode]) -> Bool {
    guard let call = chain.first(where: { $0.kind == .call && $0.child(.argumentList) == node }), let name = call.children.first?.nameText
    else { return false }
    return FunctionCatalogue.shared.aggregate(name) == nil
  }

  static let charts = [
    "anomalychart", "areachart", "barchart", "card", "columnchart", "ladderchart", "linechart", "piechart", "pivotchart", "plotly",
    "scatterchart", "stackedareachart", "table", "timechart", "timepivot", "treemap",
  ]
}
