import Casefile
import KQL

/// `count`, `countif`, `dcount`, `count_distinct` and their forms. Distinct counts are exact, where the service estimates large ones.
enum CountAggregates {
  static func make(_ site: AggregateSite) -> (any Aggregate)? {
    switch site.base {
    case ("count", let isConditional): CountAggregate(isConditional: isConditional)
    case ("dcount", let isConditional): DistinctCountAggregate(site, isConditional: isConditional)
    case ("count_distinct", let isConditional): DistinctCountAggregate(site, isConditional: isConditional)
    default: nil
    }
  }
}

private final class CountAggregate: Aggregate {
  private let isConditional: Bool
  private var counts: [Int64] = []

  init(isConditional: Bool) { self.isConditional = isConditional }

  func grow(to count: Int) { counts.append(contentsOf: repeatElement(0, count: max(0, count - counts.count))) }

  func add(_ arguments: [ColumnVector], groups: [Int]) {
    guard isConditional, let condition = arguments.last else {
      for group in groups { counts[group] += 1 }
      return
    }
    for row in LogicalKernel.selected(condition) { counts[groups[row]] += 1 }
  }

  func results(_ count: Int) -> [ColumnVector] { [ColumnVector(type: .long, count: count, storage: .integers(counts))] }
}

/// Null is no value; in a string column the empty text is one.
private final class DistinctCountAggregate: Aggregate {
  private let isConditional: Bool
  private let share: Allowance.Share
  private var table = KeyTable()
  private var counts: [Int64] = []

  init(_ site: AggregateSite, isConditional: Bool) {
    share = site.share
    self.isConditional = isConditional
  }

  func grow(to count: Int) { counts.append(contentsOf: repeatElement(0, count: max(0, count - counts.count))) }

  func add(_ arguments: [ColumnVector], groups: [Int]) throws {
    guard let values = arguments.first else { return }
    let condition = isConditional && arguments.count > 1 ? arguments[1] : nil
    let groupColumn = ColumnVector(type: .long, count: groups.count, storage: .integers(groups.map { Int64($0) }))
    var encoder = KeyEncoder([groupColumn, values])
    for row in groups.indices where !values.isNull(row) && passing(condition, row) {
      let known = table.count
      guard encoder.withKey(of: row, { table.insert($0) }) == known else { continue }
      counts[groups[row]] += 1
      if table.bytes > share.bytes + KeyTable.step { try share.set(table.bytes) }
    }
  }

  func results(_ count: Int) -> [ColumnVector] { [ColumnVector(type: .long, count: count, storage: .integers(counts))] }
}
