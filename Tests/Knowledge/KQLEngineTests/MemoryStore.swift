import Casefile
import KQL
import KQLEngine

/// A store of tables that live in memory, for tests: it filters nothing, so the engine must do it all.
struct MemoryStore: TableScan {
  struct Table: Sendable {
    var columns: [Column]
    var batches: [ColumnBatch]
  }

  var tables: [String: Table] = [:]

  func scan(_ request: ScanRequest, deliver: (ColumnBatch) async throws -> Demand) async throws {
    guard let table = tables[request.table] else { throw Problem("There is no table \(request.table).") }
    let places = request.columns.compactMap { column in table.columns.firstIndex { $0.name == column.name } }
    for batch in table.batches {
      let picked = ColumnBatch(count: batch.count, columns: places.map { batch.columns[$0] })
      if try await deliver(picked) == .enough { return }
    }
  }
}

/// Parses, binds and runs a query over a memory store and gives its rows.
func rows(of text: String, in store: MemoryStore = MemoryStore(), now: DateTime = DateTime(ticks: 0)) async throws -> [[Value]] {
  try await run(text, in: store, now: now).rows
}

/// The same with the columns.
func run(_ text: String, in store: MemoryStore = MemoryStore(), now: DateTime = DateTime(ticks: 0)) async throws -> RowBatch {
  let schemas = store.tables.map { TableSchema(name: $0.key, columns: $0.value.columns) }
  let bound = KQLBinder(catalogue: TableList(schemas), now: now).bind(KQLQuery(parsing: text))
  var rows: [[Value]] = []
  _ = try await KQLExecutor(scan: store, now: now).run(bound) { rows.append(contentsOf: $0.rows) }
  return RowBatch(columns: bound.resultColumns, rows: rows)
}
