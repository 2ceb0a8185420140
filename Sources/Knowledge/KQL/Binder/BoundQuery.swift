package import Casefile

/// A query with every name resolved, ready for the engine and for guardrails.
package struct BoundQuery: Sendable {
  /// The pipeline whose rows are the answer; nil when errors or unsupported parts leave nothing that can be run.
  package var pipeline: BoundPipeline?
  /// The same with the parts that cannot be run as `.notRun` steps: what guardrails look at. Nil only when there is no answer at all.
  package var outline: BoundPipeline?
  /// The stored tables the query reads; a `BoundSource.table` names one by its place here.
  package var reads: [BoundTableRead]
  /// Tabular `let`s and `materialize` bodies; a `BoundSource.view` names one by its place, and views refer only to earlier ones.
  package var views: [BoundView]
  /// Scalar `let`s that are not constant and `toscalar` bodies, in order of dependence.
  package var values: [BoundValue]
  /// Pipelines on the right of `in (…)`; a `BoundMembers.subquery` names one by its place.
  package var subqueries: [BoundPipeline]
  /// The columns of the answer, known even of many queries that cannot be run.
  package var resultColumns: [Column]
  /// Those of parsing, then those of binding.
  package var diagnostics: [KQLDiagnostic]

  /// A bound query put together from its parts.
  package init(
    pipeline: BoundPipeline? = nil, outline: BoundPipeline? = nil, reads: [BoundTableRead] = [], views: [BoundView] = [],
    values: [BoundValue] = [],
    subqueries: [BoundPipeline] = [], resultColumns: [Column] = [], diagnostics: [KQLDiagnostic] = []
  ) {
    self.pipeline = pipeline
    self.outline = outline ?? pipeline
    self.reads = reads
    self.views = views
    self.values = values
    self.subqueries = subqueries
    self.resultColumns = resultColumns
    self.diagnostics = diagnostics
  }

  /// Names of the stored tables read, sorted.
  package var tablesRead: [String] { Set(reads.map(\.table)).sorted() }

  /// The stored columns the query really reads, by table; the engine asks the store for these and no others.
  package var columnsRead: [String: Set<String>] {
    var result: [String: Set<String>] = [:]
    for read in reads { result[read.table, default: []].formUnion(read.usedColumns.map(\.name)) }
    return result
  }

  /// True when the engine can run it: bound without error and nothing unsupported.
  package var isRunnable: Bool { pipeline != nil }
}

/// A source and the steps its rows take.
package struct BoundPipeline: Sendable, Equatable {
  /// Where the rows come from.
  package var source: BoundSource
  /// The steps, first to last.
  package var operators: [BoundOperator]

  /// A source and its steps.
  package init(source: BoundSource, operators: [BoundOperator] = []) {
    self.source = source
    self.operators = operators
  }

  /// The columns that come out at the end.
  package var columns: [Column] { operators.last?.output ?? source.columns }
}

/// Where rows come from.
package struct BoundSource: Sendable, Equatable {
  /// What kind of source it is.
  package var kind: Kind
  /// The columns of its rows.
  package var columns: [Column]

  /// A source with the columns of its rows.
  package init(_ kind: Kind, columns: [Column]) {
    self.kind = kind
    self.columns = columns
  }

  /// The kinds of sources.
  package indirect enum Kind: Sendable, Equatable {
    /// The place in `BoundQuery.reads`. All the table's columns are in scope; only `used` ones need values.
    case table(Int)
    /// The place in `BoundQuery.views`.
    case view(Int)
    /// `datatable` and empty tables.
    case rows([[Value]])
    /// `print`: one row of expressions without columns.
    case print([BoundNamedExpression])
    /// `range name from first to last step step`.
    case range(first: BoundExpression, last: BoundExpression, step: BoundExpression)
    case union(BoundUnion)
    /// The rows of one group inside `mv-apply`, `partition` or `fork`; set by the engine.
    case group
  }
}

/// One reading of a stored table.
package struct BoundTableRead: Sendable, Equatable {
  /// The table's stored name.
  package var table: String
  /// All columns of the table, in schema order.
  package var columns: [Column]
  /// Ascending ordinals of the columns whose values the query needs.
  package var used: [Int]
  /// UTF-8 offsets of the name, or of the wildcard or call that means it.
  package var range: Range<Int>

  /// A reading of a table with the ordinals it needs.
  package init(table: String, columns: [Column], used: [Int], range: Range<Int> = 0..<0) {
    self.range = range
    self.table = table
    self.columns = columns
    self.used = used
  }

  /// The columns behind `used`.
  package var usedColumns: [Column] { used.map { columns[$0] } }
}

/// A tabular `let`, or the body of a `materialize`.
package struct BoundView: Sendable, Equatable {
  /// The name in the query, or the function that made it.
  package var name: String
  /// The rows of the view.
  package var pipeline: BoundPipeline
  /// `materialize(…)`: computed once; the engine may keep others too.
  package var isMaterialized: Bool
}

/// A scalar computed once per query; it has no columns in scope.
package struct BoundValue: Sendable, Equatable {
  /// How the value is computed.
  package enum Kind: Sendable, Equatable {
    case expression(BoundExpression)
    /// `toscalar(…)`: the first cell of the first row, null when there is none.
    case firstCell(BoundPipeline)
  }

  /// The name in the query.
  package var name: String
  /// How it is computed.
  package var kind: Kind
  /// Its type, as the expressions that use it assume.
  package var type: ColumnType
}
