import Casefile
import HuntPipeline
import KQL
import Locking
import TestSupport
import Testing

@testable import QueryBackends

@Suite("Every backend keeps the contract") struct BackendContractTests {
  private static let types: [Column] = [
    Column("B", .bool), Column("I", .int), Column("L", .long), Column("R", .real), Column("D", .decimal), Column("S", .string),
    Column("T", .datetime), Column("P", .timespan), Column("G", .guid), Column("J", .dynamic),
  ]
  private static let rows: [[Value]] = [
    [
      .bool(true), .long(-2_147_483_648), .long(.max), .real(1.797_693_134_862_315_7e308), .decimal("79228162514264337593543950335"),
      .string("\u{1F600} \"quoted\" \\ ]},{"), .datetime(DateTime(ticks: DateTime.unixEpochTicks + 1)), .timespan(TimeSpan(ticks: 1)),
      .guid("74be27de-1e4e-49d9-b579-fe0b331d3642"), .dynamic(["a": [1, ["b": 9_007_199_254_740_993]], "c": "text"]),
    ],
    [.null, .null, .null, .null, .null, .string(""), .null, .null, .null, .dynamic(.null)],
    [
      .bool(false), .long(2_147_483_647), .long(.min), .real(.nan), .decimal("-0.0000001"), .string(" blanks "), .datetime(.maximum),
      .timespan(.days(-2.5)), .guid("00000000-0000-0000-0000-000000000000"), .dynamic(["x", 1.5, true, nil]),
    ],
    [
      .bool(true), .long(0), .long(9_007_199_254_740_993), .real(.infinity), .decimal("1.5"), .string("null"), .datetime(.minimum),
      .timespan(.days(10)), .guid("ffffffff-ffff-ffff-ffff-ffffffffffff"), .dynamic(-1),
    ],
    [.null, .null, .long(0), .real(-.infinity), .null, .string("é"), .null, .null, .null, .dynamic(false)],
  ]

  /// The table as a query that computes it.
  private static func query(_ columns: [Column], _ rows: [[Value]]) -> String {
    let names = columns.map { "\($0.name):\($0.type.rawValue)" }.joined(separator: ", ")
    let cells = rows.flatMap { row in
      zip(row, columns).map { value, column in
        value.isNull ? KQLLiteral.null(of: column.type) : KQLLiteral.text(value)
      }
    }
    return "datatable(\(names))[\(cells.joined(separator: ", "))]"
  }

  /// A table of one column of numbers, and its query.
  private static func numbers(_ count: Int) -> (table: ServedTable, query: String) {
    (
      ServedTable([Column("N", .long)], (0..<count).map { [.long(Int64($0))] }),
      "range N from 0 to \(count - 1) step 1"
    )
  }

  @Test(
    "The same query brings the same rows of the same types: 64 bits, decimals, 100 ns, no number that is none, nothing for nothing",
    arguments: ContractService.allCases)
  func types(service: ContractService) async throws {
    let bench = try ContractBench(service, serving: ServedTable(Self.types, Self.rows))
    let (columns, rows, outcome) = try await bench.run(Self.query(Self.types, Self.rows))
    #expect(columns == Self.types)
    #expect(rows.count == Self.rows.count && outcome.rows == Self.rows.count && outcome.partial == nil)
    for (row, expected) in zip(rows, Self.rows) {
      for (cell, (wanted, column)) in zip(row, zip(expected, Self.types)) {
        // NaN is not equal to itself, but to its text. A dynamic null is a null in either spelling.
        let isSame =
          cell == wanted || (cell.isNull && wanted.isNull) || (cell.text == "NaN" && wanted.text == "NaN" && column.type == .real)
        #expect(isSame, "\(column.name): \(cell), not \(wanted)")
      }
    }
    #expect(outcome.notes.isEmpty)
  }

