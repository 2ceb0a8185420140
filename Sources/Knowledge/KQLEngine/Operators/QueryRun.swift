import Casefile
import KQL

/// One run of one query: what was computed so far, and how pipelines are put together and driven.
final class QueryRun {
  private let query: BoundQuery
  private let scan: any TableScan
  private var surroundings: ExpressionCompiler.Surroundings
  private var views: [Int: [ColumnBatch]] = [:]
  /// What sub-queries and materialised views hold until the run ends.
  private let kept: Allowance.Share
  private var depth = 0
  /// Rows that stored tables delivered.
  private(set) var rowsScanned = 0

  init(_ query: BoundQuery, scan: any TableScan, now: DateTime, memory: Int) {
    self.query = query
    self.scan = scan
    let allowance = Allowance(most: memory)
    kept = allowance.share("a sub-query's result")
    surroundings = ExpressionCompiler.Surroundings(now: now, allowance: allowance)
  }

  /// Drives a pipeline to its end; `body` gets the batches.
  func run(_ pipeline: BoundPipeline, body: @escaping (ColumnBatch) async throws -> Demand) async throws {
    try await run(pipeline, into: SinkStage(body))
  }

  private func run(_ pipeline: BoundPipeline, into last: any Stage) async throws {
    depth += 1
    defer { depth -= 1 }
    guard depth <= KQLLimits.queryDepth * 2 else { throw EngineError.notRunnable("sub-queries are nested too deeply") }
    try await prepare(QueryReferences(of: pipeline))
    var stage = last
    for step in fused(pipeline.operators).reversed() { stage = try await self.stage(for: step, next: stage) }
    try await drive(pipeline, into: stage)
    try await stage.finish()
  }

  /// `sort` with a `take` behind it needs to hold only the rows that are taken.
  private func fused(_ operators: [BoundOperator]) -> [BoundOperator] {
    var result: [BoundOperator] = []
    for step in operators {
      if case .take(let count) = step.kind, let last = result.last, case .sort(let keys) = last.kind {
        result[result.count - 1].kind = .top(count: count, by: keys)
      } else {
        result.append(step)
      }
    }
    return result
  }

  /// For expressions over rows of so many columns.
  private func compiler(_ width: Int = 0) -> ExpressionCompiler { ExpressionCompiler(surroundings: surroundings, width: width) }

  private func prepare(_ references: QueryReferences) async throws {
    for place in references.values.sorted() where surroundings.values[place] == nil {
      surroundings.values[place] = try await value(query.values[place])
    }
    for place in references.subqueries.sorted() where surroundings.members[place] == nil {
      var members: [Value] = []
      try await run(query.subqueries[place]) { [kept] batch in
        guard let column = batch.columns.first else { return .enough }
        try kept.add(column.estimatedBytes + 32 * batch.count)
        for row in 0..<batch.count { members.append(contentsOf: MemberSet.flattened(column[row])) }
        return .more
      }
      surroundings.members[place] = members
    }
  }

  private func value(_ bound: BoundValue) async throws -> Value {
    switch bound.kind {
    case .expression(let expression):
      try await prepare(QueryReferences(of: expression))
      let scalar = try compiler().compile(expression)
      return try scalar.constant ?? scalar(ColumnBatch(count: 1, columns: []))[0]
    case .firstCell(let pipeline):
      var found: Value?
      try await run(pipeline) { batch in
        found = found ?? batch.columns.first?[0]
        return .enough
      }
      return found ?? (bound.type == .string ? .string("") : .null)
    }
  }

  private func drive(_ pipeline: BoundPipeline, into stage: any Stage) async throws {
    let source = pipeline.source
    switch source.kind {
    case .table(let place): try await scanTable(place, pipeline, into: stage)
    case .view(let place): try await runView(place, into: stage)
    case .rows(let rows):
      try await hand(ColumnBatch(rows: rows, columns: source.columns).pieces(), to: stage)
    case .print(let outputs):
      let row = ColumnBatch(count: 1, columns: [])
      _ = try await stage.receive(ColumnBatch(count: 1, columns: try outputs.map { try compiler().compile($0.expression)(row) }))
    case .range(let first, let last, let step): try await runRange(first, last, step, source, into: stage)
    case .union(let union): _ = try await runLegs(union, output: source.columns, into: stage)
    case .group: throw EngineError.notRunnable("a group was asked for outside its operator")
    }
  }

