import KQL

/// The conditions that a table's rows meet before anything else is done with them, by what they cost.
struct LeadingFilters {
  /// A condition that an index or a cheap comparison decides and that leaves few rows: `==`, `in`, `has`, `startswith`, a time window.
  private(set) var narrows = false
  /// The first condition that looks at every character of every row: `contains`, `endswith`.
  private(set) var scan: BoundExpression?
  /// The first `matches regex`.
  private(set) var regex: BoundExpression?

  /// Nil when the pipeline does not begin with a table.
  init?(of pipeline: BoundPipeline) {
    guard case .table = pipeline.source.kind else { return nil }
    for step in pipeline.operators {
      switch step.kind {
      case .filter(let condition): read(condition)
      case .project, .serialize, .notRun(keepsColumns: true): continue
      default: return
      }
    }
  }

  private enum Cost: Comparable {
    case narrow
    case neutral
    case scan
    case regex
  }

  private mutating func read(_ condition: BoundExpression) {
    if case .all(let parts) = condition.kind {
      for part in parts { read(part) }
      return
    }
    switch LeadingFilters.cost(condition) {
    case .narrow: narrows = true
    case .neutral: break
    case .scan: scan = scan ?? condition
    case .regex: regex = regex ?? condition
    }
  }

  /// An `or` costs what its dearest branch costs.
  private static func cost(_ condition: BoundExpression) -> Cost {
    switch condition.kind {
    case .any(let parts): parts.map(cost).max() ?? .neutral
    case .all(let parts): parts.map(cost).min() ?? .neutral
    case .between(_, _, _, isNegated: false): .narrow
    case .membership(let operation, _, _):
      [.isIn, .isInIgnoringCase, .hasAny, .hasAll].contains(operation) ? .narrow : .neutral
    case .binary(let operation, let left, let right): cost(operation, left, right)
    case .call("not", _): .neutral
    case .converted(let inner): cost(inner)
    default: .neutral
    }
  }

  private static func cost(_ operation: BoundBinaryOperator, _ left: BoundExpression, _ right: BoundExpression) -> Cost {
    switch operation {
    case .matchesRegex: return .regex
    case .contains, .containsCased, .endsWith, .endsWithCased, .like, .likeCased: return .scan
    case .equal, .equalIgnoringCase, .less, .lessOrEqual, .greater, .greaterOrEqual, .has, .hasCased, .hasPrefix, .hasPrefixCased,
      .hasSuffix, .hasSuffixCased, .startsWith, .startsWithCased:
      return left.readsColumns || right.readsColumns ? .narrow : .neutral
    default: return .neutral
    }
  }
}
