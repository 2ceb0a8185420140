package import Casefile

extension KQLQuery {
  /// The query of a plan, one step a line: the table, its time range, one `where` for each filter, the rows, the fields.
  ///
  /// The newest rows are kept (`top … by time desc`) rather than any (`take`): an analyst reads a cut result from its end, and the same
  /// plan then always gives the same rows. Tables without a time column get `take`.
  package init(plan: QueryPlan, schema: TableSchema) {
    var lines: [KQLFragment] = ["\(name: plan.table)"]
    let time = schema.timeColumn
    if let time {
      lines.append("where \(name: time) >= \(plan.range.from) and \(name: time) < \(plan.range.to)")
    }
    for filter in plan.filters {
      if let condition = PlanFilter.condition(filter, type: schema.column(named: filter.field)?.type ?? .string) {
        lines.append("where \(condition)")
      }
    }
    if plan.limit > 0 {
      if let time { lines.append("top \(plan.limit) by \(name: time) desc") } else { lines.append("take \(plan.limit)") }
    }
    if !plan.fields.isEmpty {
      lines.append("project \(KQLFragment.joined(plan.fields.map { "\(name: $0)" }, by: ", "))")
    }
    self.init(KQLFragment.joined(lines, by: "\n| "))
  }
}

/// One filter of a plan as a condition.
enum PlanFilter {
  /// Nil when the filter would say nothing, or everything: an empty value never becomes a prefix, suffix, term or part.
  static func condition(_ filter: QueryPlan.Filter, type: ColumnType) -> KQLFragment? {
    let op = filter.op
    let values = op.comparesWhole && !op.takesSeveral ? filter.values : filter.values.filter { !$0.trimmingBlanks.isEmpty }
    guard let first = values.first else { return nil }
    let isText = type == .string || op.isOverText
    let subject: KQLFragment = isText && type != .string ? "tostring(\(name: filter.field))" : "\(name: filter.field)"
    let literals = values.map { isText ? Value.string($0) : literal($0, type: type) }
    let operation = symbol(op)
    if op.takesSeveral { return "\(subject) \(operation) \(list: literals)" }
    return "\(subject) \(operation) \(isText ? .string(first) : literals[0])"
  }

  /// The value as its column's type reads it; text that does not fit stays text, and the binder will say so.
  private static func literal(_ text: String, type: ColumnType) -> Value {
    switch type {
    case .bool: ["true": .bool(true), "false": .bool(false)][text.lowercased()] ?? .string(text)
    case .int, .long: Int64(text).map { .long($0) } ?? .string(text)
    case .real: Double(text).map { .real($0) } ?? .string(text)
    case .decimal: Double(text) == nil ? .string(text) : .decimal(text)
    case .datetime: DateTime(text).map { .datetime($0) } ?? .string(text)
    case .timespan: TimeSpan(text).map { .timespan($0) } ?? .string(text)
    case .guid: .guid(text.lowercased())
    case .string, .dynamic: .string(text)
    }
  }

  private static func symbol(_ op: QueryPlan.Filter.Operator) -> KQLFragment {
    switch op {
    case .equals: "=="
    case .equalsIgnoringCase: "=~"
    case .notEquals: "!="
    case .startsWith: "startswith"
    case .endsWith: "endswith"
    case .contains: "contains"
    case .has: "has"
    case .hasAny: "has_any"
    case .isIn: "in"
    case .isInIgnoringCase: "in~"
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .less: "<"
    case .lessOrEqual: "<="
    }
  }
}

extension QueryPlan.Filter.Operator {
  var takesSeveral: Bool { self == .isIn || self == .isInIgnoringCase || self == .hasAny }

  var isOverText: Bool {
    switch self {
    case .equalsIgnoringCase, .startsWith, .endsWith, .contains, .has, .hasAny, .isInIgnoringCase: true
    default: false
    }
  }

  /// True where an empty value means "is empty" and not "anything".
  var comparesWhole: Bool { self == .equals || self == .notEquals || self == .isIn }
}

extension String {
  var trimmingBlanks: String { String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()) }
}