  private func scanTable(_ place: Int, _ pipeline: BoundPipeline, into stage: any Stage) async throws {
    let read = query.reads[place]
    let request = ScanPlanner(surroundings: surroundings).request(for: read, pipeline.operators)
    var places = [Int?](repeating: nil, count: read.columns.count)
    for (position, used) in read.used.enumerated() { places[used] = position }
    try await scan.scan(request) { batch in
      try Task.checkCancellation()
      rowsScanned += batch.count
      guard batch.count > 0 else { return .more }
      let columns = read.columns.indices.map { column in
        places[column].map { batch.columns[$0] } ?? ColumnVector.absent(read.columns[column].type, count: batch.count)
      }
      return try await stage.receive(ColumnBatch(count: batch.count, columns: columns))
    }
  }

  private func runView(_ place: Int, into stage: any Stage) async throws {
    let view = query.views[place]
    guard view.isMaterialized else {
      try await run(view.pipeline) { try await stage.receive($0) }
      return
    }
    if views[place] == nil {
      var batches: [ColumnBatch] = []
      try await run(view.pipeline) { [kept] batch in
        try kept.add(batch.estimatedBytes)
        batches.append(batch)
        return .more
      }
      views[place] = batches
    }
    try await hand(views[place] ?? [], to: stage)
  }

  private func hand(_ batches: [ColumnBatch], to stage: any Stage) async throws {
    for batch in batches {
      try Task.checkCancellation()
      if try await stage.receive(batch) == .enough { return }
    }
  }

  private func runRange(
    _ first: BoundExpression, _ last: BoundExpression, _ step: BoundExpression, _ source: BoundSource, into stage: any Stage
  ) async throws {
    let bounds = try [first, last, step].map { expression -> Value in
      let scalar = try compiler().compile(expression)
      return try scalar.constant ?? scalar(ColumnBatch(count: 1, columns: []))[0]
    }
    let type = source.columns.first?.type ?? .long
    var builder = ColumnBuilder(type: type, capacity: ColumnBatch.preferredCount)
    for value in RangeSource(first: bounds[0], last: bounds[1], step: bounds[2]) {
      builder.append(Conversion.convert(value, to: type))
      guard builder.count == ColumnBatch.preferredCount else { continue }
      try Task.checkCancellation()
      let full = builder.finish()
      if try await stage.receive(ColumnBatch(count: full.count, columns: [full])) == .enough { return }
    }
    let rest = builder.finish()
    if rest.count > 0 { _ = try await stage.receive(ColumnBatch(count: rest.count, columns: [rest])) }
  }

  private func runLegs(_ union: BoundUnion, output: [Column], into next: any Stage) async throws -> Demand {
    var demand = Demand.more
    for leg in union.legs {
      guard demand == .more else { break }
      let source = union.sourceColumn.map { (column: $0, name: leg.sourceName) }
      let stage = UnionLegStage(leg.columns, output: output, source: source, next: next)
      try await run(leg.pipeline) { batch in
        demand = try await stage.receive(batch)
        return demand
      }
    }
    return demand
  }

  private func stage(for step: BoundOperator, next: any Stage) async throws -> any Stage {
    switch step.kind {
    case .join(let join):
      let rightColumns = join.right.columns
      var batches: [ColumnBatch] = []
      let share = surroundings.allowance.share("join (its right side)")
      try await run(join.right) { batch in
        try share.add(2 * batch.estimatedBytes + 48 * batch.count)
        batches.append(batch)
        return .more
      }
      let rows = ColumnBatch(concatenating: batches, types: rightColumns.map(\.type))
      let table = JoinTable(rows, keys: try join.keys.map { try compiler(rightColumns.count).compile($0.right)(rows) })
      let keys = try join.keys.map { try compiler(step.input.count).compile($0.left) }
      return JoinStage(join, keys: keys, right: table, input: step.input, share, next: next)
    case .union(let union):
      let source = union.sourceColumn.map { (column: $0, name: union.inputSourceName) }
      let own = UnionLegStage(union.inputColumns, output: step.output, source: source, next: next)
      return UnionStage(own: own) { demand in
        if demand == .more { _ = try await self.runLegs(union, output: step.output, into: next) }
        try await next.finish()
      }
    default: return try StageCompiler(surroundings: surroundings).stage(for: step, next: next)
    }
  }
}
