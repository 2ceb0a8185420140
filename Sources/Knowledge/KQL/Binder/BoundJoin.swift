/// `join` or `lookup` with another pipeline.
package struct BoundJoin: Sendable, Equatable {
  /// Kusto's join flavours; `anti`, `leftantisemi` and the like are resolved to these.
  package enum Flavour: String, Sendable, CaseIterable {
    case innerUnique = "innerunique"
    case inner
    case leftOuter = "leftouter"
    case rightOuter = "rightouter"
    case fullOuter = "fullouter"
    case leftAnti = "leftanti"
    case rightAnti = "rightanti"
    case leftSemi = "leftsemi"
    case rightSemi = "rightsemi"
  }

  /// Where an output column comes from.
  package enum Origin: Sendable, Equatable {
    case left(Int)
    case right(Int)
  }

  /// Which rows come out.
  package var flavour: Flavour
  /// The rows joined with.
  package var right: BoundPipeline
  /// Pairs that must be equal: `left` over the input columns, `right` over the right pipeline's columns; never empty.
  package var keys: [Key]
  /// One for each output column.
  package var origins: [Origin]
  /// From `hint.` parameters or `lookup`; never changes the rows.
  package var isLookup: Bool

  /// One equality.
  package struct Key: Sendable, Equatable {
    /// Over the columns of the left side.
    package var left: BoundExpression
    /// Over the columns of the right side.
    package var right: BoundExpression
  }
}

/// `union`: the legs' rows in turn, each leg's columns laid onto the output's.
package struct BoundUnion: Sendable, Equatable {
  /// One leg and, for each output column, the leg's column that fills it (nil: null).
  package struct Leg: Sendable, Equatable {
    /// The rows of this leg.
    package var pipeline: BoundPipeline
    /// One for each output column.
    package var columns: [Int?]
    /// What `withsource=` says of this leg's rows.
    package var sourceName: String
  }

  /// The legs beside the input; in a `BoundSource.union` all legs.
  package var legs: [Leg]
  /// For each output column, the input's column that fills it; empty in a `BoundSource.union`.
  package var inputColumns: [Int?]
  /// The output column that `withsource=` fills.
  package var sourceColumn: Int?
  /// What `withsource=` says of the input's rows.
  package var inputSourceName: String
}
