import Casefile
import KQL

/// One compiled key of an order.
struct SortKey {
  let scalar: Scalar
  let isAscending: Bool
  let areNullsFirst: Bool
}

/// Rows of a batch in the order of the keys; equal rows keep their order.
struct RowOrder {
  private let columns: [(vector: ColumnVector, key: SortKey)]
  private let count: Int

  init(_ batch: ColumnBatch, by keys: [SortKey]) throws {
    columns = try keys.map { (try $0.scalar(batch), $0) }
    count = batch.count
  }

  func rows() -> [Int] {
    if columns.count == 1, case .integers(let cells) = columns[0].vector.storage, columns[0].vector.nulls.isEmpty {
      return byNumber(cells, isAscending: columns[0].key.isAscending)
    }
    let comparisons = columns.map { RowOrder.comparison($0.vector, $0.key) }
    return (0..<count).sorted { a, b in
      for compare in comparisons {
        let order = compare(a, b)
        if order != 0 { return order < 0 }
      }
      return a < b
    }
  }

  private func byNumber(_ cells: [Int64], isAscending: Bool) -> [Int] {
    var pairs = cells.enumerated().map { (number: $0.element, row: $0.offset) }
    if isAscending {
      pairs.sort { $0.number != $1.number ? $0.number < $1.number : $0.row < $1.row }
    } else {
      pairs.sort { $0.number != $1.number ? $0.number > $1.number : $0.row < $1.row }
    }
    return pairs.map(\.row)
  }

  /// Negative when the first row comes before the second.
  private static func comparison(_ vector: ColumnVector, _ key: SortKey) -> (Int, Int) -> Int {
    let sign = key.isAscending ? 1 : -1
    let plain: (Int, Int) -> Int
    switch vector.storage {
    case .integers(let cells): plain = { cells[$0] == cells[$1] ? 0 : (cells[$0] < cells[$1] ? -sign : sign) }
    case .reals(let cells): plain = { cells[$0] == cells[$1] ? 0 : (cells[$0] < cells[$1] ? -sign : sign) }
    case .texts(let texts) where vector.type != .decimal:
      plain = { a, b in
        texts.bytes.withUnsafeBufferPointer { bytes in
          let (x, y) = (bytes[texts.offsets[a]..<texts.offsets[a + 1]], bytes[texts.offsets[b]..<texts.offsets[b + 1]])
          for (p, q) in zip(x, y) where p != q { return p < q ? -sign : sign }
          return x.count == y.count ? 0 : (x.count < y.count ? -sign : sign)
        }
      }
    default: plain = { ValueOrder.rank(vector[$0], vector[$1]) * sign }
    }
    if case .reals = vector.storage {} else if vector.nulls.isEmpty { return plain }
    return { a, b in
      let (x, y) = (weight(vector, a), weight(vector, b))
      guard x == 0, y == 0 else { return x == y ? 0 : ((x < y) == key.areNullsFirst ? 1 : -1) }
      return plain(a, b)
    }
  }

  /// 2 for null, 1 for NaN, which stands beside the nulls, 0 for anything else.
  private static func weight(_ vector: ColumnVector, _ row: Int) -> Int {
    if vector.isNull(row) { return 2 }
    if case .reals(let cells) = vector.storage, cells[row].isNaN { return 1 }
    return 0
  }
}

/// `sort`: gathers all rows, then hands them on in order.
final class SortStage: Stage {
  private var batches: [ColumnBatch] = []
  private let types: [ColumnType]
  private let keys: [SortKey]
  private let share: Allowance.Share
  private let next: any Stage

  init(_ columns: [Column], _ keys: [SortKey], _ share: Allowance.Share, next: any Stage) {
    types = columns.map(\.type)
    self.keys = keys
    self.share = share
    self.next = next
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    // All of it is held twice while it is laid into one.
    try share.add(2 * batch.estimatedBytes)
    batches.append(batch)
    return .more
  }

  func finish() async throws {
    let whole = ColumnBatch(concatenating: batches, types: types)
    batches = []
    let rows = try RowOrder(whole, by: keys).rows()
    for start in stride(from: 0, to: rows.count, by: ColumnBatch.preferredCount) {
      try Task.checkCancellation()
      let piece = whole.gathered(Array(rows[start..<min(start + ColumnBatch.preferredCount, rows.count)]))
      if try await next.receive(piece) == .enough { break }
    }
    try await next.finish()
  }
}

/// `top`: like `sort` then `take`, holding no more than a few times the rows asked for.
final class TopStage: Stage {
  private var batches: [ColumnBatch] = []
  private var held = 0
  private let count: Int
  private let types: [ColumnType]
  private let keys: [SortKey]
  private let share: Allowance.Share
  private let next: any Stage

  init(_ count: Int, _ columns: [Column], _ keys: [SortKey], _ share: Allowance.Share, next: any Stage) {
    self.count = max(0, count)
    self.share = share
    types = columns.map(\.type)
    self.keys = keys
    self.next = next
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    guard count > 0 else { return .enough }
    batches.append(batch)
    held += batch.count
    try share.add(2 * batch.estimatedBytes)
    if held - count > max(count, 4 * ColumnBatch.preferredCount) || share.bytes > EngineLimits.batchBytes, held > count { try shrink() }
    return .more
  }

  func finish() async throws {
    try shrink()
    for piece in batches.flatMap({ $0.pieces() }) where try await next.receive(piece) == .enough { break }
    try await next.finish()
  }

  private func shrink() throws {
    let whole = ColumnBatch(concatenating: batches, types: types)
    let rows = try RowOrder(whole, by: keys).rows().prefix(count)
    batches = [whole.gathered(Array(rows))]
    held = rows.count
    try share.set(2 * batches[0].estimatedBytes)
  }
}
