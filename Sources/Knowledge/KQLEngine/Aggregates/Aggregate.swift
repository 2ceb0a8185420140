import Casefile
import KQL

/// One aggregate function over all groups at once.
protocol Aggregate: AnyObject {
  /// Makes room for `count` groups; never fewer than before.
  func grow(to count: Int)
  /// Adds a batch: `groups[row]` is the group of each row. Throws when what is gathered becomes too large.
  func add(_ arguments: [ColumnVector], groups: [Int]) throws
  /// The columns the function makes, one cell a group.
  func results(_ count: Int) -> [ColumnVector]
}

/// Aggregate functions by name; a family a file.
enum Aggregates {
  /// Makes a fresh one for a query.
  typealias Make = (BoundAggregate) throws -> any Aggregate

  static func make(_ aggregate: BoundAggregate, constants: [Value?], range: Range<Int>, allowance: Allowance) throws -> any Aggregate {
    let site = AggregateSite(bound: aggregate, constants: constants, range: range, share: allowance.share(aggregate.function))
    let families = [
      CountAggregates.make(site), NumberAggregates.make(site), ExtremeAggregates.make(site), ListAggregates.make(site),
      PercentileAggregates.make(site),
    ]
    guard let found = families.lazy.compactMap({ $0 }).first else {
      throw EngineError.unsupported("the aggregate \(aggregate.function)", range)
    }
    return found
  }
}

/// One use of an aggregate function while it is compiled.
struct AggregateSite {
  let bound: BoundAggregate
  let constants: [Value?]
  let range: Range<Int>
  /// What the function may gather.
  let share: Allowance.Share

  /// The function without a trailing `if`, and whether it had one.
  var base: (name: String, isConditional: Bool) {
    let name = bound.function
    for (suffixed, plain) in AggregateSite.conditional where name == suffixed { return (plain, true) }
    return (name, false)
  }

  var type: ColumnType { bound.columns.first?.type ?? .dynamic }

  /// Where the condition of an `…if` function stands: always last of the first two or three.
  var argumentCount: Int { bound.arguments.count }

  func argumentType(_ place: Int) -> ColumnType { place < bound.arguments.count ? bound.arguments[place].type : .dynamic }

  /// A constant argument as a number.
  func number(_ place: Int) -> Int? {
    guard place < constants.count, let value = constants[place] else { return nil }
    return Conversion.long(value).map { Int(clamping: $0) }
  }

  private static let conditional: [(String, String)] = [
    ("countif", "count"), ("sumif", "sum"), ("avgif", "avg"), ("minif", "min"), ("maxif", "max"), ("dcountif", "dcount"),
    ("make_set_if", "make_set"), ("make_list_if", "make_list"), ("make_bag_if", "make_bag"), ("take_anyif", "take_any"),
    ("anyif", "take_any"),
    ("stdevif", "stdev"), ("varianceif", "variance"), ("stdevpif", "stdevp"), ("variancepif", "variancep"),
    ("count_distinctif", "count_distinct"),
  ]
}

/// Which rows an `…if` function counts.
func passing(_ condition: ColumnVector?, _ row: Int) -> Bool {
  guard let condition else { return true }
  return condition[row] == .bool(true)
}
