package import Casefile

/// One step of a pipeline, with the columns that go in and come out.
package struct BoundOperator: Sendable, Equatable {
  /// What the step does.
  package var kind: Kind
  /// The columns that its expressions refer to.
  package var input: [Column]
  /// The columns of the rows it makes.
  package var output: [Column]
  /// UTF-8 offsets in the query text, for run-time messages.
  package var range: Range<Int>

  /// A step between two sets of columns.
  package init(_ kind: Kind, input: [Column], output: [Column], range: Range<Int>) {
    self.kind = kind
    self.input = input
    self.output = output
    self.range = range
  }

  /// What a step does; expressions refer to the step's input columns unless said otherwise.
  package indirect enum Kind: Sendable, Equatable {
    /// Keeps rows for which the expression is true (null is not).
    case filter(BoundExpression)
    /// One expression per output column: `project`, `extend` and all `project-…` forms; kept columns are `.column(i)`.
    case project([BoundNamedExpression])
    case summarize(BoundSummarize)
    /// Distinct rows of these expressions.
    case distinct([BoundNamedExpression])
    case sort([BoundSortKey])
    case top(count: BoundExpression, by: [BoundSortKey])
    case take(count: BoundExpression)
    /// One row with one `long` column `Count`.
    case count
    case sample(count: BoundExpression)
    /// Up to `count` distinct values of one expression.
    case sampleDistinct(count: BoundExpression, of: BoundNamedExpression)
    /// Marks the row order as meaningful; its assignments are a `.project` step after it.
    case serialize
    case join(BoundJoin)
    /// This pipeline's rows followed by those of others, columns lined up.
    case union(BoundUnion)
    case mvExpand(BoundMultiValueExpansion)
    case parse(BoundParse)
    /// Rows `ColumnName, ColumnOrdinal, DataType, ColumnType` about the input.
    case getSchema
    /// How the result wants to be drawn; rows pass through.
    case render(String)
    /// A step that is understood only so far as the columns it reads; it stands in outlines, never in a pipeline that runs. `keepsColumns`
    /// is true where the input's columns come out as they went in.
    case notRun(keepsColumns: Bool)
  }
}

/// One key of an order.
package struct BoundSortKey: Sendable, Equatable {
  /// What rows are ordered by.
  package var expression: BoundExpression
  /// The smallest first; Kusto's default is the largest first.
  package var isAscending: Bool
  /// Kusto's default: first when ascending, last when descending.
  package var areNullsFirst: Bool

  /// A key with its direction and the place of nulls.
  package init(expression: BoundExpression, isAscending: Bool, areNullsFirst: Bool) {
    self.expression = expression
    self.isAscending = isAscending
    self.areNullsFirst = areNullsFirst
  }
}

/// `mv-expand`: each column's array or bag becomes rows; several columns are expanded side by side.
package struct BoundMultiValueExpansion: Sendable, Equatable {
  /// One expanded column.
  package struct Item: Sendable, Equatable {
    /// The array or bag whose elements become rows.
    package var expression: BoundExpression
    /// The output column that takes the elements.
    package var output: Int
    /// `to typeof(…)`; nil keeps dynamic.
    package var type: ColumnType?
  }

  /// What is expanded, side by side.
  package var items: [Item]
  /// The output column that takes the 0-based index (`with_itemindex`).
  package var indexOutput: Int?
  /// Most rows made of one row; nil is the service's own bound.
  package var limit: BoundExpression?
  /// For each output column that is not expanded, the input column it repeats.
  package var kept: [Int?]
  /// `kind=array` turns a bag into `[key, value]` pairs; otherwise into one-entry bags.
  package var bagsAsArrays: Bool
}

/// `parse` and `parse-where`: a text is matched against literal and column parts in turn.
package struct BoundParse: Sendable, Equatable {
  /// A stretch of the pattern.
  package enum Part: Sendable, Equatable {
    case text(String)
    /// `*`: any text, not kept.
    case skip
    /// A column to fill, converted to `type`; `output` is its ordinal in the output.
    case column(output: Int, type: ColumnType)
  }

  /// `kind=` of the operator.
  package enum Mode: String, Sendable {
    case simple
    case relaxed
    case regex
  }

  /// The text that is taken apart.
  package var subject: BoundExpression
  /// The pattern, in order.
  package var parts: [Part]
  /// How strictly the pattern holds.
  package var mode: Mode
  /// The letters after `flags=`, empty when there are none.
  package var regexFlags: String
  /// `parse-where`: rows that do not match are dropped.
  package var dropsUnmatched: Bool
  /// For each output column that is not parsed, the input column it repeats.
  package var kept: [Int?]
}
