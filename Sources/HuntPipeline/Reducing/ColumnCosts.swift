internal import Casefile

/// What the cells of a column cost in tokens, each with the sign before it.
///
/// Where a column has very many distinct texts, a part of them is counted and the rest estimated by their length.
struct ColumnCosts {
  /// For each distinct text; empty for a column of moments.
  private(set) var texts: [Float] = []
  /// What a moment costs written out, and as an offset.
  private(set) var moment: Float = 0
  private(set) var offset: Float = 0
  /// The sum over all rows.
  private(set) var total: Double = 0

  private static let mostCounted = 8_192

  init(_ column: RowColumn, _ count: (String) -> Int) {
    if column.holdsMoments {
      let step = max(1, column.ticks.count / 64)
      let sample = stride(from: 0, to: column.ticks.count, by: step).map { column.ticks[$0] }.filter { $0 != RowColumn.noMoment }
      guard let first = sample.first else { return }
      let written = sample.map { "," + DateTime(ticks: $0).description }.joined()
      let offsets = sample.map { "|\(($0 - first) / DateTime.ticksPerSecond)" }.joined()
      moment = Float(count(written)) / Float(sample.count)
      offset = Float(count(offsets)) / Float(sample.count)
      total = Double(moment) * Double(column.ticks.count)
      return
    }
    let pool = column.pool
    texts = [Float](repeating: 1, count: pool.count)
    let step = max(1, pool.count / ColumnCosts.mostCounted)
    var counted = 0
    var bytes = 0
    for number in stride(from: 0, to: pool.count, by: step) {
      let cost = count("," + pool.text(Int32(number)))
      texts[number] = Float(cost)
      counted += cost
      bytes += pool.length(Int32(number)) + 1
    }
    if step > 1 {
      let rate = Float(counted) / Float(max(1, bytes))
      for number in 0..<pool.count where number % step != 0 { texts[number] = Float(pool.length(Int32(number)) + 1) * rate }
    }
    var uses = [Int32](repeating: 0, count: pool.count)
    for number in column.numbers { uses[Int(number)] += 1 }
    for number in 0..<pool.count { total += Double(uses[number]) * Double(texts[number]) }
  }

  /// The cost of one cell as it comes.
  func cost(_ column: RowColumn, _ row: Int) -> Float { column.holdsMoments ? moment : texts[Int(column.numbers[row])] }
}
