package import Casefile

/// What could stand at a place of a query, and the text it would take the place of.
package struct KQLCompletion: Sendable, Equatable {
  /// One thing that could stand there.
  package struct Item: Sendable, Equatable {
    /// What a thing is.
    package enum Kind: String, Sendable, CaseIterable {
      case table
      case column
      case function
      /// An operator after a pipe, or one between two values.
      case `operator`
      case keyword
      case value
      /// A `let`, a parameter, or what `as` has named.
      case variable
    }

    /// What a list shows.
    package var label: String
    /// The text to put in the place of `KQLCompletion.range`; a function's ends in its opening bracket.
    package var insertion: String
    /// What it is.
    package var kind: Kind
    /// A column's type, a function's signature, a table's size; may be empty.
    package var detail: String

    /// A thing with what a list shows of it; without an insertion the label is put in.
    package init(_ label: String, _ kind: Kind, detail: String = "", insertion: String? = nil) {
      self.label = label
      self.kind = kind
      self.detail = detail
      self.insertion = insertion ?? label
    }
  }

  /// UTF-8 offsets of the text that an item takes the place of; empty where nothing is typed yet.
  package var range: Range<Int>
  /// What is typed of it so far, without quotes.
  package var prefix: String
  /// The best first.
  package var items: [Item]
  /// The column whose values would be of use here, whether some are among the items or none is known yet; nil elsewhere.
  package var comparedColumn: ColumnPlace? = nil

  /// A column and the table it is stored in; the table is nil for a computed one.
  package struct ColumnPlace: Hashable, Sendable {
    package var table: String?
    package var column: Column

    package init(table: String?, column: Column) {
      self.table = table
      self.column = column
    }
  }
}
