import Casefile

/// Functions that give several values at once; without a name of its own each makes a column, named after function and argument.
enum SeveralResults {
  /// The columns of a call; nil for functions of one result.
  static func columns(of name: String, arguments: [String]) -> [Column]? {
    if name == "array_sort_asc" || name == "array_sort_desc" {
      return arguments.count > 1 ? arguments.map { Column("\($0)_sorted", .dynamic) } : nil
    }
    return results[name]?.map { Column("\(name)_\(arguments.first ?? "")_\($0.name)", $0.type) }
  }

  private static let results: [String: [Column]] = [
    "series_fit_line": [
      Column("rsquare", .real), Column("slope", .real), Column("variance", .real), Column("rvariance", .real),
      Column("interception", .real), Column("line_fit", .dynamic),
    ],
    "series_fit_2lines": [
      Column("rsquare", .real), Column("split_idx", .long), Column("variance", .real), Column("rvariance", .real),
      Column("line_fit", .dynamic), Column("right_rsquare", .real), Column("right_slope", .real), Column("right_interception", .real),
      Column("right_variance", .real), Column("right_rvariance", .real), Column("left_rsquare", .real), Column("left_slope", .real),
      Column("left_interception", .real), Column("left_variance", .real), Column("left_rvariance", .real),
    ],
    "series_stats": [
      Column("min", .real), Column("min_idx", .long), Column("max", .real), Column("max_idx", .long), Column("avg", .real),
      Column("stdev", .real), Column("variance", .real),
    ],
    "series_decompose": [
      Column("baseline", .dynamic), Column("seasonal", .dynamic), Column("trend", .dynamic), Column("residual", .dynamic),
    ],
    "series_decompose_anomalies": [Column("ad_flag", .dynamic), Column("ad_score", .dynamic), Column("baseline", .dynamic)],
    "series_periods_detect": [Column("periods", .dynamic), Column("scores", .dynamic)],
    "series_periods_validate": [Column("periods", .dynamic), Column("scores", .dynamic)],
  ]
}
