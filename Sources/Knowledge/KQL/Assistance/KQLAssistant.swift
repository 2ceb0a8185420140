package import Casefile

/// Answers what an editor asks about a place in a query: completion, hover and signature help.
///
/// A value without state: the same text, tables and place always give the same answer. Any text is allowed, however broken, and any offset;
/// offsets count UTF-8 and lie at a scalar's start, as `KQLPositions` gives them.
package struct KQLAssistant: Sendable {
  /// The tables in sight; nil when nothing is known of them.
  package var catalogue: (any TableCatalogue)?
  /// What `now()` and `ago(…)` count from.
  package var now: DateTime
  /// Values seen of a column, the most useful first; the table is nil for a computed column.
  package var valuesSeen: @Sendable (_ table: String?, _ column: Column) -> [Value]
  /// A sentence about a table, when there is one.
  package var tableDescription: @Sendable (_ table: String) -> String?

  /// An assistant over some tables, with what is known of their values.
  package init(
    catalogue: (any TableCatalogue)?, now: DateTime,
    valuesSeen: @escaping @Sendable (_ table: String?, _ column: Column) -> [Value] = { _, _ in [] },
    tableDescription: @escaping @Sendable (_ table: String) -> String? = { _ in nil }
  ) {
    self.catalogue = catalogue
    self.now = now
    self.valuesSeen = valuesSeen
    self.tableDescription = tableDescription
  }
}
