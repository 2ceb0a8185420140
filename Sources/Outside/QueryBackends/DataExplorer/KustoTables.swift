import Casefile
import MicrosoftData

/// A v1 answer, as management commands have it: the first result table, whole, since such answers are small.
struct KustoTables: Equatable, Sendable {
  var columns: [Column]
  var rows: [[Value]]

  /// Reads `{"Tables": […]}`. With more than two tables the last one lists what the others are. Throws `BrokenAnswer` when it is none,
  /// and the service's error where it reports one.
  init(_ body: [UInt8], _ cluster: KustoCluster) throws {
    let json = try body.withUnsafeBufferPointer { try CellScanner.json($0) }
    if let error = KustoError(json["error"]) { throw error.problem(cluster) }
    guard let tables = json["Tables"]?.array, !tables.isEmpty else { throw BrokenAnswer(message: "it has no tables") }
    if let exception = json["Exceptions"]?.array?.first?.string {
      throw Problem("Data Explorer reports an error.", cause: exception, remedy: "Run it again; if it stays, ask who runs the cluster.")
    }
    let contents = tables.count > 2 ? try KustoTables.rows(of: tables[tables.count - 1]) : nil
    let kinds = contents.map { KustoTables.kinds($0.columns, $0.rows) } ?? [:]
    for (place, kind) in kinds where kind == "QueryStatus" && tables.indices.contains(place) {
      try KustoTables.check(try KustoTables.rows(of: tables[place]))
    }
    let place = kinds.filter { $0.value == "QueryResult" }.keys.min() ?? 0
    guard tables.indices.contains(place) else { throw BrokenAnswer(message: "its contents name a table that did not come") }
    (columns, rows) = try KustoTables.rows(of: tables[place])
  }

  /// The values of a column, in the order of the rows; empty where there is no such column.
  func values(of name: String) -> [Value] {
    guard let place = columns.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) else { return [] }
    return rows.map { $0[place] }
  }

  private static func rows(of table: JSONValue) throws -> (columns: [Column], rows: [[Value]]) {
    guard let described = table["Columns"]?.array, let rows = table["Rows"]?.array else {
      throw BrokenAnswer(message: "a table has no columns or no rows")
    }
    let types = described.map { ($0["ColumnType"] ?? $0["DataType"])?.string.flatMap { ColumnType(name: $0) } ?? .string }
    let names = RowBatch.uniqueNames(described.map { $0["ColumnName"]?.string ?? "" })
    let columns = zip(names, types).map { Column($0, $1) }
    let read = try rows.map { row in
      guard let cells = row.array, cells.count == columns.count else { throw BrokenAnswer(message: "a row has another width") }
      return zip(cells, columns).map { CellReader.read(json: $0, as: $1.type).value }
    }
    return (columns, read)
  }

  private static func kinds(_ columns: [Column], _ rows: [[Value]]) -> [Int: String] {
    guard let ordinal = columns.firstIndex(where: { $0.name == "Ordinal" }), let kind = columns.firstIndex(where: { $0.name == "Kind" })
    else { return [:] }
    return rows.reduce(into: [:]) { kinds, row in
      if case .long(let place) = row[ordinal] { kinds[Int(clamping: place)] = row[kind].text }
    }
  }

  /// Severity 2 and below is a failure.
  private static func check(_ status: (columns: [Column], rows: [[Value]])) throws {
    var completion = KustoCompletion()
    for row in status.rows { completion.take(Dictionary(zip(status.columns.map(\.name), row)) { first, _ in first }) }
    guard let failure = completion.failures.first else { return }
    throw Problem(
      "Data Explorer could not carry out the command.", cause: failure, remedy: "Run it again; if it stays, ask who runs the cluster.")
  }
}
