package import Casefile

/// The tables a service told, and when it did.
package struct KeptSchemas: Equatable, Sendable {
  package var tables: [TableSchema]
  package var fetched: DateTime

  package init(tables: [TableSchema], fetched: DateTime) {
    self.tables = tables
    self.fetched = fetched
  }
}

/// Keeps schemas from one start of the program to the next, so that completion and guardrails need not wait for a service.
package protocol SchemaCache: Sendable {
  /// What was kept last under this key, such as a service and its workspace; nil where nothing was.
  func schemas(for key: String) async throws -> KeptSchemas?
  func keep(_ schemas: KeptSchemas, for key: String) async throws
}
