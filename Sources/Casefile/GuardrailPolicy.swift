/// What a query may touch and how much it may ask for. Settings reads it, the pipeline's guardrails hold queries against it.
package struct GuardrailPolicy: Equatable, Sendable {
  /// The columns of one table that a query may read.
  package enum Fields: Equatable, Sendable {
    case all
    /// Exactly these; an empty set means none, and so the table cannot be read.
    case only(Set<String>)
  }

  /// Model names a request may be sent to; nil means any that is configured.
  package var models: Set<String>?
  /// The longest stretch of time one query may cover.
  package var maxRange: TimeSpan
  /// The window that is added to a table that the query gives none.
  package var defaultRange: TimeSpan
  /// True when somebody set a range, so that it holds for tables on this machine too; else those are read whole.
  package var boundsOwnTables = false
  /// Rows one query may bring.
  package var maxRows: Int
  /// Tables by their exact name; what is not here is refused. Nil means every known table with all its fields.
  package var tables: [String: Fields]?

  package init(
    models: Set<String>? = nil, maxRange: TimeSpan = .days(30), defaultRange: TimeSpan = .days(1), maxRows: Int = 100_000,
    tables: [String: Fields]? = nil
  ) {
    self.models = models
    self.maxRange = maxRange
    self.defaultRange = defaultRange
    self.maxRows = maxRows
    self.tables = tables
  }
}

extension GuardrailPolicy {
  /// Whether a query may show this column of this table. An empty list of fields allows none.
  package func shows(column: String, of table: String) -> Bool {
    guard let tables else { return true }
    switch tables[table] {
    case .all?: return true
    case .only(let fields)?: return fields.contains(column)
    case nil: return false
    }
  }
}
