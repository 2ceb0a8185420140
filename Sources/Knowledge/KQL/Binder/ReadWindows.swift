package import Casefile

/// The stretch of time a query asks of one reading of a table, as far as its filters tell.
package struct ReadWindow: Sendable, Hashable {
  /// The table's stored name.
  package var table: String
  /// The place in `BoundQuery.reads`.
  package var read: Int
  /// The first moment asked for; nil when open.
  package var from: DateTime?
  /// The first moment not asked for, or nearly so for `<=`; nil when open.
  package var to: DateTime?
  /// The table's time column that bounds its beginning; nil when nothing does, or no column alone (`ingestion_time()`).
  package var fromColumn: String?
  /// The same of its end.
  package var toColumn: String?
  /// A filter bounds its beginning by something that is known only when the query runs, such as `toscalar(…)`.
  package var isComputed = false
  /// Its rows meet those of another table with a time column in a `join` or `lookup`.
  package var isJoined = false

  /// True when nothing in the query bounds its beginning.
  package var isOpen: Bool { from == nil && !isComputed }
}

extension BoundTableRead {
  /// The columns whose filters count as a time window, the one to filter by first: `TimeGenerated`, `Timestamp`, else the first datetime.
  package var timeColumns: [String] {
    let schema = TableSchema(name: table, columns: columns)
    guard let first = schema.timeColumn else { return [] }
    let known = ["TimeGenerated", "Timestamp"].filter { schema.column(named: $0)?.type == .datetime }
    return [first] + known.filter { $0 != first }
  }
}

extension BoundQuery {
  /// One window a reading and path, through views, joins, unions and renamed columns; a reading inside a part that is not followed is open.
  /// Tables without a time column have none.
  package var windows: [ReadWindow] {
    var finder = WindowFinder(
      query: self,
      timePlaces: reads.map { read in
        read.timeColumns.compactMap { name in
          read.columns.firstIndex { $0.name == name }.map { WindowFinder.Place(ordinal: $0, name: name) }
        }
      })
    for value in values { if case .firstCell(let rows) = value.kind { finder.finish(rows) } }
    for rows in subqueries { finder.finish(rows) }
    if let outline { finder.finish(outline) }
    let seen = Set(finder.found.map(\.read)).union(views.flatMap { finder.reads(in: $0.pipeline) })
    for read in reads.indices where !seen.contains(read) { finder.found.append(ReadWindow(table: reads[read].table, read: read)) }
    return finder.found.filter { !finder.timePlaces[$0.read].isEmpty }
  }
}

/// Follows each table's time columns through the steps and narrows its window at every filter.
private struct WindowFinder {
  let query: BoundQuery
  let timePlaces: [[Place]]
  var found: [ReadWindow] = []

  /// The flows of views met before: a view may be used by views that are used by views.
  private var ofViews: [Int: [Flow]] = [:]

  init(query: BoundQuery, timePlaces: [[Place]]) {
    self.query = query
    self.timePlaces = timePlaces
  }

  /// Where a time column of the table stands now, whatever it is called by then.
  struct Place: Hashable {
    var ordinal: Int
    /// As the table calls it.
    var name: String
  }

  struct Flow: Hashable {
    var window: ReadWindow
    /// Where the time columns stand now; empty once they are gone.
    var columns: [Place]
  }

  mutating func finish(_ pipeline: BoundPipeline) { found += flows(pipeline).map(\.window) }

  /// The readings of a pipeline that nobody may use.
  mutating func reads(in pipeline: BoundPipeline) -> [Int] { flows(pipeline).map(\.window.read) }

  private mutating func flows(_ pipeline: BoundPipeline) -> [Flow] {
    var flows = sourceFlows(pipeline.source)
    for step in pipeline.operators { follow(step, &flows) }
    // A view that meets itself again and again would double its flows each time.
    var seen: Set<Flow> = []
    return flows.filter { seen.insert($0).inserted }
  }

  private mutating func sourceFlows(_ source: BoundSource) -> [Flow] {
    switch source.kind {
    case .table(let read):
      return [Flow(window: ReadWindow(table: query.reads[read].table, read: read), columns: timePlaces[read])]
    case .view(let place):
      if let known = ofViews[place] { return known }
      let flows = flows(query.views[place].pipeline)
      ofViews[place] = flows
      return flows
    case .union(let union): return union.legs.flatMap { legFlows($0) }
    case .rows, .print, .range, .group: return []
    }
  }

  private mutating func legFlows(_ leg: BoundUnion.Leg) -> [Flow] { flows(leg.pipeline).map { moved($0, leg.columns) } }

  /// The flow behind a step whose output columns repeat these input columns.
  private func moved(_ flow: Flow, _ kept: [Int?]) -> Flow { moved(flow) { column in kept.firstIndex { $0 == column } } }

  private func moved(_ flow: Flow, _ move: (Int) -> Int?) -> Flow {
    Flow(
      window: flow.window, columns: flow.columns.compactMap { place in move(place.ordinal).map { Place(ordinal: $0, name: place.name) } })
  }

