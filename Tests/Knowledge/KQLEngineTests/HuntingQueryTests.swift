import Casefile
import Foundation
import KQL
import KQLEngine
import Testing

/// Runs real hunting queries over strange rows, where a collection of them is at hand: nothing may trap, and what is not run is told.
struct HuntingQueryTests {
  @Test(
    "real hunting queries run over strange rows",
    .enabled(if: HuntingSchemas.isPresent, "no folder named by LOGSPOTLIGHT_SHARED holds data/kql/dev.jsonl")
  )
  func hunting() async throws {
    let schemas = try HuntingSchemas.all()
    let store = MemoryStore(tables: Dictionary(uniqueKeysWithValues: schemas.map { ($0.name, Self.table($0.columns)) }))
    let now = DateTime("2026-11-23T03:14:07Z") ?? .minimum
    var (ran, rows) = (0, 0)
    var refusals: [String: Int] = [:]
    for line in try String(contentsOfFile: HuntingSchemas.folder + "/kql/dev.jsonl", encoding: .utf8).split(separator: "\n") {
      let text = try JSONValue(parsing: String(line))["query"]?.string ?? ""
      let bound = KQLBinder(catalogue: TableList(schemas), now: now).bind(KQLQuery(parsing: text))
      guard bound.isRunnable else {
        let first = bound.diagnostics.first { $0.severity != .hint && $0.severity != .warning }
        refusals["binder: \(first?.severity.rawValue ?? "") \(first?.message.prefix(34) ?? "")", default: 0] += 1
        continue
      }
      do {
        rows += try await KQLExecutor(scan: store, now: now).run(bound) { _ in }.rows
        ran += 1
      } catch {
        refusals["engine: \(error)".prefix(60).description, default: 0] += 1
      }
    }
    print("hunting queries: \(ran) ran, \(rows) rows")
    for (reason, count) in refusals.sorted(by: { $0.value > $1.value }).prefix(40) { print("  \(count)  \(reason)") }
    #expect(ran > 0)
  }

  /// Empty, ordinary and extreme cells side by side, recent enough to pass most time filters.
  private static func table(_ columns: [Column]) -> MemoryStore.Table {
    let recent = (DateTime("2026-11-22T23:00:00Z") ?? .minimum)
    let texts = [
      "", "powershell.exe -enc SQBFAA==", "C:\\Windows\\System32\\cmd.exe", "10.0.0.1", "é\u{1F600}\u{202E}", "{\"a\":[1]}",
      "alice@contoso.com",
    ]
    let rows = (0..<14).map { row in
      columns.map { column -> Value in
        if row % 7 == 3 { return .null }
        switch column.type {
        case .bool: return .bool(row % 2 == 0)
        case .int: return .long([0, -1, 4444, Int64(Int32.max), 3, 5, 6][row % 7])
        case .long: return .long([.max, .min, 443, 0, 1, -1, 4625][row % 7])
        case .real, .decimal: return column.type == .real ? .real([.nan, .infinity, -0.0, 1e308, 1, -2.5, 0][row % 7]) : .decimal("1.5")
        case .string: return .string(texts[row % 7])
        case .datetime: return .datetime(row % 7 == 0 ? .maximum : recent + .minutes(Double(row)))
        case .timespan: return .timespan(TimeSpan(ticks: [.min, .max, 0, 1, -1, 36_000_000_000, 5][row % 7]))
        case .guid: return .guid("00000000-0000-0000-0000-00000000000\(row % 10)")
        case .dynamic: return .dynamic([nil, ["k": ["a", 1]], [1, "x"], "text", 5, ["deviceDetail": ["os": "w"]], []][row % 7])
        }
      }
    }
    return MemoryStore.Table(columns: columns, batches: [ColumnBatch(rows: rows, columns: columns)])
  }
}
