package import Casefile

/// An aggregate function: what it takes, what it gives, what its column is called.
package struct AggregateFunction: Sendable, Equatable {
  /// How the type of the result follows from the arguments.
  package enum Result: Sendable, Equatable {
    case fixed(ColumnType)
    /// The type of the first argument.
    case first
    /// `sum`: `long` of whole numbers, else the type of the argument.
    case sum
    /// `avg`: `real`, but decimals, datetimes and timespans stay what they are.
    case average
    /// One column for each thing returned: `arg_max`, `arg_min`, `take_any`, `percentiles`.
    case several
  }

  /// The name without aliases.
  package var name: String
  /// Fewest arguments.
  package var fewest: Int
  /// Most arguments.
  package var most: Int
  /// How the result's type follows from the argument's.
  package var result: Result
  /// What goes before the argument's name in the name of the column: `dcount_`.
  package var prefix: String
  /// The place of a condition (`…if`), which must be `bool`.
  package var condition: Int?

  init(_ name: String, _ arguments: ClosedRange<Int>, _ result: Result, prefix: String? = nil, condition: Int? = nil) {
    self.name = name
    fewest = arguments.lowerBound
    most = arguments.upperBound
    self.result = result
    self.prefix = prefix ?? name + "_"
    self.condition = condition
  }

  static let all: [AggregateFunction] = plain + collecting + returning

  private static let plain: [AggregateFunction] = [
    AggregateFunction("count", 0...1, .fixed(.long)),
    AggregateFunction("countif", 1...1, .fixed(.long), condition: 0),
    AggregateFunction("dcount", 1...2, .fixed(.long)),
    AggregateFunction("dcountif", 2...3, .fixed(.long), condition: 1),
    AggregateFunction("count_distinct", 1...1, .fixed(.long)),
    AggregateFunction("count_distinctif", 2...2, .fixed(.long), condition: 1),
    AggregateFunction("sum", 1...1, .sum),
    AggregateFunction("sumif", 2...2, .sum, condition: 1),
    AggregateFunction("avg", 1...1, .average),
    AggregateFunction("avgif", 2...2, .average, condition: 1),
    AggregateFunction("min", 1...1, .first),
    AggregateFunction("minif", 2...2, .first, condition: 1),
    AggregateFunction("max", 1...1, .first),
    AggregateFunction("maxif", 2...2, .first, condition: 1),
    AggregateFunction("stdev", 1...1, .fixed(.real)),
    AggregateFunction("stdevif", 2...2, .fixed(.real), condition: 1),
    AggregateFunction("stdevp", 1...1, .fixed(.real)),
    AggregateFunction("variance", 1...1, .fixed(.real)),
    AggregateFunction("varianceif", 2...2, .fixed(.real), condition: 1),
    AggregateFunction("variancep", 1...1, .fixed(.real)),
    AggregateFunction("covariance", 2...2, .fixed(.real)),
    AggregateFunction("covariancep", 2...2, .fixed(.real)),
    AggregateFunction("covarianceif", 3...3, .fixed(.real), condition: 2),
    AggregateFunction("covariancepif", 3...3, .fixed(.real), condition: 2),
    AggregateFunction("variancepif", 2...2, .fixed(.real), condition: 1),
    AggregateFunction("percentile", 2...2, .first),
    AggregateFunction("percentilew", 3...3, .first),
    AggregateFunction("binary_all_and", 1...1, .fixed(.long)),
    AggregateFunction("binary_all_or", 1...1, .fixed(.long)),
    AggregateFunction("binary_all_xor", 1...1, .fixed(.long)),
    AggregateFunction("hll", 1...2, .fixed(.dynamic)),
    AggregateFunction("hll_if", 2...3, .fixed(.dynamic), prefix: "hll_", condition: 1),
    AggregateFunction("hll_merge", 1...1, .fixed(.dynamic)),
    AggregateFunction("tdigest", 1...2, .fixed(.dynamic)),
    AggregateFunction("tdigest_merge", 1...1, .fixed(.dynamic)),
    AggregateFunction("buildschema", 1...1, .fixed(.dynamic), prefix: "schema_"),
  ]

  private static let collecting: [AggregateFunction] = [
    AggregateFunction("make_set", 1...2, .fixed(.dynamic), prefix: "set_"),
    AggregateFunction("make_set_if", 2...3, .fixed(.dynamic), prefix: "set_", condition: 1),
    AggregateFunction("make_list", 1...2, .fixed(.dynamic), prefix: "list_"),
    AggregateFunction("make_list_if", 2...3, .fixed(.dynamic), prefix: "list_", condition: 1),
    AggregateFunction("make_list_with_nulls", 1...1, .fixed(.dynamic), prefix: "list_"),
    AggregateFunction("make_bag", 1...2, .fixed(.dynamic), prefix: "bag_"),
    AggregateFunction("make_bag_if", 2...3, .fixed(.dynamic), prefix: "bag_", condition: 1),
    AggregateFunction("percentiles_array", 2...64, .fixed(.dynamic), prefix: "percentiles_"),
    AggregateFunction("percentilesw_array", 3...64, .fixed(.dynamic), prefix: "percentiles_"),
  ]

  private static let returning: [AggregateFunction] = [
    AggregateFunction("arg_max", 2...1000, .several, prefix: ""),
    AggregateFunction("arg_min", 2...1000, .several, prefix: ""),
    AggregateFunction("take_any", 1...1000, .several, prefix: ""),
    AggregateFunction("take_anyif", 2...2, .first, prefix: "", condition: 1),
    AggregateFunction("percentiles", 2...64, .several),
    AggregateFunction("percentilesw", 3...64, .several),
  ]
}