  private mutating func follow(_ step: BoundOperator, _ flows: inout [Flow]) {
    switch step.kind {
    case .filter(let condition): for place in flows.indices { narrow(&flows[place], condition) }
    case .project(let items), .distinct(let items): move(&flows, items.map(\.expression))
    case .summarize(let summary): move(&flows, summary.keys.map(\.expression))
    case .mvExpand(let expansion): flows = flows.map { moved($0, expansion.kept) }
    case .parse(let parse): flows = flows.map { moved($0, parse.kept) }
    case .join(let join):
      let right = self.flows(join.right).map { moved($0) { column in join.origins.firstIndex { $0 == .right(column) } } }
      let left = flows.map { moved($0) { column in join.origins.firstIndex { $0 == .left(column) } } }
      let isMeeting = [left, right].allSatisfy { side in side.contains { !timePlaces[$0.window.read].isEmpty } }
      flows = left + right
      if isMeeting { for place in flows.indices { flows[place].window.isJoined = true } }
    case .union(let union):
      flows = flows.map { moved($0, union.inputColumns) }
      flows += union.legs.flatMap { legFlows($0) }
    case .count, .sampleDistinct, .getSchema, .notRun(keepsColumns: false): for place in flows.indices { flows[place].columns = [] }
    case .sort, .top, .take, .sample, .serialize, .render, .notRun(keepsColumns: true): break
    }
  }

  private func move(_ flows: inout [Flow], _ items: [BoundExpression]) {
    flows = flows.map { moved($0) { column in items.firstIndex { $0.kind == .column(column) } } }
  }

  private func narrow(_ flow: inout Flow, _ condition: BoundExpression) {
    switch condition.kind {
    case .all(let parts): for part in parts { narrow(&flow, part) }
    case .binary(let operation, let left, let right):
      if let time = time(left, flow) { bound(&flow, time, operation, right) }
      if let time = time(right, flow) { bound(&flow, time, operation.flipped, left) }
      if case .binary(.subtract, let end, let start) = left.kind, let time = time(start, flow) {
        // now() - TimeGenerated < 1d
        bound(&flow, time, operation.flipped, sum(end, right, .subtract))
      }
    case .between(let operand, let low, let high, isNegated: false):
      guard let time = time(operand, flow) else { return }
      bound(&flow, time, .greaterOrEqual, low)
      bound(&flow, time, .lessOrEqual, high.type == .timespan ? sum(low, high, .add) : high)
    default: break
    }
  }

  private func sum(_ moment: BoundExpression, _ span: BoundExpression, _ operation: BoundBinaryOperator) -> BoundExpression {
    guard case .constant(let left) = moment.kind, case .constant(let right) = span.kind,
      let value = ConstantFolding.binary(operation, left, right)
    else { return BoundExpression(.binary(operation, moment, span), type: .datetime, range: moment.range) }
    return BoundExpression(.constant(value), type: .datetime, range: moment.range)
  }

  /// A time column, the moment a row was taken in, or either rounded down.
  private func time(_ expression: BoundExpression, _ flow: Flow) -> Time? {
    switch expression.kind {
    case .column(let ordinal): flow.columns.first { $0.ordinal == ordinal }.map { .column($0.name) }
    case .call("ingestion_time", _): .arrival
    case .call(let name, let arguments):
      name == "bin" || name.hasPrefix("startof") ? arguments.first.flatMap { time($0, flow) } : nil
    default: nil
    }
  }

  /// What a filter compares.
  private enum Time {
    case column(String)
    /// The moment a row was taken in.
    case arrival

    var column: String? { if case .column(let name) = self { name } else { nil } }
  }

  private func bound(_ flow: inout Flow, _ time: Time, _ operation: BoundBinaryOperator, _ limit: BoundExpression) {
    guard case .constant(.datetime(let moment)) = limit.kind else {
      let isBelow = operation == .greater || operation == .greaterOrEqual || operation == .equal
      if isBelow, limit.type == .datetime, !limit.readsColumns { flow.window.isComputed = true }
      return
    }
    switch operation {
    case .greater, .greaterOrEqual: flow.window.begin(at: moment, by: time.column)
    case .less, .lessOrEqual: flow.window.end(at: moment, by: time.column)
    case .equal:
      flow.window.begin(at: moment, by: time.column)
      flow.window.end(at: moment, by: time.column)
    default: break
    }
  }
}

extension ReadWindow {
  /// The latest beginning holds; of two at one moment that of a column.
  fileprivate mutating func begin(at moment: DateTime, by column: String?) {
    if let from, from > moment || from == moment && fromColumn != nil { return }
    (from, fromColumn) = (moment, column)
  }

  /// The earliest end holds.
  fileprivate mutating func end(at moment: DateTime, by column: String?) {
    if let to, to < moment || to == moment && toColumn != nil { return }
    (to, toColumn) = (moment, column)
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
