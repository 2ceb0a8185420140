import Casefile
import KQL

/// `mv-expand`: elements become rows; several columns go side by side, the shorter ones filled with nulls.
final class MultiValueStage: Stage {
  private let expansion: BoundMultiValueExpansion
  private let items: [Scalar]
  private let output: [Column]
  private let limit: Int
  private let next: any Stage

  init(_ expansion: BoundMultiValueExpansion, items: [Scalar], output: [Column], limit: Int, next: any Stage) {
    self.expansion = expansion
    self.items = items
    self.output = output
    self.limit = max(0, limit)
    self.next = next
  }

  func receive(_ batch: ColumnBatch) async throws -> Demand {
    let sources = try items.map { try $0(batch) }
    var rows: [Int] = []
    var indexes: [Int64] = []
    var cells = items.map { _ in [Value]() }
    for row in 0..<batch.count {
      let elements = sources.map { MultiValueStage.elements(of: $0[row], bagsAsArrays: expansion.bagsAsArrays) }
      let count = min(limit, elements.map(\.count).max() ?? 0)
      for place in 0..<count {
        rows.append(row)
        indexes.append(Int64(place))
        for item in elements.indices { cells[item].append(place < elements[item].count ? elements[item][place] : .null) }
      }
      if rows.count >= 4 * ColumnBatch.preferredCount {
        try Task.checkCancellation()
        if try await hand(on: batch, rows, indexes, cells) == .enough { return .enough }
        (rows, indexes, cells) = ([], [], items.map { _ in [] })
      }
    }
    return rows.isEmpty ? .more : try await hand(on: batch, rows, indexes, cells)
  }

  func finish() async throws { try await next.finish() }

  /// An empty array gives no row; a null, or anything that is no array and no bag, gives one.
  static func elements(of value: Value, bagsAsArrays: Bool) -> [Value] {
    switch value {
    case .dynamic(.array(let items)): items.map { Value.dynamic($0) }
    case .dynamic(.object(let bag)):
      bag.pairs.map { key, member in
        .dynamic(bagsAsArrays ? .array([.string(key), member]) : .object(JSONObject(dictionaryLiteral: (key, member))))
      }
    default: [value]
    }
  }

  /// Long texts beside the elements are copied into each row, so the batch is cut where it grows too large.
  private func hand(on batch: ColumnBatch, _ rows: [Int], _ indexes: [Int64], _ cells: [[Value]]) async throws -> Demand {
    let copied = expansion.kept.compactMap { $0 }
    let stretches = ColumnBatch.stretches(of: rows.count) { place in
      copied.reduce(0) { $0 + batch.columns[$1].copiedBytes(of: rows[place]) }
    }
    for stretch in stretches {
      try Task.checkCancellation()
      let demand = try await handOne(on: batch, Array(rows[stretch]), Array(indexes[stretch]), cells.map { Array($0[stretch]) })
      if demand == .enough { return .enough }
    }
    return .more
  }

  private func handOne(on batch: ColumnBatch, _ rows: [Int], _ indexes: [Int64], _ cells: [[Value]]) async throws -> Demand {
    let columns = output.enumerated().map { place, column -> ColumnVector in
      if let item = expansion.items.firstIndex(where: { $0.output == place }) {
        return ColumnVector(cells[item].map { MultiValueStage.fitted($0, column.type) }, type: column.type)
      }
      if place == expansion.indexOutput { return ColumnVector(type: .long, count: rows.count, storage: .integers(indexes)) }
      guard place < expansion.kept.count, let from = expansion.kept[place] else { return .absent(column.type, count: rows.count) }
      return batch.columns[from].gathered(rows)
    }
    return try await next.receive(ColumnBatch(count: rows.count, columns: columns))
  }

  private static func fitted(_ value: Value, _ type: ColumnType) -> Value {
    type == .dynamic || value.isNull ? value : Conversion.convert(value, to: type)
  }
}
