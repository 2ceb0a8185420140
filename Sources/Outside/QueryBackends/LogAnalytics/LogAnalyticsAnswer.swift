import Casefile

/// The body of Log Analytics' query API: `{"tables":[{"name","columns","rows"}],"statistics"?,"render"?,"error"?}`.
///
/// The first table is the result. Keys are found in any case and any order; what is not known is passed over.
struct LogAnalyticsAnswer: TableReceiver {
  enum Place: Sendable {
    case body, tables, table, name, columns, rows, row, error, statistics
  }

  var table: AnswerTable
  /// Tables begun so far.
  private(set) var tableCount = 0
  /// Names of the tables behind the first.
  private(set) var otherTables: [String] = []
  /// The error report beside or in place of the tables.
  private(set) var error: JSONValue?
  /// What the service says of the work it had.
  private(set) var statistics: JSONValue?

  /// A reader of at most `limit` rows.
  init(limit: Int) { table = AnswerTable(limit: limit) }

  mutating func handling(of key: String?, in parent: Place?) -> PieceHandling<Place> {
    switch (parent, key?.lowercased()) {
    case (nil, _): .enter(.body)
    case (.body, "tables"): .enter(.tables)
    case (.body, "error"): .take(.error)
    case (.body, "statistics"): .take(.statistics)
    case (.tables, nil): .enter(.table)
    case (.table, "name"), (.table, "tablename"): .take(.name)
    case (.table, "columns") where tableCount == 1: .take(.columns)
    case (.table, "rows") where tableCount == 1: .enter(.rows)
    case (.rows, nil): .take(.row)
    default: .pass
    }
  }

  mutating func began(_ place: Place, isArray: Bool) throws {
    let isFitting: Bool
    switch place {
    case .tables, .rows: isFitting = isArray
    default: isFitting = !isArray
    }
    guard isFitting else { throw BrokenAnswer(message: "the \(place) of the answer has another shape") }
    if case .table = place { tableCount += 1 }
  }

  mutating func ended(_ place: Place) throws {
    guard case .table = place, tableCount == 1, table.columns == nil else { return }
    throw BrokenAnswer(message: "the table has no columns")
  }

  mutating func took(_ bytes: UnsafeBufferPointer<UInt8>, at place: Place) throws {
    switch place {
    case .row: try table.take(bytes)
    case .columns:
      let columns = try AnswerTable.columns(bytes, names: ["name", "columnname"], types: ["type", "columntype", "datatype"])
      try table.begin(columns)
    case .name: if tableCount > 1 { otherTables.append(try CellScanner.json(bytes).string ?? "") }
    case .error:
      let json = try CellScanner.json(bytes)
      error = json == .null ? nil : json
    case .statistics: statistics = try? CellScanner.json(bytes)
    case .tables where bytes.elementsEqual("null".utf8): break
    case .body, .tables, .table, .rows: throw BrokenAnswer(message: "the \(place) of the answer has another shape")
    }
  }
}
