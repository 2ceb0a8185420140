package import Casefile
import GRDB
package import HuntPipeline
import KQL
import KQLEngine
import MicrosoftData

/// Runs approved KQL over the embedded store, with the language's own binder and engine.
package struct StoreBackend: QueryBackend, SchemaSource {
  private let store: EmbeddedStore
  private let clock: any HuntPipeline.Clock
  private let includesSample: Bool

  /// `clock` says what `now()` and `ago()` mean; without the sample its rows are not seen.
  package init(store: EmbeddedStore, clock: any HuntPipeline.Clock, includesSample: Bool = true) {
    self.store = store
    self.clock = clock
    self.includesSample = includesSample
  }

  package var name: String { "store" }
  package var isEmbedded: Bool { true }

  /// Delivers the rows as they are computed, up to the query's limit; when there are more, the outcome says so. Throws a `Problem` for text
  /// that does not bind against the stored tables.
  package func run(
    _ query: ApprovedQuery, progress: @escaping @Sendable (QueryProgress) -> Void, deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> QueryOutcome {
    var outcome = try await run(text: query.text, limit: query.maxRows, deliver: deliver)
    let mixed = try await mixedTables(among: query.tables)
    if !mixed.isEmpty {
      let names = mixed.prefix(4).joined(separator: ", ") + (mixed.count > 4 ? " and \(mixed.count - 4) more" : "")
      outcome.notes.append(
        "\(names): rows of the invented sample are counted beside yours. `logspotlight store purge --sample` takes the sample out.")
    }
    return outcome
  }

  /// Thrown by the receiver of batches to end the run.
  private struct LimitReached: Error {}

  func run(text: String, limit: Int = .max, deliver: @Sendable (RowBatch) async throws -> Void) async throws -> QueryOutcome {
    let now = clock.now()
    let catalogue = try await store.catalogue()
    let bound = KQLBinder(catalogue: catalogue, now: now).bind(KQLQuery(parsing: text))
    guard bound.isRunnable else { throw StoreBackend.unbound(bound.diagnostics) }
    let scan = StoreScan(snapshot: try store.snapshot(), includesSample: includesSample, path: store.path)
    var rows = 0
    do {
      let outcome = try await KQLExecutor(scan: scan, now: now).run(bound) { batch in
        let room = limit - rows
        rows += min(room, batch.rows.count)
        if batch.rows.count <= room { return try await deliver(batch) }
        if room > 0 { try await deliver(RowBatch(columns: batch.columns, rows: Array(batch.rows.prefix(room)))) }
        throw LimitReached()
      }
      // Without rows the columns are still told, as every service does.
      if rows == 0 { try await deliver(RowBatch(columns: bound.resultColumns, rows: [])) }
      return QueryOutcome(rows: outcome.rows, scannedRows: outcome.rowsScanned)
    } catch is LimitReached {
      var outcome = QueryOutcome(rows: rows, partial: "stopped after \(rows) rows, the limit; there are more")
      outcome.isOnlyLimited = true
      return outcome
    } catch let error as EngineError {
      throw error.problem(in: text)
    }
  }

  /// Tables that have rows, for planners and reviews.
  package func schemas() async throws -> [TableSchema] { try await store.schemas(includesSample: includesSample) }

  /// From the oldest to the newest row of each table that has rows with times.
  package func extents(of tables: [String]) async throws -> [String: TableExtent] {
    let includesSample = self.includesSample
    let found = try await store.read { database in
      try tables.map { try StoredExtent($0, in: nil, includesSample: includesSample, database) }
    }
    var extents: [String: TableExtent] = [:]
    for extent in found {
      guard let oldest = extent.oldest, let newest = extent.newest else { continue }
      let range = TimeRange(from: oldest.wholeSecond, to: newest.wholeSecond + .seconds(1))
      extents[extent.name] = TableExtent(range: extent.hasRowsWithoutTime ? nil : range)
    }
    return extents
  }

  /// Those of the tables in which the sample's rows are read together with imported ones.
  private func mixedTables(among tables: [String]) async throws -> [String] {
    guard includesSample else { return [] }
    return try await store.read { database in
      try tables.filter { name in
        guard let table = try TableRegistry.table(named: name, database) else { return false }
        return try table.hasSampleRows(database) && table.hasOwnRows(database)
      }
    }
  }

  private static func unbound(_ diagnostics: [KQLDiagnostic]) -> Problem {
    let first = diagnostics.first { $0.severity == .error } ?? diagnostics.first { $0.severity == .unsupported }
    let place = first.map { "line \($0.line), column \($0.column): \($0.message)" }
    return Problem(
      "The query cannot be run here.", cause: place ?? "nothing in it can be run",
      remedy: "Correct the query; `logspotlight kql check` lists everything that is wrong.")
  }
}

extension StoreBackend {
  /// Tells an empty table from a range without rows and from conditions that nothing meets.
  package func explainEmpty(_ query: ApprovedQuery) async throws -> EmptyResult {
    try await explain(tables: query.tables, range: query.range, kql: query.text)
  }

  func explain(tables: [String], range: TimeRange?, kql: String) async throws -> EmptyResult {
    let includesSample = self.includesSample
    let extents = try await store.read { database in
      try tables.map { try StoredExtent($0, in: range, includesSample: includesSample, database) }
    }
    if let empty = extents.first(where: { !$0.hasRows }) {
      return EmptyResult(
        reason: .tableNotConnected, explanation: "\(empty.name) has no rows in this store.",
        widen: ["Import a file with rows of \(empty.name).", "Ask a table that has rows."])
    }
    let newest = extents.compactMap(\.newest).min()
    guard let range, let late = extents.first(where: { $0.newest != nil && !$0.hasRowsInRange }) else {
      return EmptyResult(
        reason: .tooNarrow, explanation: "There are rows in that time, but none meets every condition.", newestRow: newest,
        widen: EmptyAdvice(kql).steps)
    }
    let words = [late.oldest, late.newest].compactMap { $0?.text(decimals: 0) }.joined(separator: " to ")
    let side = (late.newest ?? .minimum) < range.from ? "earlier" : "other times"
    return EmptyResult(
      reason: .nothingInRange,
      explanation: "\(late.name) has nothing between \(range.from.text(decimals: 0)) and \(range.to.text(decimals: 0)).",
      newestRow: late.newest, widen: ["Ask for \(side): its rows are from \(words)."])
  }
}

/// What times a table's rows have.
private struct StoredExtent: Sendable {
  let name: String
  var hasRows = false
  var hasRowsInRange = false
  var hasRowsWithoutTime = false
  var oldest: DateTime?
  var newest: DateTime?

  init(_ name: String, in range: TimeRange?, includesSample: Bool, _ database: Database) throws {
    self.name = name
    guard let table = try TableRegistry.table(named: name, database) else { return }
    let own: SQL = includesSample ? "1" : "_sample IS NULL"
    let source = SQL(sql: table.quoted)
    hasRows = includesSample ? try table.hasRows(database) : try table.hasOwnRows(database)
    guard hasRows, let column = table.physicalTimeColumn.map({ SQL(sql: $0.quotedName) }) else { return }
    func extreme(_ function: SQL) throws -> DateTime? {
      try SQLRequest<Int64>(literal: "SELECT \(function)(\(column)) FROM \(source) WHERE \(own)").fetchOne(database)
        .map(DateTime.init(ticks:))
    }
    oldest = try extreme("min")
    newest = try extreme("max")
    hasRowsWithoutTime =
      try SQLRequest<Bool>(literal: "SELECT EXISTS(SELECT 1 FROM \(source) WHERE \(column) IS NULL AND \(own))").fetchOne(database) ?? false
    hasRowsInRange = range == nil
    guard let range else { return }
    let inside: SQL = "\(column) >= \(range.from.ticks) AND \(column) < \(range.to.ticks) AND \(own)"
    hasRowsInRange = try SQLRequest<Bool>(literal: "SELECT EXISTS(SELECT 1 FROM \(source) WHERE \(inside))").fetchOne(database) ?? false
  }
}

extension EmbeddedStore: SchemaSource {
  /// Tables that have rows, by name, with their columns in the order a bare query shows them.
  package func schemas() async throws -> [TableSchema] { try await schemas(includesSample: true) }

  /// Tables with rows that are not the sample's, or all with rows.
  package func schemas(ofImports isOwn: Bool) async throws -> [TableSchema] { try await schemas(includesSample: !isOwn) }

  func schemas(includesSample: Bool) async throws -> [TableSchema] {
    try await read { database in
      try TableRegistry.tables(database).filter { table in
        includesSample ? try table.hasRows(database) : try table.hasOwnRows(database)
      }.map(\.schema)
    }
  }

  /// Every table a query may name: the stored ones, and Microsoft's that nothing was imported into yet, which have no rows.
  package func knownSchemas() async throws -> [TableSchema] {
    let stored = try await read { try TableRegistry.tables($0).map(\.schema) }
    let names = Set(stored.map(\.name))
    return stored + TableReference.standard.tables.filter { !names.contains($0.name) }
  }

  func catalogue() async throws -> TableList { TableList(try await knownSchemas()) }
}
