import Casefile
import KQL

/// Lays the columns of a leg onto the columns of a union.
final class UnionLegStage: Stage {
  private let places: [Int?]
  private let output: [Column]
  private let source: (column: Int, name: String)?
  private let next: any Stage
  private var isStopped = false

  init(_ places: [Int?], output: [Column], source: (column: Int, name: String)?, next: any Stage) {
    self.places = places
    self.output = output
    self.source = source
    self.next = next
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    let columns = try output.indices.map { place -> ColumnVector in
      if let source, source.column == place { return ColumnVector(repeating: .string(source.name), type: .string, count: batch.count) }
      guard place < places.count, let from = places[place] else { return .absent(output[place].type, count: batch.count) }
      let vector = batch.columns[from]
      return vector.type == output[place].type ? vector : try ConversionFunctions.convert(vector, to: output[place].type)
    }
    return try await next.receive(ColumnBatch(count: batch.count, columns: columns))
  }

  /// The union's other legs still follow; whoever runs the legs finishes the next step.
  func finish() async throws {}
}

/// Passes its own input on, then runs the other legs.
final class UnionStage: Stage {
  private let own: UnionLegStage
  private let runLegs: (Demand) async throws -> Void
  private var demand = Demand.more

  init(own: UnionLegStage, runLegs: @escaping (Demand) async throws -> Void) {
    self.own = own
    self.runLegs = runLegs
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    demand = try await own.receive(batch)
    return demand
  }

  func finish() async throws { try await runLegs(demand) }
}
