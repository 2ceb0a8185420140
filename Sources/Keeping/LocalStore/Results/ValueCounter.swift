import Casefile
import HuntPipeline

/// Counts the values of one column.
struct ValueCounter {
  private enum Key: Hashable {
    case fixed(UInt8, UInt64)
    case text(UInt8, String)
  }

  private var counts: [Key: Int] = [:]
  private var rows = 0
  private var nulls = 0
  private var uncounted = 0
  /// Numbers, or ticks of times, for how they spread.
  private var numbers: [Double] = []
  private var kind: (@Sendable (Double) -> Value)?

  mutating func add(_ cell: RawCell?) {
    rows += 1
    guard let cell, !cell.isEmpty else {
      nulls += 1
      return
    }
    note(cell)
    let key = ValueCounter.key(cell)
    if let place = counts.index(forKey: key) {
      counts.values[place] += 1
    } else if counts.count < ColumnFrequency.mostDistinct {
      counts[key] = 1
    } else {
      uncounted += 1
    }
  }

  private mutating func note(_ cell: RawCell) {
    switch cell {
    case .datetime(let ticks):
      numbers.append(Double(ticks))
      if kind == nil { kind = { .datetime(DateTime(ticks: ValueCounter.integer($0))) } }
    case .timespan(let ticks):
      numbers.append(Double(ticks))
      if kind == nil { kind = { .timespan(TimeSpan(ticks: ValueCounter.integer($0))) } }
    case .long(let number):
      numbers.append(Double(number))
      if kind == nil { kind = { .long(ValueCounter.integer($0)) } }
    case .real(let number) where number.isFinite:
      numbers.append(number)
      if kind == nil { kind = { .real($0) } }
    default: break
    }
  }

  private static func key(_ cell: RawCell) -> Key {
    switch cell {
    case .null: .fixed(0, 0)
    case .bool(let flag): .fixed(1, flag ? 1 : 0)
    case .long(let number): .fixed(3, UInt64(bitPattern: number))
    case .real(let number): .fixed(4, number.bitPattern)
    case .datetime(let ticks): .fixed(5, UInt64(bitPattern: ticks))
    case .timespan(let ticks): .fixed(6, UInt64(bitPattern: ticks))
    case .text(let tag, let bytes): .text(tag, String(decoding: bytes.prefix(ColumnFrequency.valueBytes), as: UTF8.self))
    }
  }

  private static func value(_ key: Key) -> Value {
    switch key {
    case .fixed(1, let bits): .bool(bits == 1)
    case .fixed(3, let bits): .long(Int64(bitPattern: bits))
    case .fixed(4, let bits): .real(Double(bitPattern: bits))
    case .fixed(5, let bits): .datetime(DateTime(ticks: Int64(bitPattern: bits)))
    case .fixed(6, let bits): .timespan(TimeSpan(ticks: Int64(bitPattern: bits)))
    case .fixed: .null
    case .text(RawCell.guid, let text): .guid(text)
    case .text(RawCell.decimal, let text): .decimal(text)
    case .text(_, let text): .string(text)
    }
  }

  /// The commonest first; among equals, in the order of their texts.
  func finish() -> ColumnFrequency {
    let half = ColumnFrequency.mostLines / 2
    var sorted = counts.map { ($0.key, $0.value) }.sorted { $0.1 > $1.1 }
    let leftOut = max(0, sorted.count - ColumnFrequency.mostLines)
    if leftOut > 0 { sorted = Array(sorted.prefix(half)) + Array(sorted.suffix(half)) }
    let lines = sorted.map { ColumnFrequency.Line(value: ValueCounter.value($0.0), count: $0.1) }
    let settled = lines.map { ($0, $0.value.text) }.sorted { ($1.0.count, $0.1) < ($0.0.count, $1.1) }.map(\.0)
    return ColumnFrequency(
      rows: rows, nulls: nulls, lines: settled, leftOut: leftOut, distinct: counts.count, uncounted: uncounted, spread: spread())
  }

  /// The nearest integer there is.
  private static func integer(_ number: Double) -> Int64 {
    guard !number.isNaN else { return 0 }
    return Int64(exactly: number.rounded()) ?? (number < 0 ? .min : .max)
  }

  private func spread() -> ColumnFrequency.Spread? {
    guard let kind, let least = numbers.min(), let greatest = numbers.max(), greatest > least else { return nil }
    var ranges = [Int](repeating: 0, count: 60)
    // The width of the widest numbers is no number any more; that of their halves is.
    let half = (greatest - least).isFinite ? 1.0 : 0.5
    let width = greatest * half - least * half
    for number in numbers { ranges[min(59, max(0, Int((number * half - least * half) / width * 60)))] += 1 }
    return ColumnFrequency.Spread(least: kind(least), greatest: kind(greatest), counts: ranges)
  }
}
