package import Casefile

/// What the engine wants of one table.
package struct ScanRequest: Sendable, Equatable {
  /// The table as its schema names it.
  package var table: String
  /// The columns to deliver, in schema order; may be empty when only the number of rows matters.
  package var columns: [Column]
  /// All of them hold for every row that can be in the answer. A store uses those it has an index for and ignores the rest.
  package var predicates: [ScanPredicate]
  /// No more rows than this are needed when the store applies every predicate exactly; nil when that cannot be told.
  package var limitHint: Int?

  /// A request for these columns of all rows, unless predicates say less will do.
  package init(table: String, columns: [Column], predicates: [ScanPredicate] = [], limitHint: Int? = nil) {
    self.table = table
    self.columns = columns
    self.predicates = predicates
    self.limitHint = limitHint
  }
}

/// A condition on a stored column that each wanted row fulfils; a null cell fulfils none of them.
package indirect enum ScanPredicate: Sendable, Equatable {
  /// How a cell is compared.
  package enum Comparison: String, Sendable, Equatable {
    case equal = "="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// Numbers, datetimes, timespans and bools by value, strings by their UTF-8 bytes. The value has the column's type.
  case compare(Column, Comparison, Value)
  /// The cell equals one of these, compared as in `.compare`.
  case isIn(Column, [Value])
  /// The text equals this one when case is ignored.
  case equalsIgnoringCase(Column, String)
  /// The text begins with this one, byte by byte or without regard to case.
  case startsWith(Column, String, isCased: Bool)
  /// The text has this one anywhere in it.
  case contains(Column, String, isCased: Bool)
  /// Each of these is a whole term (a maximal run of letters and digits) of the text; all ASCII, in lower case, to be found in any case.
  case hasTerms(Column, [String])
  /// At least one of these holds.
  case any([ScanPredicate])
  /// All of these hold.
  case all([ScanPredicate])
}
