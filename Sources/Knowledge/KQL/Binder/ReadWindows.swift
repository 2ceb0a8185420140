package import Casefile

/// The stretch of time a query asks of one reading of a table, as far as its filters tell.
package struct ReadWindow: Sendable, Equatable {
  /// The table's stored name.
  package var table: String
  /// The place in `BoundQuery.reads`.
  package var read: Int
  /// The first moment asked for; nil when open.
  package var from: DateTime?
  /// The first moment not asked for, or nearly so for `<=`; nil when open.
  package var to: DateTime?
}

extension BoundQuery {
  /// One window a reading and path, through views, joins, unions and renamed columns; `timeColumn` says which column counts.
  package func windows(timeColumn: (BoundTableRead) -> String?) -> [ReadWindow] {
    var finder = WindowFinder(
      query: self,
      timeOrdinals: reads.map { read in
        timeColumn(read).flatMap { name in read.columns.firstIndex { $0.name == name } }
      })
    for value in values { if case .firstCell(let rows) = value.kind { finder.finish(rows) } }
    for rows in subqueries { finder.finish(rows) }
    if let pipeline { finder.finish(pipeline) }
    return finder.found
  }
}

/// Follows each table's time column through the steps and narrows its window at every filter.
private struct WindowFinder {
  let query: BoundQuery
  let timeOrdinals: [Int?]
  var found: [ReadWindow] = []

  struct Flow {
    var window: ReadWindow
    /// Where the time column stands now; nil once it is gone.
    var column: Int?
  }

  mutating func finish(_ pipeline: BoundPipeline) { found += flows(pipeline).map(\.window) }

  private mutating func flows(_ pipeline: BoundPipeline) -> [Flow] {
    var flows = sourceFlows(pipeline.source)
    for step in pipeline.operators { follow(step, &flows) }
    return flows
  }

  private mutating func sourceFlows(_ source: BoundSource) -> [Flow] {
    switch source.kind {
    case .table(let read):
      return [Flow(window: ReadWindow(table: query.reads[read].table, read: read), column: timeOrdinals[read])]
    case .view(let place): return flows(query.views[place].pipeline)
    case .union(let union): return union.legs.flatMap { legFlows($0) }
    case .rows, .print, .range, .group: return []
    }
  }

  private mutating func legFlows(_ leg: BoundUnion.Leg) -> [Flow] {
    flows(leg.pipeline).map { moved($0) { column in leg.columns.firstIndex { $0 == column } } }
  }

  private func moved(_ flow: Flow, _ move: (Int) -> Int?) -> Flow { Flow(window: flow.window, column: flow.column.flatMap(move)) }

  private mutating func follow(_ step: BoundOperator, _ flows: inout [Flow]) {
    switch step.kind {
    case .filter(let condition): for place in flows.indices { narrow(&flows[place], condition) }
    case .project(let items), .distinct(let items): move(&flows, items.map(\.expression))
    case .summarize(let summary): move(&flows, summary.keys.map(\.expression))
    case .mvExpand(let expansion): flows = flows.map { moved($0) { column in expansion.kept.firstIndex { $0 == column } } }
    case .parse(let parse): flows = flows.map { moved($0) { column in parse.kept.firstIndex { $0 == column } } }
    case .join(let join):
      let right = self.flows(join.right).map { moved($0) { column in join.origins.firstIndex { $0 == .right(column) } } }
      flows = flows.map { moved($0) { column in join.origins.firstIndex { $0 == .left(column) } } } + right
    case .union(let union):
      flows = flows.map { moved($0) { column in union.inputColumns.firstIndex { $0 == column } } }
      flows += union.legs.flatMap { legFlows($0) }
    case .count, .sampleDistinct, .getSchema: for place in flows.indices { flows[place].column = nil }
    case .sort, .top, .take, .sample, .serialize, .render: break
    }
  }

  private func move(_ flows: inout [Flow], _ items: [BoundExpression]) {
    flows = flows.map { moved($0) { column in items.firstIndex { $0.kind == .column(column) } } }
  }

  private func narrow(_ flow: inout Flow, _ condition: BoundExpression) {
    switch condition.kind {
    case .all(let parts): for part in parts { narrow(&flow, part) }
    case .binary(let operation, let left, let right):
      if left.kind == flow.column.map({ .column($0) }), case .constant(.datetime(let moment)) = right.kind {
        bound(&flow, operation, moment)
      }
      if right.kind == flow.column.map({ .column($0) }), case .constant(.datetime(let moment)) = left.kind {
        bound(&flow, operation.flipped, moment)
      }
    case .between(let operand, let low, let high, isNegated: false) where operand.kind == flow.column.map({ .column($0) }):
      if case .constant(.datetime(let moment)) = low.kind { bound(&flow, .greaterOrEqual, moment) }
      if case .constant(.datetime(let moment)) = high.kind { bound(&flow, .lessOrEqual, moment) }
    default: break
    }
  }

  private func bound(_ flow: inout Flow, _ operation: BoundBinaryOperator, _ moment: DateTime) {
    switch operation {
    case .greater, .greaterOrEqual: flow.window.from = max(flow.window.from ?? moment, moment)
    case .less, .lessOrEqual: flow.window.to = min(flow.window.to ?? moment, moment)
    case .equal:
      flow.window.from = moment
      flow.window.to = moment
    default: break
    }
  }
}

extension BoundBinaryOperator {
  /// The operator with its sides changed over.
  fileprivate var flipped: BoundBinaryOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }
}
