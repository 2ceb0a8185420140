import Casefile

/// The columns in sight at one point of a pipeline.
struct Scope {
  /// A column of a stored table that a column in sight still is.
  struct Origin: Hashable {
    var read: Int
    var column: Int
  }

  struct Entry {
    var name: String
    var type: ColumnType
    /// Empty for a column that was computed: what it was computed from is already marked as read.
    var origins: [Origin] = []

    var column: Column { Column(name, type) }
  }

  var entries: [Entry]
  /// True when there may be columns beside these: a table without schema, or the output of something the binder cannot follow.
  var isOpen = false

  var columns: [Column] { entries.map(\.column) }

  func ordinal(of name: String) -> Int? { entries.firstIndex { $0.name == name } }

  static let empty = Scope(entries: [])
  static let unknown = Scope(entries: [], isOpen: true)
}

/// A bound pipeline and the columns at its end.
struct BoundRows {
  var pipeline: BoundPipeline
  var scope: Scope
  /// The name by which `withsource` calls it.
  var name = ""

  mutating func append(_ kind: BoundOperator.Kind, _ output: Scope, at range: Range<Int>) {
    // The columns that came out of the step before are those that go in: one list serves both.
    let input = pipeline.columns.count == scope.entries.count ? pipeline.columns : scope.columns
    pipeline.operators.append(BoundOperator(kind, input: input, output: output.columns, range: range))
    scope = output
  }
}

/// What a `let` or parameter name stands for.
enum Binding {
  case expression(BoundExpression)
  case view(Int, Scope)
  case function(FunctionBinding)
}

/// A function made by `let`, with the names that were in sight where it was made.
struct FunctionBinding {
  var declaration: SyntaxNode
  var environment: [String: Binding]
  /// Found once, where the function is made: calls of calls would otherwise be followed again and again.
  var isTabular: Bool

  /// `view () { … }`: wildcards and searches find it as they find tables.
  var isView: Bool { declaration.firstToken?.word == .view }
}
