package import Casefile

extension QueryPlan {
  /// This plan with what an edited query says, when the query still has a plan's shape: one table, conditions joined by `and`, plain
  /// fields, a row limit.
  ///
  /// Nil when it says more than a plan can. A query without a time range keeps the plan's; `ago(…)` counts from `now`.
  package func edited(by query: KQLQuery, schema: TableSchema, now: DateTime) -> QueryPlan? {
    guard query.isWellFormed, var shape = PlanShape(query, time: schema.timeColumn, now: now) else { return nil }
    var plan = self
    plan.table = shape.table
    plan.fields = shape.fields
    plan.filters = shape.filters
    plan.limit = shape.limit ?? plan.limit
    shape.from = shape.from ?? range.from
    shape.to = shape.to ?? range.to
    if let from = shape.from, let to = shape.to, from <= to { plan.range = TimeRange(from: from, to: to) } else { return nil }
    plan.kql = query.text
    return plan
  }
}

/// What a query of a plan's shape says.
struct PlanShape {
  var table = ""
  var fields: [String] = []
  var filters: [QueryPlan.Filter] = []
  var limit: Int?
  var from: DateTime?
  var to: DateTime?
  private let time: String?
  private let now: DateTime

  init?(_ query: KQLQuery, time: String?, now: DateTime) {
    self.time = time
    self.now = now
    let statements = query.syntax.children.filter { $0.kind != .emptyStatement }
    guard statements.count == 1, statements[0].kind == .expressionStatement, let body = statements[0].expressions.first else { return nil }
    let steps = body.kind == .pipeline ? body.children : [body]
    guard let name = steps[0].nameText, steps[0].kind != .wildcard else { return nil }
    table = name
    for step in steps.dropFirst() { guard read(step) else { return nil } }
  }

  private mutating func read(_ step: SyntaxNode) -> Bool {
    switch step.kind {
    case .whereOperator:
      guard fields.isEmpty, limit == nil, let condition = step.expressions.first else { return false }
      let parts = condition.kind == .andExpression ? condition.expressions : [condition]
      for part in parts { guard readCondition(part) else { return false } }
      return true
    case .projectOperator:
      let names = step.expressions.compactMap { $0.kind == .name || $0.kind == .bracketedName ? $0.nameText : nil }
      guard fields.isEmpty, names.count == step.expressions.count else { return false }
      fields = names
      return true
    case .takeOperator, .topOperator: return readLimit(step)
    default: return false
    }
  }

  private mutating func readLimit(_ step: SyntaxNode) -> Bool {
    guard limit == nil, case .long(let number)? = step.expressions.first?.literal?.value, let count = Int(exactly: number) else {
      return false
    }
    if step.kind == .topOperator {
      let keys = step.children(.sortKey).map { SortKeySyntax(node: $0) }
      guard keys.count == 1, !keys[0].isAscending, keys[0].expression?.nameText == time else { return false }
    }
    limit = count
    return true
  }

  private mutating func readCondition(_ node: SyntaxNode) -> Bool {
    if node.kind == .between { return readBetween(node) }
    guard node.kind == .comparison || node.kind == .stringComparison || node.kind == .membership, let subject = node.expressions.first,
      node.expressions.count == 2, let op = QueryPlan.Filter.Operator(rawValue: node.ownTokens.map(\.text).joined())
    else { return false }
    guard let field = fieldName(subject) else { return false }
    if field == time, let moment = moment(node.expressions[1]) { return bound(op, moment) }
    let operands = node.expressions[1].kind == .expressionList ? node.expressions[1].expressions : [node.expressions[1]]
    let values = operands.compactMap { $0.literal?.value?.text }
    guard values.count == operands.count, op.takesSeveral || values.count == 1 else { return false }
    filters.append(QueryPlan.Filter(field: field, op: op, values: values))
    return true
  }

  private func fieldName(_ node: SyntaxNode) -> String? {
    if node.kind == .name || node.kind == .bracketedName { return node.nameText }
    guard node.kind == .call, node.children.first?.nameText == "tostring", let only = node.child(.argumentList)?.expressions,
      only.count == 1, only[0].kind == .name || only[0].kind == .bracketedName
    else { return nil }
    return only[0].nameText
  }

  private mutating func bound(_ op: QueryPlan.Filter.Operator, _ moment: DateTime) -> Bool {
    let after = DateTime(ticks: min(moment.ticks &+ 1, DateTime.maximum.ticks))
    switch op {
    case .greaterOrEqual: from = max(from ?? moment, moment)
    case .greater: from = max(from ?? after, after)
    case .less: to = min(to ?? moment, moment)
    case .lessOrEqual: to = min(to ?? after, after)
    default: return false
    }
    return true
  }

  private mutating func readBetween(_ node: SyntaxNode) -> Bool {
    let parts = node.children
    guard parts.count == 2, fieldName(parts[0]) == time, time != nil, !node.ownTokens.contains(where: { $0.word == .notBetween }),
      parts[1].expressions.count == 2, let low = moment(parts[1].expressions[0]), let high = moment(parts[1].expressions[1])
    else { return false }
    return bound(.greaterOrEqual, low) && bound(.lessOrEqual, high)
  }

  /// `datetime(…)`, `now()`, `ago(1d)`.
  private func moment(_ node: SyntaxNode) -> DateTime? {
    if case .datetime(let moment)? = node.literal?.value { return moment }
    guard node.kind == .call, let name = node.children.first?.nameText, name == "ago" || name == "now" else { return nil }
    let arguments = (node.child(.argumentList)?.expressions ?? []).map { $0.literal?.value }
    guard !arguments.contains(nil), case .datetime(let moment)? = ConstantFolding.call(name, arguments.compactMap { $0 }, now: now) else {
      return nil
    }
    return moment
  }
}
