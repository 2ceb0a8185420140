import Casefile
import KQL

/// One step of a running pipeline: takes batches, hands what it makes to the next step.
///
/// All stages of a query live in one task; none is shared.
protocol Stage: AnyObject {
  /// Answers `.enough` when no later batch can change the result.
  func receive(_ batch: ColumnBatch) async throws -> Demand
  /// Called exactly once, after the last batch, also when the source was stopped early.
  func finish() async throws
}

/// The end of a pipeline.
final class SinkStage: Stage {
  private let body: (ColumnBatch) async throws -> Demand

  init(_ body: @escaping (ColumnBatch) async throws -> Demand) { self.body = body }

  func receive(_ batch: ColumnBatch) async throws -> Demand { batch.count == 0 ? .more : try await body(batch) }
  func finish() async throws {}
}

/// Keeps the rows for which every condition is true, each condition seeing only what the ones before left.
final class FilterStage: Stage {
  private let conditions: [Scalar]
  private let next: any Stage

  init(_ conditions: [Scalar], next: any Stage) {
    self.conditions = conditions
    self.next = next
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    var kept = batch
    for condition in conditions {
      if kept.count == 0 { return .more }
      if let constant = condition.constant {
        if constant == .bool(true) { continue }
        return .enough
      }
      let rows = LogicalKernel.selected(try condition(kept))
      if rows.count < kept.count { kept = kept.gathered(rows) }
    }
    return kept.count == 0 ? .more : try await next.receive(kept)
  }

  func finish() async throws { try await next.finish() }

  /// `a and b and c` taken apart, so that the cheap and the narrow come first come first.
  static func conjuncts(of expression: BoundExpression) -> [BoundExpression] {
    guard case .all(let parts) = expression.kind else { return [expression] }
    return parts.flatMap { conjuncts(of: $0) }
  }
}

/// `project`, `extend` and their kin.
final class ProjectStage: Stage {
  private let outputs: [Scalar]
  private let next: any Stage

  init(_ outputs: [Scalar], next: any Stage) {
    self.outputs = outputs
    self.next = next
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    try await next.receive(ColumnBatch(count: batch.count, columns: outputs.map { try $0(batch) }))
  }

  func finish() async throws { try await next.finish() }
}

/// The first rows, then nothing more is asked for.
final class TakeStage: Stage {
  private var left: Int
  private let next: any Stage

  init(_ count: Int, next: any Stage) {
    left = max(0, count)
    self.next = next
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    guard left > 0 else { return .enough }
    let piece = batch.prefix(left)
    left -= piece.count
    let demand = try await next.receive(piece)
    return left == 0 ? .enough : demand
  }

  func finish() async throws { try await next.finish() }
}

/// The number of rows.
final class CountStage: Stage {
  private var count: Int64 = 0
  private let next: any Stage

  init(next: any Stage) { self.next = next }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    count += Int64(batch.count)
    return .more
  }

  func finish() async throws {
    _ = try await next.receive(ColumnBatch(count: 1, columns: [ColumnVector([.long(count)], type: .long)]))
    try await next.finish()
  }
}

/// Gathers everything into one batch; for steps that must see all rows at once.
final class GatherStage: Stage {
  private var batches: [ColumnBatch] = []
  private let types: [ColumnType]
  private let share: Allowance.Share
  private let next: any Stage

  init(_ columns: [Column], _ share: Allowance.Share, next: any Stage) {
    types = columns.map(\.type)
    self.share = share
    self.next = next
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    try share.add(2 * batch.estimatedBytes)
    batches.append(batch)
    return .more
  }

  func finish() async throws {
    let whole = ColumnBatch(concatenating: batches, types: types)
    batches = []
    if whole.count > 0 { _ = try await next.receive(whole) }
    try await next.finish()
  }
}
