import Casefile
import KQL

/// `cross-join`: a join whose keys are the same for every row pairs each row with each; it runs only after a yes.
struct CrossJoin: GuardrailRule {
  let id = "cross-join"

  func objections(to subject: ReviewSubject) -> [Objection] {
    var found: [Objection] = []
    for pipeline in subject.pipelines {
      var constants = constants(from: pipeline.source, subject.bound)
      for step in pipeline.operators {
        if case .join(let join) = step.kind, !join.keys.isEmpty {
          let right = constantColumns(of: join.right, subject.bound)
          let isCross = join.keys.allSatisfy { isConstant($0.left, constants) && isConstant($0.right, right) }
          if isCross, readsTables(join.right, subject.bound) {
            found.append(
              asks(
                "The join\(subject.line(step.range)) pairs every row with every row, because its keys never differ.",
                remedy: "Join on a column such as DeviceId or AccountUpn, or say yes."))
          }
        }
        constants = follow(step, constants)
      }
    }
    return found
  }

  /// The columns at a pipeline's end that hold one value for all rows.
  private func constantColumns(of pipeline: BoundPipeline, _ query: BoundQuery) -> Set<Int> {
    pipeline.operators.reduce(constants(from: pipeline.source, query)) { follow($1, $0) }
  }

  private func constants(from source: BoundSource, _ query: BoundQuery) -> Set<Int> {
    guard case .view(let place) = source.kind, !query.views[place].pipeline.operators.isEmpty else { return [] }
    // Views refer only to earlier ones, and only their last projection matters here.
    guard case .project(let items)? = query.views[place].pipeline.operators.last?.kind else { return [] }
    return Set(items.indices.filter { isConstant(items[$0].expression, []) })
  }

  private func follow(_ step: BoundOperator, _ constants: Set<Int>) -> Set<Int> {
    switch step.kind {
    case .filter, .sort, .top, .take, .sample, .serialize, .render: constants
    case .project(let items): Set(items.indices.filter { isConstant(items[$0].expression, constants) })
    default: []
    }
  }

  private func isConstant(_ expression: BoundExpression, _ columns: Set<Int>) -> Bool {
    if case .column(let place) = expression.kind { return columns.contains(place) }
    return !expression.readsColumns && expression.parts.allSatisfy { isConstant($0, columns) }
  }

  /// Small lists written into the query may well be paired with every row.
  private func readsTables(_ pipeline: BoundPipeline, _ query: BoundQuery) -> Bool {
    switch pipeline.source.kind {
    case .table, .union: true
    case .view(let place): readsTables(query.views[place].pipeline, query)
    default: false
    }
  }
}
