import Casefile

/// `distinct`: passes each different row on when it comes for the first time.
final class DistinctStage: Stage {
  private let keys: [Scalar]
  private let most: Int
  private var table = KeyTable()
  private let share: Allowance.Share
  private let next: any Stage

  /// No more than `most` rows are passed on.
  init(_ keys: [Scalar], most: Int = .max, _ share: Allowance.Share, next: any Stage) {
    self.share = share
    self.keys = keys
    self.most = max(0, most)
    self.next = next
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    guard table.count < most else { return .enough }
    let columns = try keys.map { try $0(batch) }
    var encoder = KeyEncoder(columns)
    var rows: [Int] = []
    for row in 0..<batch.count where table.count < most {
      let known = table.count
      if encoder.withKey(of: row, { table.insert($0) }) == known {
        rows.append(row)
        if table.bytes > share.bytes + KeyTable.step { try share.set(table.bytes) }
      }
    }
    guard !rows.isEmpty else { return .more }
    let demand = try await next.receive(ColumnBatch(count: batch.count, columns: columns).gathered(rows))
    return table.count >= most ? .enough : demand
  }

  func finish() async throws { try await next.finish() }
}

/// `sample`: each row has the same chance to be among the chosen; the choice is repeatable.
final class SampleStage: Stage {
  private var kept: [[Value]] = []
  private var seen: UInt64 = 0
  private var state: UInt64 = 0x853C_49E6_748F_EA9B
  private let count: Int
  private let columns: [Column]
  private let share: Allowance.Share
  private let next: any Stage

  init(_ count: Int, _ columns: [Column], _ share: Allowance.Share, next: any Stage) {
    self.count = max(0, count)
    self.share = share
    self.columns = columns
    self.next = next
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    guard count > 0 else { return .enough }
    for row in 0..<batch.count {
      seen += 1
      if kept.count < count {
        let cells = batch.row(row)
        try share.add(cells.reduce(32) { $0 + $1.estimatedBytes() })
        kept.append(cells)
      } else {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let place = state.multipliedFullWidth(by: seen).high
        if place < UInt64(count) { kept[Int(place)] = batch.row(row) }
      }
    }
    return .more
  }

  func finish() async throws {
    for piece in ColumnBatch(rows: kept, columns: columns).pieces() where try await next.receive(piece) == .enough { break }
    try await next.finish()
  }
}
