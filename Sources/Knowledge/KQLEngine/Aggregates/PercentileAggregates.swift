import Casefile
import KQL

/// `percentile`, `percentiles`, `percentiles_array`: nearest rank over all values, exact where the service estimates.
enum PercentileAggregates {
  static func make(_ site: AggregateSite) -> (any Aggregate)? {
    switch site.bound.function {
    case "percentile", "percentiles": PercentileAggregate(site, asArray: false)
    case "percentiles_array", "percentile_array": PercentileAggregate(site, asArray: true)
    default: nil
    }
  }
}

private final class PercentileAggregate: Aggregate {
  private let ranks: [Double]
  private let asArray: Bool
  private let types: [ColumnType]
  private let share: Allowance.Share
  private var values: [[Value]] = []

  init(_ site: AggregateSite, asArray: Bool) {
    ranks = site.constants.dropFirst().flatMap { constant -> [Double] in
      if case .dynamic(.array(let items))? = constant { return items.compactMap { $0.double } }
      return constant.flatMap { Conversion.real($0) }.map { [$0] } ?? []
    }
    self.asArray = asArray
    types = site.bound.columns.map(\.type)
    share = site.share
  }

  func grow(to count: Int) { values.append(contentsOf: repeatElement([], count: max(0, count - values.count))) }

  func add(_ arguments: [ColumnVector], groups: [Int]) throws {
    guard let column = arguments.first else { return }
    try share.add(column.estimatedBytes + 32 * column.count)
    for row in groups.indices where !column.isNull(row) { values[groups[row]].append(column[row]) }
  }

  func results(_ count: Int) -> [ColumnVector] {
    let rows = values.prefix(count).map { values -> [Value] in
      let sorted = values.sorted { ValueOrder.rank($0, $1) < 0 }
      return ranks.map { rank in
        guard !sorted.isEmpty else { return .null }
        let place = Int((Double(sorted.count) * max(0, min(100, rank)) / 100).rounded(.up)) - 1
        return sorted[max(0, min(sorted.count - 1, place))]
      }
    }
    if asArray { return [ColumnVector(rows.map { .dynamic(.array($0.map { $0.json })) }, type: .dynamic)] }
    return types.enumerated().map { place, type in
      ColumnVector(rows.map { place < $0.count ? Conversion.convert($0[place], to: type) : .null }, type: type)
    }
  }
}
