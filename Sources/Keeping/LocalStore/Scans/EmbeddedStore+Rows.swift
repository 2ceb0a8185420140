package import Casefile
import GRDB
import KQLEngine

extension EmbeddedStore {
  /// The first rows of a stored table, in the order they were stored, with the named columns; names it lacks are left out. Empty for
  /// a table that is not stored. For previews; queries go through `StoreBackend`.
  package func rows(ofTable name: String, columns: [String], limit: Int = 1000) async throws -> RowBatch {
    try await read { database in
      guard let table = try TableRegistry.table(named: name, database) else { return RowBatch(columns: [], rows: []) }
      let wanted = columns.compactMap { table.column(named: $0)?.column }
      let page = try BatchReader(table: table, columns: wanted, condition: "1").page(after: .min, count: limit, database)
      return page.batch.rowBatch(columns: wanted)
    }
  }
}
