package import Casefile

/// Gives every name of a query its meaning, against tables that a catalogue knows.
package struct KQLBinder: Sendable {
  /// Nil when nothing is known of the tables: any table is taken to exist and to have any column.
  package var catalogue: (any TableCatalogue)?
  /// What `now()` and `ago(…)` count from.
  package var now: DateTime

  /// A binder over some tables at some moment.
  package init(catalogue: (any TableCatalogue)?, now: DateTime) {
    self.catalogue = catalogue
    self.now = now
  }

  /// Binds a query; the diagnostics of parsing come first in the result's, and a query with errors has no pipeline.
  package func bind(_ query: KQLQuery) -> BoundQuery {
    var binder = Binder(catalogue: catalogue, now: now, query: query)
    return binder.bind()
  }
}
