import Casefile

extension ColumnBatch {
  /// All rows of the batches, one after the other; `types` matter when there is no batch.
  init(concatenating batches: [ColumnBatch], types: [ColumnType]) {
    if batches.count == 1 {
      self = batches[0]
      return
    }
    let count = batches.reduce(0) { $0 + $1.count }
    let columns = types.enumerated().map { place, type in
      ColumnVector(concatenating: batches.map { $0.columns[place] }, type: type, count: count)
    }
    self.init(count: count, columns: columns)
  }

  /// The rows in pieces of the preferred size.
  func pieces() -> [ColumnBatch] {
    guard count > ColumnBatch.preferredCount else { return count == 0 ? [] : [self] }
    return stride(from: 0, to: count, by: ColumnBatch.preferredCount).map { start in
      gathered(Array(start..<min(start + ColumnBatch.preferredCount, count)))
    }
  }
}

extension ColumnVector {
  fileprivate init(concatenating pieces: [ColumnVector], type: ColumnType, count: Int) {
    if pieces.allSatisfy({ if case .absent = $0.storage { true } else { false } }) {
      self = .absent(type, count: count)
      return
    }
    var nulls: [Bool] = []
    if pieces.contains(where: { !$0.nulls.isEmpty || $0.isAbsentAndNull }) {
      nulls.reserveCapacity(count)
      for piece in pieces {
        if piece.isAbsentAndNull || piece.nulls.isEmpty {
          nulls.append(contentsOf: repeatElement(piece.isAbsentAndNull, count: piece.count))
        } else {
          nulls.append(contentsOf: piece.nulls)
        }
      }
    }
    self.init(type: type, count: count, storage: Storage(concatenating: pieces, type: type), nulls: nulls)
  }

  private var isAbsentAndNull: Bool {
    if case .absent = storage { type != .string } else { false }
  }
}

extension ColumnVector.Storage {
  fileprivate init(concatenating pieces: [ColumnVector], type: ColumnType) {
    switch type {
    case .bool:
      self = .bools(pieces.flatMap { if case .bools(let cells) = $0.storage { cells } else { [Bool](repeating: false, count: $0.count) } })
    case .int, .long, .datetime, .timespan:
      self = .integers(
        pieces.flatMap { if case .integers(let cells) = $0.storage { cells } else { [Int64](repeating: 0, count: $0.count) } })
    case .real:
      self = .reals(pieces.flatMap { if case .reals(let cells) = $0.storage { cells } else { [Double](repeating: 0, count: $0.count) } })
    case .dynamic:
      self = .dynamics(
        pieces.flatMap { if case .dynamics(let cells) = $0.storage { cells } else { [JSONValue](repeating: .null, count: $0.count) } })
    case .string, .guid, .decimal:
      var texts = TextColumn()
      for piece in pieces {
        if case .texts(let cells) = piece.storage {
          texts.append(contentsOf: cells)
        } else {
          for _ in 0..<piece.count { texts.appendEmpty() }
        }
      }
      self = .texts(texts)
    }
  }
}
