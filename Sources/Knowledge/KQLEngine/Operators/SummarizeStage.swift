import Casefile
import KQL

/// `summarize`: numbers the groups as they come, lets each aggregate add up by group, then computes the outputs.
final class SummarizeStage: Stage {
  private let keys: [Scalar]
  private let aggregates: [(arguments: [Scalar], aggregate: any Aggregate)]
  private let outputs: [Scalar]
  private let share: Allowance.Share
  private let next: any Stage
  private var table = KeyTable()
  private var keyCells: [ColumnBuilder]

  init(
    keys: [Scalar], aggregates: [(arguments: [Scalar], aggregate: any Aggregate)], outputs: [Scalar], _ share: Allowance.Share,
    next: any Stage
  ) {
    self.keys = keys
    self.share = share
    self.aggregates = aggregates
    self.outputs = outputs
    self.next = next
    keyCells = keys.map { ColumnBuilder(type: $0.type) }
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    let groups = try self.groups(of: batch)
    let count = keys.isEmpty ? 1 : table.count
    for (arguments, aggregate) in aggregates {
      aggregate.grow(to: count)
      try aggregate.add(arguments.map { try $0(batch) }, groups: groups)
    }
    try share.set(held)
    return .more
  }

  func finish() async throws {
    let count = keys.isEmpty ? 1 : table.count
    var columns = keyCells.indices.map { keyCells[$0].finish() }
    for (_, aggregate) in aggregates {
      aggregate.grow(to: count)
      columns.append(contentsOf: aggregate.results(count))
    }
    let grouped = ColumnBatch(count: count, columns: columns)
    for piece in grouped.pieces() {
      let result = ColumnBatch(count: piece.count, columns: try outputs.map { try $0(piece) })
      if try await next.receive(result) == .enough { break }
    }
    try await next.finish()
  }

  /// The keys, twice, and some numbers for each aggregate; aggregates that gather values count those themselves.
  private var held: Int { 2 * table.bytes + table.count * 32 * (keys.count + aggregates.count) }

  private func groups(of batch: ColumnBatch) throws -> [Int] {
    guard !keys.isEmpty else { return [Int](repeating: 0, count: batch.count) }
    let columns = try keys.map { try $0(batch) }
    var encoder = KeyEncoder(columns)
    var groups: [Int] = []
    groups.reserveCapacity(batch.count)
    for row in 0..<batch.count {
      let known = table.count
      let group = encoder.withKey(of: row) { table.insert($0) }
      if group == known {
        for place in columns.indices { keyCells[place].append(columns[place][row]) }
        if table.bytes > share.bytes + KeyTable.step { try share.set(held) }
      }
      groups.append(group)
    }
    return groups
  }
}
