package import Casefile
import KQL
import Locking

extension StoreBackend {
  /// Rows of a table that are looked through for values.
  private static let rowsLookedThrough = 50_000

  /// The commonest values of a column in the first rows of a table, for completion; none for a table that cannot be read.
  package func values(of column: Column, in table: String, limit: Int) async throws -> [Value] {
    let rows = StoreBackend.rowsLookedThrough
    let count: KQLFragment = column.name == "rows" ? "rows_" : "rows"
    // A bag is of use as it is: its keys are what is completed.
    let query: KQLFragment =
      column.type == .dynamic
      ? "\(name: table) | take \(limit * 4) | project \(name: column.name)"
      : "\(name: table) | take \(rows) | summarize \(count) = count() by \(name: column.name) | top \(limit) by \(count) desc | project \(name: column.name)"
    let found = Locked<[Value]>([])
    _ = try await run(text: query.text) { batch in
      found.withLock { values in values += batch.rows.compactMap(\.first).filter { !$0.isEmpty && $0.text.utf8.count <= 4096 } }
    }
    return found.withLock { $0 }
  }
}
