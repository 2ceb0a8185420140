package import Casefile

/// `summarize`: rows are grouped by the keys; aggregates are computed in each group; the output expressions are over both.
///
/// The outputs see a row of `keys` followed by the columns of each aggregate in turn, and their `.column(i)` count in that row.
/// Without keys there is exactly one group, even of no rows; with keys, no rows give no groups.
package struct BoundSummarize: Sendable, Equatable {
  /// What rows are grouped by.
  package var keys: [BoundNamedExpression]
  /// What is computed within each group.
  package var aggregates: [BoundAggregate]
  /// One for each output column, over the group row.
  package var outputs: [BoundNamedExpression]

  /// A grouping with its aggregates and outputs.
  package init(keys: [BoundNamedExpression], aggregates: [BoundAggregate], outputs: [BoundNamedExpression]) {
    self.keys = keys
    self.aggregates = aggregates
    self.outputs = outputs
  }

  /// The columns that `outputs` refer to.
  package var groupColumns: [Column] { keys.map(\.column) + aggregates.flatMap(\.columns) }
}

/// One aggregate function applied within a group.
package struct BoundAggregate: Sendable, Equatable {
  /// Canonical name in `FunctionCatalogue` (`make_set`, never `makeset`; `take_any`, never `any`).
  package var function: String
  /// Over the input columns; `arg_max(t, *)` has its star spelled out: the maximised expression, then what is returned with it.
  package var arguments: [BoundExpression]
  /// The columns it makes: one, or for `arg_max`, `arg_min`, `take_any`, `percentiles` one for each thing returned.
  package var columns: [Column]

  /// One aggregate with the columns it makes.
  package init(function: String, arguments: [BoundExpression], columns: [Column]) {
    self.function = function
    self.arguments = arguments
    self.columns = columns
  }
}
