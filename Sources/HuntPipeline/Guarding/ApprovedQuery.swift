package import Casefile
package import KQL

/// A query that the guardrails let through. Only this file can make one, so nothing else can reach a backend.
package struct ApprovedQuery: Equatable, Sendable {
  /// The text that runs; every window that was added stands in it.
  package let text: String
  /// Every stored table it reads.
  package let tables: [String]
  /// The range it covers, also sent as the service's timespan; nil when its tables have no time column.
  package let range: TimeRange?
  /// Rows at most; a backend that has more stops there and says that the result is partial.
  package let maxRows: Int
  /// What was added to the analyst's text, in words; empty when nothing was.
  package let additions: [String]
  /// Those of its tables whose columns the guardrails knew.
  package let knownTables: [TableSchema]
  /// The stretch of time that its text asks of each reading of a table, and by which column.
  package let windows: [ReadWindow]

  fileprivate init(
    text: String, tables: [String], range: TimeRange?, maxRows: Int, additions: [String], knownTables: [TableSchema],
    windows: [ReadWindow]
  ) {
    self.windows = windows
    self.text = text
    self.tables = tables
    self.knownTables = knownTables
    self.range = range
    self.maxRows = maxRows
    self.additions = additions
  }
}

extension ApprovedQuery {
  /// The time column of one of its tables: the one its text asks by, else the table's first; nil where it has none, or where its columns
  /// are not known.
  package func timeColumn(of table: String) -> String? {
    windows.first { $0.table == table && $0.fromColumn != nil }?.fromColumn ?? knownTables.first { $0.name == table }?.timeColumn
  }

  /// True where its text asks the table's time by no column, or by different ones in several readings: no column tells then which rows lie
  /// in its range.
  package func hasUnclearTime(of table: String) -> Bool {
    let begun = windows.filter { $0.table == table && $0.from != nil }
    return begun.contains { $0.fromColumn == nil } || Set(begun.map(\.fromColumn)).count > 1
  }

  /// True where its text bounds no table's time by anything but the table's `column`, so that its range may go beside it as that column's.
  package func asksTimeOnly(by column: (_ table: String) -> String) -> Bool {
    windows.allSatisfy { window in
      let column = column(window.table)
      return (window.from == nil || window.fromColumn == column) && (window.to == nil || window.toColumn == column)
    }
  }

  /// The same query over less time: the table it reads gets one more window behind its name. Only ever narrows; nil when `part` does not
  /// lie in its range, or when a reading of a table can have no window.
  ///
  /// A part that ends with the range gets no end of its own, since the query may take in the last moment itself.
  package func narrowed(to part: TimeRange, tables catalogue: any TableCatalogue) -> ApprovedQuery? {
    guard let range, range.from <= part.from, part.to <= range.to, part.from < part.to else { return nil }
    let query = KQLQuery(parsing: text)
    let bound = KQLBinder(catalogue: catalogue, now: part.to).bind(query)
    let end = part.to == range.to ? nil : part.to
    let windowed = query.windowed(in: bound) { AddedWindow(from: part.from, to: end, column: timeColumn(of: $0.table)) }
    let isEverywhere = Set(windowed.added.keys) == Set(bound.tablesRead) && windowed.left.isEmpty
    guard isEverywhere, !bound.reads.isEmpty, query.isWellFormed, windowed.query.isWellFormed else { return nil }
    return ApprovedQuery(
      text: windowed.query.text, tables: tables, range: part, maxRows: maxRows, additions: additions, knownTables: knownTables,
      windows: windows)
  }
}

/// A query that may run if the analyst says yes.
package struct ConsentRequest: Equatable, Sendable {
  package let concerns: [Concern]
  private let query: ApprovedQuery

  fileprivate init(concerns: [Concern], query: ApprovedQuery) {
    self.concerns = concerns
    self.query = query
  }

  package var tables: [String] { query.tables }
  package var text: String { query.text }
  package var range: TimeRange? { query.range }
  /// What was added to the analyst's text, in words.
  package var additions: [String] { query.additions }

  /// The analyst said yes.
  package func granted() -> ApprovedQuery { query }
}

extension Guardrails {
  /// What the rules say of a query. `range` and `limit` narrow it beside its text, as a service's timespan does.
  package func review(_ query: KQLQuery, range: TimeRange? = nil, limit: Int? = nil) -> Review {
    review(query, bound(query), range: range, limit: limit)
  }

  /// The same for a query whose names are resolved already.
  package func review(_ query: KQLQuery, _ bound: BoundQuery, range: TimeRange? = nil, limit: Int? = nil) -> Review {
    let subject = subject(query, bound, range: range)
    var objections = Guardrails.rules.flatMap { $0.objections(to: subject) }
    let refusals = objections.filter { $0.weight == .refuses }
    guard refusals.isEmpty else { return .refused(refusals.map(\.concern)) }
    let windowing = windowed(query, bound, range: range)
    if range == nil, let unbounded = RangeAllowed().unbounded(windowing.left) { objections.insert(unbounded, at: 0) }
    let maxRows = min(policy.maxRows, limit ?? policy.maxRows)
    var additions = windowing.additions
    if let asked = query.rowLimit, asked > maxRows { additions.append("At most \(maxRows) rows are kept; the query asks for \(asked).") }
    let read = QueryReads.tables(query, bound, known: knownTables)
    let approved = ApprovedQuery(
      text: windowing.query.text, tables: read, range: range ?? windowing.bound.range(now: now), maxRows: maxRows, additions: additions,
      knownTables: read.compactMap(tables.schema(named:)), windows: windowing.bound.windows)
    return objections.isEmpty ? .allowed(approved) : .consent(ConsentRequest(concerns: objections.map(\.concern), query: approved))
  }
}
