import Casefile

extension CompletionList {
  /// What may follow a whole expression, as the operator around has it.
  mutating func continuation() {
    let owner = cursor.ancestors.first { $0.kind.isOperator || $0.kind.isSource }
    switch owner?.kind {
    case .whereOperator: conditions()
    case .summarizeOperator where owner?.child(.byClause) == nil: keyword("by")
    case .joinOperator where owner?.child(.onClause) == nil, .lookupOperator where owner?.child(.onClause) == nil: keyword("on")
    case .sortOperator, .topOperator:
      for word in owner?.child(.sortKey) == nil ? ["by"] : ["asc", "desc", "nulls first", "nulls last"] { keyword(word) }
    case .parseOperator where owner?.child(.withClause)?.child(.parsePattern)?.children.isEmpty ?? true: keyword("with")
    case .renderOperator: keyword("with")
    case .mvExpandOperator: for word in ["to typeof(", "limit"] { keyword(word) }
    case .mvApplyOperator: for word in ["to typeof(", "limit", "on"] { keyword(word) }
    case .makeSeriesOperator: for word in ["default", "on", "from", "to", "step", "by"] { keyword(word) }
    case .rangeSource: for word in ["from", "to", "step"] { keyword(word) }
    case .sampleDistinctOperator, .topHittersOperator, .topNestedOperator: for word in ["of", "by"] { keyword(word) }
    case .findSource, .findOperator: for word in ["where", "project"] { keyword(word) }
    default: break
    }
    if owner?.kind != .whereOperator { conditions() }
    add(KQLCompletion.Item("|", .operator, detail: "another step", insertion: "| "))
  }

  /// `and`, `or` after a condition; comparisons that fit the type after a value.
  private mutating func conditions() {
    let isCondition = expressionBefore.map { [.comparison, .stringComparison, .membership, .between].contains($0.kind) } ?? false
    if isCondition { for word in ["and", "or"] { keyword(word) } }
    for help in BinaryOperatorHelp.all where isOfUse(help) { add(KQLCompletion.Item(help.name, .operator, detail: help.help)) }
    if !isCondition { for word in ["and", "or"] { keyword(word) } }
  }

  private func isOfUse(_ help: BinaryOperatorHelp) -> Bool {
    guard let name = expressionBefore?.nameText, let type = sight?.scope.entries.first(where: { $0.name == name })?.type else {
      return true
    }
    return help.fits(type)
  }

  /// The narrowest condition, or else the narrowest value, that ends right before the stand-in.
  private var expressionBefore: SyntaxNode? {
    guard let before = cursor.before else { return nil }
    let ending = cursor.query.tree.ancestors(of: before).filter { $0.range.upperBound == before.range.upperBound && $0.kind.isExpression }
    return ending.first { [.comparison, .stringComparison, .membership, .between].contains($0.kind) } ?? ending.first
  }
}

extension SyntaxKind {
  /// True for the operators that may begin a pipeline.
  var isSource: Bool {
    switch self {
    case .datatable, .externalData, .printSource, .rangeSource, .unionSource, .findSource, .searchSource: true
    default: false
    }
  }
}
