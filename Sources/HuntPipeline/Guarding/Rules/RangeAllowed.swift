import Casefile
import KQL

/// No stretch of time may be longer than allowed.
struct RangeAllowed: GuardrailRule {
  func objections(to subject: ReviewSubject) -> [Objection] {
    guard let range = QueryRange.range(of: subject.bound, beside: subject.range, now: subject.now) else { return [] }
    let longest = subject.policy.maxRange
    // A literal such as ago(30d) is read a moment after it was written; a minute's grace keeps it from being "too long".
    guard range.length.ticks > longest.ticks + TimeSpan.minutes(1).ticks else { return [] }
    let days = (range.length.totalSeconds / 86_400 * 10).rounded() / 10
    return [
      Objection(
        .refuses, rule: "range-allowed",
        reason: "The range is \(JSONValue.text(of: days)) days; \(Int(longest.totalSeconds / 86_400)) are allowed.",
        remedy: "Shorten the range, or raise max_range in the guardrails file.")
    ]
  }
}

/// The stretch of time a bound query covers.
enum QueryRange {
  /// The widest window over the tables it reads; nil when no table is bounded from below.
  static func range(of bound: BoundQuery, beside given: TimeRange?, now: DateTime) -> TimeRange? {
    var from: DateTime?
    var to: DateTime?
    for pipeline in pipelines(of: bound) {
      guard case .table(let read) = pipeline.source.kind else { continue }
      let window = window(of: pipeline, columns: bound.reads[read].columns)
      guard let start = window.from ?? given?.from else { return given }
      from = min(from ?? start, start)
      let end = window.to ?? given?.to ?? now
      to = max(to ?? end, end)
    }
    guard let from, let to, from < to else { return given }
    return TimeRange(from: from, to: to)
  }

  private static func pipelines(of bound: BoundQuery) -> [BoundPipeline] {
    var open = [bound.pipeline].compactMap { $0 } + bound.views.map(\.pipeline) + bound.subqueries
    for value in bound.values { if case .firstCell(let pipeline) = value.kind { open.append(pipeline) } }
    var all: [BoundPipeline] = []
    while let pipeline = open.popLast() {
      all.append(pipeline)
      if case .union(let union) = pipeline.source.kind { open += union.legs.map(\.pipeline) }
      for step in pipeline.operators {
        switch step.kind {
        case .join(let join): open.append(join.right)
        case .union(let union): open += union.legs.map(\.pipeline)
        default: break
        }
      }
    }
    return all
  }

  /// Bounds on a time column in the filters that come before anything that makes new columns.
  private static func window(of pipeline: BoundPipeline, columns: [Column]) -> (from: DateTime?, to: DateTime?) {
    var window: (from: DateTime?, to: DateTime?) = (nil, nil)
    for step in pipeline.operators {
      guard case .filter(let condition) = step.kind else { break }
      for part in conjuncts(of: condition) {
        guard let (column, low, high) = bounds(in: part), isTime(column, columns) else { continue }
        if let low { window.from = max(window.from ?? low, low) }
        if let high { window.to = min(window.to ?? high, high) }
      }
    }
    return window
  }

  private static func isTime(_ column: Int, _ columns: [Column]) -> Bool {
    columns.indices.contains(column) && columns[column].type == .datetime
      && ["TimeGenerated", "Timestamp"].contains(columns[column].name)
  }

  private static func conjuncts(of condition: BoundExpression) -> [BoundExpression] {
    if case .all(let parts) = condition.kind { return parts.flatMap(conjuncts) }
    return [condition]
  }

  private static func bounds(in condition: BoundExpression) -> (column: Int, low: DateTime?, high: DateTime?)? {
    switch condition.kind {
    case .between(let value, let low, let high, isNegated: false):
      guard case .column(let column) = value.kind, let low = moment(low), let high = moment(high) else { return nil }
      return (column, low, high)
    case .binary(let op, let left, let right):
      if case .column(let column) = left.kind, let moment = moment(right) { return side(column, op, moment) }
      if case .column(let column) = right.kind, let moment = moment(left) { return side(column, flipped(op), moment) }
      return nil
    default: return nil
    }
  }

  private static func moment(_ expression: BoundExpression) -> DateTime? {
    if case .constant(.datetime(let moment)) = expression.kind { moment } else { nil }
  }

  private static func side(_ column: Int, _ op: BoundBinaryOperator, _ moment: DateTime) -> (Int, DateTime?, DateTime?)? {
    switch op {
    case .greater, .greaterOrEqual: (column, moment, nil)
    case .less, .lessOrEqual: (column, nil, moment)
    case .equal: (column, moment, moment)
    default: nil
    }
  }

  private static func flipped(_ op: BoundBinaryOperator) -> BoundBinaryOperator {
    switch op {
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    default: op
    }
  }
}
