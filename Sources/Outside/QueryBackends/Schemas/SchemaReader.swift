package import Casefile

/// Tables as one service tells them, and whether it did.
package struct SchemaReading: Equatable, Sendable {
  package var tables: [TableSchema]
  /// Why these are Microsoft's documented tables and not what the service has, in one sentence; nil where the service told them.
  package var instead: String?

  package init(tables: [TableSchema], instead: String? = nil) {
    self.tables = tables
    self.instead = instead
  }
}

/// Asks one service for its tables.
package protocol SchemaReader: Sendable {
  /// The service and what is asked there: `data-explorer https://… Samples`. Under this key schemas are kept.
  var key: String { get }
  /// Every table; `asked` are tables whose columns are wanted exactly, where the service has to be asked for each. Throws a `Problem`.
  func read(asked: Set<String>) async throws -> SchemaReading
  /// Whether the service has to be asked for the columns of each table.
  var asksForEach: Bool { get }
  /// The columns of one table, nil where the service does not tell; called only with `asksForEach`. Throws a `Problem`.
  func schema(of table: String) async throws -> TableSchema?
  /// What an analyst should know of these tables whatever the service answers, in one sentence.
  var remark: String? { get }
}

extension SchemaReader {
  package var asksForEach: Bool { false }
  package var remark: String? { nil }
  package func schema(of table: String) async throws -> TableSchema? { nil }
}
