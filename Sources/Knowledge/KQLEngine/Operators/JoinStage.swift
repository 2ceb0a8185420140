import Casefile
import KQL

/// The right side of a join: all its rows, found by key.
struct JoinTable {
  let rows: ColumnBatch
  private var table = KeyTable()
  /// First and last row of each key, and for each row the next of the same key, -1 at the end.
  private var heads: [Int] = []
  private var tails: [Int] = []
  private var following: [Int] = []

  init(_ rows: ColumnBatch, keys: [ColumnVector]) {
    self.rows = rows
    following = [Int](repeating: -1, count: rows.count)
    var encoder = KeyEncoder(keys)
    for row in 0..<rows.count {
      let known = table.count
      let key = encoder.withKey(of: row) { table.insert($0) }
      if key == known {
        heads.append(row)
        tails.append(row)
      } else {
        following[tails[key]] = row
        tails[key] = row
      }
    }
  }

  /// The first row of this key, -1 for none; the rest through `next(after:)`.
  func first(_ key: UnsafeBufferPointer<UInt8>) -> Int { table.find(key).map { heads[$0] } ?? -1 }
  func next(after row: Int) -> Int { following[row] }
}

/// All flavours of `join`, and `lookup`. Null keys meet null keys, as in the service.
final class JoinStage: Stage {
  private let join: BoundJoin
  private let keys: [Scalar]
  private let right: JoinTable
  private let leftTypes: [ColumnType]
  private let next: any Stage
  private let share: Allowance.Share
  private var isMatched: [Bool]
  private var seen = KeyTable()
  private var demand = Demand.more

  init(_ join: BoundJoin, keys: [Scalar], right: JoinTable, input: [Column], _ share: Allowance.Share, next: any Stage) {
    self.share = share
    self.join = join
    self.keys = keys
    self.right = right
    leftTypes = input.map(\.type)
    self.next = next
    isMatched = [Bool](repeating: false, count: right.rows.count)
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    guard demand == .more else { return .enough }
    var encoder = KeyEncoder(try keys.map { try $0(batch) })
    var pairs = Pairs()
    for row in 0..<batch.count {
      var partner: Int? = encoder.withKey(of: row) { firstPartner(of: row, $0, &pairs) }
      repeat {
        if let place = partner { partner = pair(row, with: place, &pairs) }
        if pairs.left.count >= 4 * ColumnBatch.preferredCount {
          demand = try await hand(on: pairs, batch)
          if demand == .enough { return .enough }
          pairs = Pairs()
        }
      } while partner != nil
    }
    try share.set(max(share.bytes, seen.bytes))
    if !pairs.left.isEmpty { demand = try await hand(on: pairs, batch) }
    return demand
  }

  func finish() async throws {
    if demand == .more { try await handOnRightRows() }
    try await next.finish()
  }

  /// Row numbers side by side; -1 where there is no partner.
  private struct Pairs {
    var left: [Int] = []
    var right: [Int] = []

    mutating func append(_ a: Int, _ b: Int) {
      left.append(a)
      right.append(b)
    }
  }

  /// The first right row to be looked at for this left row, nil for none; a left row that stands alone is paired here.
  private func firstPartner(of row: Int, _ key: UnsafeBufferPointer<UInt8>, _ pairs: inout Pairs) -> Int? {
    if join.flavour == .innerUnique {
      let known = seen.count
      guard seen.insert(key) == known else { return nil }
    }
    let partner = right.first(key)
    switch join.flavour {
    case .leftSemi:
      if partner >= 0 { pairs.append(row, -1) }
      return nil
    case .leftAnti:
      if partner < 0 { pairs.append(row, -1) }
      return nil
    case .rightSemi, .rightAnti:
      // All rows of a key are marked together.
      return partner < 0 || isMatched[partner] ? nil : partner
    case .inner, .innerUnique, .leftOuter, .rightOuter, .fullOuter:
      if partner < 0, join.flavour == .leftOuter || join.flavour == .fullOuter { pairs.append(row, -1) }
      return partner < 0 ? nil : partner
    }
  }

  /// Takes one right row for the left one; the next of them, nil after the last.
  private func pair(_ row: Int, with partner: Int, _ pairs: inout Pairs) -> Int? {
    isMatched[partner] = true
    if join.flavour != .rightSemi, join.flavour != .rightAnti { pairs.append(row, partner) }
    let next = right.next(after: partner)
    return next < 0 ? nil : next
  }

  private func handOnRightRows() async throws {
    let wanted: Bool
    switch join.flavour {
    case .rightSemi: wanted = true
    case .rightAnti, .rightOuter, .fullOuter: wanted = false
    default: return
    }
    let rows = isMatched.indices.filter { isMatched[$0] == wanted }
    let nothing = ColumnBatch(count: 0, columns: leftTypes.map { ColumnVector([], type: $0) })
    for start in stride(from: 0, to: rows.count, by: ColumnBatch.preferredCount) {
      var pairs = Pairs()
      for row in rows[start..<min(start + ColumnBatch.preferredCount, rows.count)] { pairs.append(-1, row) }
      if try await hand(on: pairs, nothing) == .enough { return }
    }
  }

  /// Long texts are copied into each row, so the batch is cut where it grows too large.
  private func hand(on pairs: Pairs, _ batch: ColumnBatch) async throws -> Demand {
    let stretches = ColumnBatch.stretches(of: pairs.left.count) { place in
      join.origins.reduce(0) { sum, origin in
        switch origin {
        case .left(let column): sum + batch.columns[column].copiedBytes(of: pairs.left[place])
        case .right(let column): sum + right.rows.columns[column].copiedBytes(of: pairs.right[place])
        }
      }
    }
    for stretch in stretches {
      try Task.checkCancellation()
      let piece = Pairs(left: Array(pairs.left[stretch]), right: Array(pairs.right[stretch]))
      if try await handOne(on: piece, batch) == .enough { return .enough }
    }
    return .more
  }

  private func handOne(on pairs: Pairs, _ batch: ColumnBatch) async throws -> Demand {
    let columns = join.origins.map { origin in
      switch origin {
      case .left(let place): batch.columns[place].gatheredOrNull(pairs.left)
      case .right(let place): right.rows.columns[place].gatheredOrNull(pairs.right)
      }
    }
    return try await next.receive(ColumnBatch(count: pairs.left.count, columns: columns))
  }
}

extension ColumnVector {
  /// Like `gathered`, with a null (an empty text) for each row number below zero.
  func gatheredOrNull(_ rows: [Int]) -> ColumnVector {
    guard rows.contains(where: { $0 < 0 }) else { return gathered(rows) }
    if !rows.contains(where: { $0 >= 0 }) { return .absent(type, count: rows.count) }
    var builder = ColumnBuilder(type: type, capacity: rows.count)
    for row in rows { builder.append(row < 0 ? .null : self[row]) }
    return builder.finish()
  }
}
