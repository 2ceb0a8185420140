package import Casefile

/// A scalar expression whose names are resolved and whose type is known.
package struct BoundExpression: Sendable, Equatable {
  /// What it computes.
  package var kind: Kind
  /// The static type as Kusto derives it; a null of any type is possible except for `string`.
  package var type: ColumnType
  /// UTF-8 offsets in the query text, for run-time messages.
  package var range: Range<Int>

  /// An expression put together by the binder or a test.
  package init(_ kind: Kind, type: ColumnType, range: Range<Int>) {
    self.kind = kind
    self.type = type
    self.range = range
  }

  /// What an expression does; nesting is never deeper than `KQLLimits.expressionDepth`.
  ///
  /// Only the cases that nest directly are boxed: wide tables make many plain columns.
  package enum Kind: Sendable, Equatable {
    /// A literal, or anything the binder could compute at bind time (`ago(1d)`, `1h * 2`).
    case constant(Value)
    /// The ordinal in the input columns of the operator that holds this expression.
    case column(Int)
    /// A value of `BoundQuery.values`, computed once per query.
    case value(Int)
    /// `and` of two or more, short-circuit not promised; three-valued logic as in Kusto.
    case all([BoundExpression])
    /// `or` of two or more.
    case any([BoundExpression])
    /// `-x`; `not(x)` is the function `not`.
    indirect case negated(BoundExpression)
    indirect case binary(BoundBinaryOperator, BoundExpression, BoundExpression)
    /// `in`, `has_any`, `has_all` and their forms, against a list or against the first column of a sub-query.
    indirect case membership(BoundMembershipOperator, BoundExpression, BoundMembers)
    indirect case between(BoundExpression, low: BoundExpression, high: BoundExpression, isNegated: Bool)
    /// `base.name` or `base["name"]` of a dynamic value.
    indirect case member(BoundExpression, String)
    /// `base[index]` of a dynamic value: an integer counts (negative from the end), a string names a key.
    indirect case element(BoundExpression, BoundExpression)
    /// An implicit conversion the binder put in, as `to<type>()` would do it.
    indirect case converted(BoundExpression)
    /// A scalar function by its canonical name in `FunctionCatalogue`; aliases (`iif`) are already replaced.
    case call(String, [BoundExpression])
    /// A name that no catalogue could decide (schema not known); such a query cannot be run here.
    case unresolved(String)
  }
}

/// The right-hand side of a membership test.
package enum BoundMembers: Sendable, Equatable {
  /// A dynamic array among them stands for its elements, as in Kusto.
  case list([BoundExpression])
  /// The first column of the rows of `BoundQuery.subqueries`, computed once per query.
  case subquery(Int)
}

/// An expression and the name of the column it makes.
package struct BoundNamedExpression: Sendable, Equatable {
  /// The column it makes.
  package var name: String
  /// What fills the column.
  package var expression: BoundExpression

  /// A column and what fills it.
  package init(name: String, expression: BoundExpression) {
    self.name = name
    self.expression = expression
  }

  /// The column this makes.
  package var column: Column { Column(name, expression.type) }
}