  @Test("Doubled names of columns are made different, as Kusto does", arguments: ContractService.allCases.filter(\.carriesDoubledNames))
  func doubledNames(service: ContractService) async throws {
    let table = ServedTable([Column("a", .long), Column("b", .string), Column("a", .long)], [[.long(1), .string("x"), .long(1)]])
    let bench = try ContractBench(service, serving: table)
    let text = "datatable(a:long, b:string)[1, 'x'] | join kind=inner (datatable(a:long)[1]) on a"
    let (columns, rows, _) = try await bench.run(text)
    #expect(columns == [Column("a", .long), Column("b", .string), Column("a1", .long)])
    #expect(rows == [[.long(1), .string("x"), .long(1)]])
  }

  @Test("Without rows the columns still come", arguments: ContractService.allCases)
  func noRows(service: ContractService) async throws {
    let bench = try ContractBench(service, serving: ServedTable(Self.types))
    let (columns, rows, outcome) = try await bench.run(Self.query(Self.types, Self.rows) + " | take 0")
    #expect(columns == Self.types)
    #expect(rows.isEmpty && outcome.rows == 0 && outcome.partial == nil)
  }

  @Test("More rows than wanted are not delivered, and it is said; as many as wanted are whole", arguments: ContractService.allCases)
  func limit(service: ContractService) async throws {
    let (table, query) = Self.numbers(5000)
    let bench = try ContractBench(service, serving: table)
    let cut = try await bench.run(query, limit: 4321)
    #expect(cut.rows == Array(table.rows.prefix(4321)))
    #expect(cut.outcome.rows == 4321 && cut.outcome.partial?.contains("there are more") == true)
    let whole = try await bench.run(query, limit: 5000)
    #expect(whole.rows == table.rows && whole.outcome.partial == nil)
  }

  @Test("Rows are delivered in their order, one batch after the other, never two at once", arguments: ContractService.allCases)
  func order(service: ContractService) async throws {
    let padding = String(repeating: "x", count: 60)
    let table = ServedTable(
      [Column("N", .long), Column("S", .string)], (0..<40_000).map { [.long(Int64($0)), .string(padding)] })
    let query = "range N from 0 to 39999 step 1 | extend S = '\(padding)'"
    let bench = try ContractBench(service, serving: table)
    let state = Locked<(inside: Int, most: Int, batches: Int, rows: [[Value]])>((0, 0, 0, []))
    let outcome = try await bench.backend.run(try ContractBench.approved(query)) { batch in
      state.withLock { state in
        state.inside += 1
        state.batches += 1
        state.most = max(state.most, state.inside)
        state.rows += batch.rows
      }
      for _ in 0..<20 { await Task.yield() }
      state.withLock { $0.inside -= 1 }
    }
    let seen = state.withLock { $0 }
    #expect(seen.most == 1)
    // Progressive rows are held until nothing can replace them.
    #expect(seen.batches > 1 || service == .dataExplorerProgressive)
    #expect(seen.rows == table.rows && outcome.rows == 40_000)
  }

  @Test("Cancelling ends a run with a cancellation and nothing else", arguments: ContractService.allCases)
  func cancel(service: ContractService) async throws {
    let (table, query) = Self.numbers(20_000)
    let bench = try ContractBench(service, serving: table)
    let approved = try ContractBench.approved(query)
    let backend = bench.backend
    let delivers = Signal()
    let running = Task {
      try await backend.run(approved) { batch in
        delivers.fire()
        // Until it is cancelled, which is at once.
        try await Task.sleep(for: .seconds(600))
      }
    }
    #expect(await delivers.wait())
    running.cancel()
    await #expect(throws: CancellationError.self) { try await running.value }
    withExtendedLifetime(bench) {}
  }

  @Test("What the taker of rows throws comes out as it is", arguments: ContractService.allCases)
  func taker(service: ContractService) async throws {
    struct Full: Error, Equatable {}
    let (table, query) = Self.numbers(20_000)
    let bench = try ContractBench(service, serving: table)
    let calls = Locked(0)
    await #expect(throws: Full()) {
      try await bench.backend.run(try ContractBench.approved(query)) { batch in
        calls.withLock { $0 += 1 }
        throw Full()
      }
    }
    #expect(calls.withLock { $0 } == 1)
  }
}
