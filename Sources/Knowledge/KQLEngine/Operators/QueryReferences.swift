import KQL

/// The values and sub-queries that must be computed before a pipeline or an expression can run.
struct QueryReferences {
  private(set) var values: Set<Int> = []
  private(set) var subqueries: Set<Int> = []

  init(of pipeline: BoundPipeline) { collect(pipeline) }

  init(of expression: BoundExpression) { collect(expression) }

  private mutating func collect(_ pipeline: BoundPipeline) {
    switch pipeline.source.kind {
    case .print(let outputs): for output in outputs { collect(output.expression) }
    case .range(let first, let last, let step): for expression in [first, last, step] { collect(expression) }
    // Other pipelines collect for themselves when they are run.
    case .table, .view, .rows, .group, .union: break
    }
    for step in pipeline.operators { collect(step.kind) }
  }

  private mutating func collect(_ kind: BoundOperator.Kind) {
    switch kind {
    case .filter(let expression), .take(let expression), .sample(let expression): collect(expression)
    case .project(let outputs), .distinct(let outputs): for output in outputs { collect(output.expression) }
    case .sampleDistinct(let count, let output):
      collect(count)
      collect(output.expression)
    case .sort(let keys): for key in keys { collect(key.expression) }
    case .top(let count, let keys):
      collect(count)
      for key in keys { collect(key.expression) }
    case .summarize(let summarize):
      for named in summarize.keys + summarize.outputs { collect(named.expression) }
      for argument in summarize.aggregates.flatMap(\.arguments) { collect(argument) }
    case .join(let join):
      for key in join.keys {
        collect(key.left)
        collect(key.right)
      }
    case .mvExpand(let expansion):
      for item in expansion.items { collect(item.expression) }
      if let limit = expansion.limit { collect(limit) }
    case .parse(let parse): collect(parse.subject)
    case .count, .serialize, .union, .getSchema, .render, .notRun: break
    }
  }

  private mutating func collect(_ expression: BoundExpression) {
    switch expression.kind {
    case .value(let place): values.insert(place)
    case .constant, .column, .unresolved: break
    case .all(let parts), .any(let parts), .call(_, let parts): for part in parts { collect(part) }
    case .negated(let operand), .converted(let operand), .member(let operand, _): collect(operand)
    case .binary(_, let left, let right), .element(let left, let right):
      collect(left)
      collect(right)
    case .between(let subject, let low, let high, _): for part in [subject, low, high] { collect(part) }
    case .membership(_, let subject, let members):
      collect(subject)
      switch members {
      case .list(let expressions): for expression in expressions { collect(expression) }
      case .subquery(let place): subqueries.insert(place)
      }
    }
  }
}

extension BoundExpression {
  /// True when a function that looks at other rows is called anywhere in it.
  var looksAtOtherRows: Bool {
    switch kind {
    case .constant, .column, .value, .unresolved: false
    case .call(let name, let arguments): WindowFunctions.names.contains(name) || arguments.contains { $0.looksAtOtherRows }
    case .all(let parts), .any(let parts): parts.contains { $0.looksAtOtherRows }
    case .negated(let operand), .converted(let operand), .member(let operand, _): operand.looksAtOtherRows
    case .binary(_, let left, let right), .element(let left, let right): left.looksAtOtherRows || right.looksAtOtherRows
    case .between(let subject, let low, let high, _): [subject, low, high].contains { $0.looksAtOtherRows }
    case .membership(_, let subject, .list(let members)): ([subject] + members).contains { $0.looksAtOtherRows }
    case .membership(_, let subject, .subquery): subject.looksAtOtherRows
    }
  }
}
