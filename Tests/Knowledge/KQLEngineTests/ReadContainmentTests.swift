import Casefile
import Foundation
import KQL
import KQLEngine
import Locking
import Testing

/// What the binder says a query reads contains what the engine asks the store for, always: guardrails judge by the one, the other happens.
@Suite("What is asked of the store was told before") struct ReadContainmentTests {
  @Test("Of thousands of queries put together at random", arguments: [1, 2, 3, 4])
  func random(seed: UInt64) async throws {
    var generator = QueryGenerator(seed: seed)
    let store = AskedStore(rows: 3)
    let catalogue = TableList(QueryGenerator.schemas)
    var ran = 0
    for _ in 0..<500 {
      let text = generator.query()
      ran += try await contained(text, catalogue, store) ? 1 : 0
    }
    // Most of what is generated must be runnable, or nothing is tested.
    #expect(ran > 300)
  }

  @Test(
    "Of real hunting queries",
    .enabled(if: HuntingSchemas.isPresent, "no folder named by LOGSPOTLIGHT_SHARED holds data/kql/dev.jsonl"))
  func real() async throws {
    let catalogue = TableList(try HuntingSchemas.all())
    let store = AskedStore(rows: 1)
    var ran = 0
    for line in try String(contentsOfFile: HuntingSchemas.folder + "/kql/dev.jsonl", encoding: .utf8).split(separator: "\n") {
      guard let text = try JSONValue(parsing: String(line))["query"]?.string else { continue }
      ran += try await contained(text, catalogue, store) ? 1 : 0
    }
    print("of the real queries \(ran) ran")
    #expect(ran > 0)
  }

  /// Runs a query and compares; false when the engine does not run it.
  private func contained(_ text: String, _ catalogue: TableList, _ store: AskedStore) async throws -> Bool {
    let now = DateTime("2026-11-23T12:00:00Z") ?? .minimum
    let query = KQLQuery(parsing: text)
    let bound = KQLBinder(catalogue: catalogue, now: now).bind(query)
    guard bound.isRunnable else { return false }
    store.asked.withLock { $0 = [] }
    do {
      _ = try await KQLExecutor(scan: store, now: now).run(bound) { _ in }
    } catch is EngineError {
      // What was asked before the engine gave up counts all the same.
    }
    let told = bound.columnsRead
    let named = Set(query.references.tableNames)
    for request in store.asked.withLock({ $0 }) {
      #expect(bound.tablesRead.contains(request.table), "\(request.table) of \(text)")
      #expect(
        named.contains(request.table) || named.contains { Wildcard.matches($0, request.table) }, "\(request.table) is not named in \(text)")
      let columns = Set(request.columns.map(\.name)).union(request.predicates.flatMap(\.columns))
      #expect(columns.isSubset(of: told[request.table] ?? []), "\(columns.subtracting(told[request.table] ?? [])) of \(text)")
    }
    return true
  }
}

/// A store that notes what it is asked for and answers with a few rows of nulls and small values.
private struct AskedStore: TableScan {
  let rows: Int
  let asked = Locked<[ScanRequest]>([])

  func scan(_ request: ScanRequest, deliver: (ColumnBatch) async throws -> Demand) async throws {
    asked.withLock { $0.append(request) }
    let cells = (0..<rows).map { row in request.columns.map { Self.cell($0.type, row) } }
    _ = try await deliver(ColumnBatch(rows: cells, columns: request.columns))
  }

  private static func cell(_ type: ColumnType, _ row: Int) -> Value {
    guard row != 1 else { return .null }
    return switch type {
    case .string: .string("a\(row)")
    case .long, .int: .long(Int64(row))
    case .datetime: .datetime(DateTime("2026-11-23T11:00:00Z") ?? .minimum)
    case .bool: .bool(true)
    case .real: .real(0.5)
    case .dynamic: .dynamic(["k": [1, "x"]])
    default: .null
    }
  }
}

extension ScanPredicate {
  /// The stored columns a predicate looks at.
  fileprivate var columns: [String] {
    switch self {
    case .compare(let column, _, _), .isIn(let column, _), .equalsIgnoringCase(let column, _), .startsWith(let column, _, _),
      .contains(let column, _, _), .hasTerms(let column, _):
      [column.name]
    case .any(let parts), .all(let parts): parts.flatMap(\.columns)
    }
  }
}
