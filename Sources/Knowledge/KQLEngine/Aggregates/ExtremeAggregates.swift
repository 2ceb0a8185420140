import Casefile
import KQL

/// `min`, `max`, `arg_min`, `arg_max`, `take_any` and their forms.
enum ExtremeAggregates {
  static func make(_ site: AggregateSite) -> (any Aggregate)? {
    let (name, isConditional) = site.base
    switch name {
    case "min": return ExtremeAggregate(site, sign: -1, isConditional: isConditional)
    case "max": return ExtremeAggregate(site, sign: 1, isConditional: isConditional)
    case "arg_min", "argmin": return ArgumentAggregate(site, sign: -1)
    case "arg_max", "argmax": return ArgumentAggregate(site, sign: 1)
    case "take_any", "any": return AnyAggregate(site, isConditional: isConditional)
    default: return nil
    }
  }
}

/// A NaN that was met stays the result, whatever comes after.
private final class ExtremeAggregate: Aggregate {
  private let sign: Int
  private let isConditional: Bool
  private let type: ColumnType
  private var best: [Value] = []

  init(_ site: AggregateSite, sign: Int, isConditional: Bool) {
    self.sign = sign
    self.isConditional = isConditional
    type = site.type
  }

  func grow(to count: Int) { best.append(contentsOf: repeatElement(.null, count: max(0, count - best.count))) }

  func add(_ arguments: [ColumnVector], groups: [Int]) {
    guard let values = arguments.first else { return }
    let condition = isConditional && arguments.count > 1 ? arguments[1] : nil
    for row in groups.indices where !values.isNull(row) && passing(condition, row) {
      let (value, held) = (values[row], best[groups[row]])
      if held.isNull || isBetter(value, than: held) { best[groups[row]] = value }
    }
  }

  func results(_ count: Int) -> [ColumnVector] { [ColumnVector(best, type: type)] }

  private func isBetter(_ value: Value, than held: Value) -> Bool {
    if ValueOrder.isNaN(held) { return false }
    return ValueOrder.isNaN(value) || (ValueOrder.compare(value, held) ?? 0) * sign > 0
  }
}

/// The row with the largest or smallest first argument; the first such row. Without any value the first row is given, with a null.
private final class ArgumentAggregate: Aggregate {
  private let sign: Int
  private let types: [ColumnType]
  private var best: [[Value]?] = []

  init(_ site: AggregateSite, sign: Int) {
    self.sign = sign
    types = site.bound.columns.map(\.type)
  }

  func grow(to count: Int) { best.append(contentsOf: repeatElement(nil, count: max(0, count - best.count))) }

  func add(_ arguments: [ColumnVector], groups: [Int]) {
    guard let keys = arguments.first else { return }
    for row in groups.indices {
      let key = keys[row]
      guard isBetter(key, than: best[groups[row]]?.first) else { continue }
      best[groups[row]] = arguments.map { $0[row] }
    }
  }

  func results(_ count: Int) -> [ColumnVector] {
    types.enumerated().map { place, type in
      ColumnVector(
        best.prefix(count).map { row in
          guard let row, place < row.count else { return .null }
          return row[place]
        }, type: type)
    }
  }

  private func isBetter(_ key: Value, than held: Value?) -> Bool {
    guard let held else { return true }
    if key.isNull || ValueOrder.isNaN(held) { return false }
    if held.isNull || ValueOrder.isNaN(key) { return true }
    return (ValueOrder.compare(key, held) ?? 0) * sign > 0
  }
}

/// The first value that is there, for each argument by itself.
private final class AnyAggregate: Aggregate {
  private let isConditional: Bool
  private let types: [ColumnType]
  private var found: [[Value]] = []

  init(_ site: AggregateSite, isConditional: Bool) {
    self.isConditional = isConditional
    types = site.bound.columns.map(\.type)
    found = types.map { _ in [] }
  }

  func grow(to count: Int) {
    for place in found.indices { found[place].append(contentsOf: repeatElement(.null, count: max(0, count - found[place].count))) }
  }

  func add(_ arguments: [ColumnVector], groups: [Int]) {
    let condition = isConditional && arguments.count > 1 ? arguments[1] : nil
    for (place, values) in arguments.prefix(types.count).enumerated() {
      for row in groups.indices where found[place][groups[row]].isEmpty && passing(condition, row) {
        found[place][groups[row]] = values[row]
      }
    }
  }

  func results(_ count: Int) -> [ColumnVector] { types.indices.map { ColumnVector(found[$0], type: types[$0]) } }
}
