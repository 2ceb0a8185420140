import Casefile
import KQL

/// Makes the stage of each step that needs no other pipeline.
struct StageCompiler {
  let surroundings: ExpressionCompiler.Surroundings

  func stage(for step: BoundOperator, next: any Stage) throws -> any Stage {
    let compiler = ExpressionCompiler(surroundings: surroundings, width: step.input.count)
    switch step.kind {
    case .filter(let condition):
      let parts = FilterStage.conjuncts(of: condition)
      let filter = FilterStage(try parts.map { try compiler.convert(compiler.compile($0), to: .bool) }, next: next)
      return parts.contains { $0.looksAtOtherRows } ? GatherStage(step.input, share("where"), next: filter) : filter
    case .project(let outputs):
      let project = ProjectStage(try compile(outputs, compiler), next: next)
      return outputs.contains { $0.expression.looksAtOtherRows } ? GatherStage(step.input, share("serialize"), next: project) : project
    case .summarize(let summarize): return try self.summarize(summarize, step, next)
    case .distinct(let outputs): return DistinctStage(try compile(outputs, compiler), share("distinct"), next: next)
    case .sort(let keys): return SortStage(step.input, try compile(keys, compiler), share("sort"), next: next)
    case .top(let count, let keys): return TopStage(try number(count), step.input, try compile(keys, compiler), share("top"), next: next)
    case .take(let count): return TakeStage(try number(count), next: next)
    case .count: return CountStage(next: next)
    case .sample(let count): return SampleStage(try number(count), step.input, share("sample"), next: next)
    case .sampleDistinct(let count, let output):
      return DistinctStage(try compile([output], compiler), most: try number(count), share("sample-distinct"), next: next)
    case .mvExpand(let expansion):
      let limit = try expansion.limit.map { try number($0) } ?? .max
      return MultiValueStage(
        expansion, items: try expansion.items.map { try compiler.compile($0.expression) }, output: step.output, limit: limit, next: next)
    case .parse(let parse):
      return try ParseStage(
        parse, subject: compiler.convert(compiler.compile(parse.subject), to: .string), output: step.output, range: step.range, next: next)
    case .getSchema: return FixedRowsStage(SchemaRows.rows(of: step.input), step.output, next: next)
    case .serialize, .render: return PassStage(next: next)
    case .notRun: throw EngineError.notRunnable("a step that is not run yet was met")
    case .join, .union: throw EngineError.notRunnable("a step that reads other pipelines was met in the wrong place")
    }
  }

  private func share(_ step: String) -> Allowance.Share { surroundings.allowance.share(step) }

  /// A count such as that of `take`; it may be computed, but not from rows.
  func number(_ expression: BoundExpression) throws -> Int {
    guard let value = try ExpressionCompiler(surroundings: surroundings, width: 0).compile(expression).constant,
      let number = Conversion.long(value)
    else {
      throw EngineError.badArgument("a constant number of rows is needed", expression.range)
    }
    return Int(clamping: number)
  }

  private func compile(_ outputs: [BoundNamedExpression], _ compiler: ExpressionCompiler) throws -> [Scalar] {
    try outputs.map { try compiler.compile($0.expression) }
  }

  private func compile(_ keys: [BoundSortKey], _ compiler: ExpressionCompiler) throws -> [SortKey] {
    try keys.map { SortKey(scalar: try compiler.compile($0.expression), isAscending: $0.isAscending, areNullsFirst: $0.areNullsFirst) }
  }

  private func summarize(_ bound: BoundSummarize, _ step: BoundOperator, _ next: any Stage) throws -> any Stage {
    let compiler = ExpressionCompiler(surroundings: surroundings, width: step.input.count)
    let outputs = ExpressionCompiler(surroundings: surroundings, width: bound.groupColumns.count)
    let aggregates = try bound.aggregates.map { aggregate in
      let arguments = try aggregate.arguments.map { try compiler.compile($0) }
      return (
        arguments: arguments,
        aggregate: try Aggregates.make(
          aggregate, constants: arguments.map(\.constant), range: step.range, allowance: surroundings.allowance)
      )
    }
    return SummarizeStage(
      keys: try compile(bound.keys, compiler), aggregates: aggregates, outputs: try compile(bound.outputs, outputs),
      share("summarize"), next: next)
  }
}

/// Steps that change nothing about the rows.
final class PassStage: Stage {
  private let next: any Stage

  init(next: any Stage) { self.next = next }

  func receive(_ batch: ColumnBatch) async throws -> Demand { try await next.receive(batch) }
  func finish() async throws { try await next.finish() }
}

/// Rows that do not depend on the input's rows.
final class FixedRowsStage: Stage {
  private let batch: ColumnBatch
  private let next: any Stage

  init(_ rows: [[Value]], _ columns: [Column], next: any Stage) {
    batch = ColumnBatch(rows: rows, columns: columns)
    self.next = next
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand { .enough }

  func finish() async throws {
    if batch.count > 0 { _ = try await next.receive(batch) }
    try await next.finish()
  }
}
