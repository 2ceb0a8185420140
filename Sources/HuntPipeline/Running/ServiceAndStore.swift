package import Casefile
import Locking

/// A service and this machine's store behind one door: a query goes where its tables are.
///
/// Tables that both have are the service's, which as a rule has more of their rows; where it has none that the query wants, the rows of
/// this machine are looked through, and a note says so. A query over tables that only one and only the other has cannot run.
package struct ServiceAndStore: QueryBackend, SchemaSource {
  /// The service without this machine's rows beside it.
  package let service: any QueryBackend
  private let serviceSchemas: any SchemaSource
  private let store: any QueryBackend & SchemaSource

  package init(service: any QueryBackend, schemas: any SchemaSource, store: any QueryBackend & SchemaSource) {
    self.service = service
    self.serviceSchemas = schemas
    self.store = store
  }

  package var name: String { service.name }

  package func place(of query: ApprovedQuery) async -> String {
    guard let own = try? await ownTables() else { return name }
    return !query.tables.isEmpty && query.tables.allSatisfy(own.contains) ? store.name : name
  }

  package func run(
    _ query: ApprovedQuery, progress: @escaping @Sendable (QueryProgress) -> Void, deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> QueryOutcome {
    let own = try await ownTables()
    guard !query.tables.contains(where: own.contains), await isStored(query) else {
      return try await backend(of: query, own).run(query, progress: progress, deliver: deliver)
    }
    // Columns of an empty answer wait until it is known whose rows there are.
    let held = Locked<RowBatch?>(nil)
    var outcome = try await service.run(query, progress: progress) { batch in
      if batch.rows.isEmpty { held.withLock { $0 = batch } } else { try await deliver(batch) }
    }
    let tables = query.tables.joined(separator: ", ")
    guard outcome.rows == 0 else {
      outcome.notes.append("\(service.name) answered; this machine has rows of \(tables) too, which were not looked through.")
      return outcome
    }
    do {
      let stored = try await store.run(query, progress: progress) { batch in if !batch.rows.isEmpty { try await deliver(batch) } }
      if stored.rows > 0 {
        outcome.rows = stored.rows
        outcome.isOnlyLimited = stored.isOnlyLimited && outcome.partial == nil
        outcome.partial = stored.partial ?? outcome.partial
        outcome.notes += stored.notes + ["\(service.name) brought no row; these are rows of \(tables) that lie on this machine."]
        return outcome
      }
    } catch let problem as Problem {
      outcome.notes.append("This machine has rows of \(tables) too, which could not be looked through: \(problem.summary)")
    }
    if let batch = held.withLock({ $0 }) { try await deliver(batch) }
    return outcome
  }

  /// Whether this machine has every table of the query, whoever else has it.
  private func isStored(_ query: ApprovedQuery) async -> Bool {
    guard let stored = try? await store.schemas().map(\.name) else { return false }
    return !query.tables.isEmpty && query.tables.allSatisfy(stored.contains)
  }

  package func explainEmpty(_ query: ApprovedQuery) async throws -> EmptyResult {
    try await backend(of: query, try await ownTables()).explainEmpty(query)
  }

  package func schemas() async throws -> [TableSchema] {
    let theirs = try await serviceSchemas.schemas()
    let names = Set(theirs.map(\.name))
    return theirs + (try await store.schemas()).filter { !names.contains($0.name) }
  }

  /// The service's tables alone: what one query over several tables may read together.
  package func serviceTables() async throws -> [TableSchema] { try await serviceSchemas.schemas() }

  package func learn(_ tables: [String]) async throws -> Bool {
    let own = try await ownTables()
    return try await serviceSchemas.learn(tables.filter { !own.contains($0) })
  }

  package func tablesRead() async -> DateTime? { await serviceSchemas.tablesRead() }

  package func remarks() async -> [String] { await serviceSchemas.remarks() }

  package func extents(of tables: [String]) async throws -> [String: TableExtent] {
    let own = try await ownTables()
    return try await store.extents(of: tables.filter(own.contains))
  }

  package func values(of column: Column, in table: String, limit: Int) async throws -> [Value] {
    guard try await ownTables().contains(table) else { return try await serviceSchemas.values(of: column, in: table, limit: limit) }
    return try await store.values(of: column, in: table, limit: limit)
  }

  package func reread() async throws -> (tables: Int, time: DateTime)? { try await serviceSchemas.reread() }

  /// Tables that only this machine has.
  package func ownTables() async throws -> Set<String> {
    let stored = try await store.schemas().map(\.name)
    guard !stored.isEmpty else { return [] }
    return Set(stored).subtracting(try await serviceSchemas.schemas().map(\.name))
  }

  private func backend(of query: ApprovedQuery, _ own: Set<String>) throws -> any QueryBackend {
    let here = query.tables.filter(own.contains)
    guard !here.isEmpty else { return service }
    guard here.count == query.tables.count else {
      let there = query.tables.filter { !own.contains($0) }
      throw Problem(
        "The query reads tables of two places.",
        cause: "\(here.joined(separator: ", ")) lies on this machine, \(there.joined(separator: ", ")) at \(service.name).",
        remedy: "Ask them one after the other.", kind: .usage)
    }
    return store
  }
}
