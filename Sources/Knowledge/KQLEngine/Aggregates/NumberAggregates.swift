import Casefile
import KQL

/// `sum`, `avg`, `stdev`, `variance` and their forms, and the `binary_all_…` ones.
enum NumberAggregates {
  static func make(_ site: AggregateSite) -> (any Aggregate)? {
    let (name, isConditional) = site.base
    switch name {
    case "sum": return SumAggregate(site.type, isConditional: isConditional)
    case "avg": return AverageAggregate(site.type, isConditional: isConditional)
    case "stdev", "stdevp", "variance", "variancep": return SpreadAggregate(name, isConditional: isConditional)
    case "binary_all_and": return BitsAggregate(start: -1) { $0 & $1 }
    case "binary_all_or": return BitsAggregate(start: 0) { $0 | $1 }
    case "binary_all_xor": return BitsAggregate(start: 0) { $0 ^ $1 }
    default: return nil
    }
  }
}

/// The sum of nothing is 0; whole numbers wrap.
private final class SumAggregate: Aggregate {
  private let type: ColumnType
  private let isConditional: Bool
  private var wholes: [Int64] = []
  private var reals: [Double] = []
  private var decimals: [Value] = []

  init(_ type: ColumnType, isConditional: Bool) {
    self.type = type
    self.isConditional = isConditional
  }

  func grow(to count: Int) {
    let more = max(0, count - wholes.count)
    wholes.append(contentsOf: repeatElement(0, count: more))
    if type == .real { reals.append(contentsOf: repeatElement(0, count: more)) }
    if type == .decimal { decimals.append(contentsOf: repeatElement(.long(0), count: more)) }
  }

  func add(_ arguments: [ColumnVector], groups: [Int]) {
    guard let values = arguments.first else { return }
    let condition = isConditional && arguments.count > 1 ? arguments[1] : nil
    if condition == nil, values.nulls.isEmpty, type != .decimal, addAll(values, groups) { return }
    for row in groups.indices where !values.isNull(row) && passing(condition, row) { add(values[row], to: groups[row]) }
  }

  private func addAll(_ values: ColumnVector, _ groups: [Int]) -> Bool {
    switch values.storage {
    case .integers(let cells) where type != .real: for row in groups.indices { wholes[groups[row]] &+= cells[row] }
    case .reals(let cells) where type == .real: for row in groups.indices { reals[groups[row]] += cells[row] }
    default: return false
    }
    return true
  }

  private func add(_ value: Value, to group: Int) {
    switch type {
    case .real: reals[group] += Conversion.real(value) ?? 0
    case .decimal: decimals[group] = ArithmeticKernel.value(.add, decimals[group], Conversion.decimal(value))
    default: wholes[group] &+= Conversion.long(value) ?? 0
    }
  }

  func results(_ count: Int) -> [ColumnVector] {
    switch type {
    case .real: [ColumnVector(type: type, count: count, storage: .reals(reals))]
    case .decimal: [ColumnVector(decimals, type: type)]
    default: [ColumnVector(type: type, count: count, storage: .integers(wholes))]
    }
  }
}

/// The average of nothing is NaN. Whole numbers are summed as such, and so may wrap, as in the service.
private final class AverageAggregate: Aggregate {
  private let type: ColumnType
  private let isConditional: Bool
  private var wholes: [Int64] = []
  private var reals: [Double] = []
  private var decimals: [Value] = []
  private var counts: [Int64] = []

  init(_ type: ColumnType, isConditional: Bool) {
    self.type = type
    self.isConditional = isConditional
  }

  func grow(to count: Int) {
    let more = max(0, count - counts.count)
    wholes.append(contentsOf: repeatElement(0, count: more))
    reals.append(contentsOf: repeatElement(0, count: more))
    decimals.append(contentsOf: repeatElement(.long(0), count: more))
    counts.append(contentsOf: repeatElement(0, count: more))
  }

  func add(_ arguments: [ColumnVector], groups: [Int]) {
    guard let values = arguments.first else { return }
    let condition = isConditional && arguments.count > 1 ? arguments[1] : nil
    for row in groups.indices where !values.isNull(row) && passing(condition, row) {
      let group = groups[row]
      switch values.storage {
      case .integers(let cells): wholes[group] &+= cells[row]
      case .reals(let cells): reals[group] += cells[row]
      default:
        let value = values[row]
        guard let number = Conversion.real(value) else { continue }
        if type == .decimal { decimals[group] = ArithmeticKernel.value(.add, decimals[group], value) } else { reals[group] += number }
      }
      counts[group] += 1
    }
  }

  func results(_ count: Int) -> [ColumnVector] {
    let cells: [Value] = (0..<count).map { group in
      switch type {
      case .decimal:
        return counts[group] == 0 ? .null : ArithmeticKernel.value(.divide, decimals[group], .decimal(String(counts[group])))
      case .timespan, .datetime:
        guard counts[group] > 0 else { return .null }
        let ticks = wholes[group] / counts[group]
        return type == .timespan ? .timespan(TimeSpan(ticks: ticks)) : .datetime(DateTime(ticks: ticks))
      default: return .real((Double(wholes[group]) + reals[group]) / Double(counts[group]))
      }
    }
    return [ColumnVector(cells, type: type)]
  }
}

/// Welford's running variance; of a sample unless the name ends in `p`.
private final class SpreadAggregate: Aggregate {
  private let name: String
  private let isConditional: Bool
  private var states: [(count: Double, mean: Double, squares: Double)] = []

  init(_ name: String, isConditional: Bool) {
    self.name = name
    self.isConditional = isConditional
  }

  func grow(to count: Int) {
    states.append(contentsOf: repeatElement((count: 0.0, mean: 0.0, squares: 0.0), count: max(0, count - states.count)))
  }

  func add(_ arguments: [ColumnVector], groups: [Int]) {
    guard let values = arguments.first else { return }
    let condition = isConditional && arguments.count > 1 ? arguments[1] : nil
    for row in groups.indices where !values.isNull(row) && passing(condition, row) {
      guard let number = Conversion.real(values[row]) else { continue }
      var state = states[groups[row]]
      state.count += 1
      let distance = number - state.mean
      state.mean += distance / state.count
      state.squares += distance * (number - state.mean)
      states[groups[row]] = state
    }
  }

  func results(_ count: Int) -> [ColumnVector] {
    let cells: [Double] = states.prefix(count).map { state in
      let isPopulation = name.hasSuffix("p")
      let divisor = isPopulation ? state.count : state.count - 1
      let variance = divisor > 0 ? state.squares / divisor : (state.count > 0 ? 0 : .nan)
      return name.hasPrefix("stdev") ? variance.squareRoot() : variance
    }
    return [ColumnVector(type: .real, count: count, storage: .reals(cells))]
  }
}

private final class BitsAggregate: Aggregate {
  private let start: Int64
  private let body: (Int64, Int64) -> Int64
  private var states: [Int64?] = []

  init(start: Int64, _ body: @escaping (Int64, Int64) -> Int64) {
    self.start = start
    self.body = body
  }

  func grow(to count: Int) { states.append(contentsOf: repeatElement(nil, count: max(0, count - states.count))) }

  func add(_ arguments: [ColumnVector], groups: [Int]) {
    guard let values = arguments.first else { return }
    for row in groups.indices {
      if let number = Conversion.long(values[row]) { states[groups[row]] = body(states[groups[row]] ?? start, number) }
    }
  }

  func results(_ count: Int) -> [ColumnVector] {
    [ColumnVector(states.prefix(count).map { $0.map { .long($0) } ?? .null }, type: .long)]
  }
}
