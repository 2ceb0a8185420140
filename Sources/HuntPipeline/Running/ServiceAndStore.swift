package import Casefile

/// A service and this machine's store behind one door: a query goes where its tables are.
///
/// Tables that both have are the service's: it has all of their rows. A query over tables of both cannot run.
package struct ServiceAndStore: QueryBackend, SchemaSource {
  private let service: any QueryBackend
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
    try await backend(of: query).run(query, progress: progress, deliver: deliver)
  }

  package func explainEmpty(_ query: ApprovedQuery) async throws -> EmptyResult { try await backend(of: query).explainEmpty(query) }

  package func schemas() async throws -> [TableSchema] {
    let theirs = try await serviceSchemas.schemas()
    let names = Set(theirs.map(\.name))
    return theirs + (try await store.schemas()).filter { !names.contains($0.name) }
  }

  /// The service's tables alone: what one query over several tables may read together.
  package func serviceTables() async throws -> [TableSchema] { try await serviceSchemas.schemas() }

  package func extents(of tables: [String]) async throws -> [String: TableExtent] {
    let own = try await ownTables()
    return try await store.extents(of: tables.filter(own.contains))
  }

  package func values(of column: Column, in table: String, limit: Int) async throws -> [Value] {
    guard try await ownTables().contains(table) else { return try await serviceSchemas.values(of: column, in: table, limit: limit) }
    return try await store.values(of: column, in: table, limit: limit)
  }

  /// Tables that only this machine has.
  private func ownTables() async throws -> Set<String> {
    let stored = try await store.schemas().map(\.name)
    guard !stored.isEmpty else { return [] }
    return Set(stored).subtracting(try await serviceSchemas.schemas().map(\.name))
  }

  private func backend(of query: ApprovedQuery) async throws -> any QueryBackend {
    let own = try await ownTables()
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
