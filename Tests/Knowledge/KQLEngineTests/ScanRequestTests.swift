import Casefile
import KQL
import KQLEngine
import Testing

struct ScanRequestTests {
  private static let columns = [
    Column("TimeGenerated", .datetime), Column("Host", .string), Column("Port", .long), Column("More", .dynamic),
  ]

  /// Remembers what was asked for and how many batches were taken.
  private actor Notes {
    private(set) var request: ScanRequest?
    private(set) var batches = 0

    func began(_ request: ScanRequest) { self.request = self.request ?? request }
    func delivered() { batches += 1 }
  }

  private struct Recorder: TableScan {
    let notes = Notes()

    func scan(_ request: ScanRequest, deliver: (ColumnBatch) async throws -> Demand) async throws {
      await notes.began(request)
      for _ in 0..<100 {
        await notes.delivered()
        let rows = [[Value]](repeating: request.columns.map { _ in .null }, count: 10)
        if try await deliver(ColumnBatch(rows: rows, columns: request.columns)) == .enough { return }
      }
    }
  }

  private func recorded(_ text: String) async throws -> Notes {
    let recorder = Recorder()
    let bound = KQLBinder(catalogue: TableList([TableSchema(name: "T", columns: Self.columns)]), now: DateTime(ticks: 0)).bind(
      KQLQuery(parsing: text))
    _ = try await KQLExecutor(scan: recorder, now: DateTime(ticks: 0)).run(bound) { _ in }
    return recorder.notes
  }

  private func predicates(_ text: String) async throws -> [ScanPredicate]? { try await recorded(text).request?.predicates }

  @Test("only columns that are needed are asked for")
  func columns() async throws {
    #expect(try await recorded("T | where Port == 1 | project Host").request?.columns.map(\.name) == ["Host", "Port"])
    #expect(try await recorded("T | count").request?.columns.isEmpty == true)
  }

  @Test("comparisons, ranges and memberships of stored columns are handed down, also through a projection")
  func comparisons() async throws {
    let (time, host, port) = (Self.columns[0], Self.columns[1], Self.columns[2])
    let day = try #require(DateTime("2020-01-01"))
    #expect(
      try await predicates("T | where TimeGenerated > datetime(2020-01-01) | where 80 <= Port") == [
        .compare(time, .greater, .datetime(day)), .compare(port, .greaterOrEqual, .long(80)),
      ])
    #expect(
      try await predicates("T | project P = Port, Host | where P in (1, 2) and Host =~ 'x'") == [
        .isIn(port, [.long(1), .long(2)]), .equalsIgnoringCase(host, "x"),
      ])
    #expect(
      try await predicates("T | where Port between (1 .. 5)") == [
        .all([.compare(port, .greaterOrEqual, .long(1)), .compare(port, .lessOrEqual, .long(5))])
      ])
  }

  @Test("terms of has go down whole and in lower case")
  func terms() async throws {
    let host = Self.columns[1]
    #expect(try await predicates("T | where Host has 'WS-1'") == [.hasTerms(host, ["ws", "1"])])
    #expect(try await predicates("T | where Host has_any ('a', 'b.c')") == [.any([.hasTerms(host, ["a"]), .hasTerms(host, ["b", "c"])])])
    #expect(try await predicates("T | where Host hasprefix 'WS'") == [.contains(host, "WS", isCased: false)])
  }

  @Test("what is not certain is not handed down")
  func uncertain() async throws {
    #expect(try await predicates("T | where Port != 1 or Host == 'a'") == [])
    #expect(try await predicates("T | where Host !has 'a'") == [])
    #expect(try await predicates("T | where Host has 'é'") == [])
    #expect(try await predicates("T | extend Port = Port + 1 | where Port == 1") == [])
    #expect(try await predicates("T | summarize Port = max(Port) | where Port == 1") == [])
    #expect(try await predicates("T | take 5 | where Port == 1") == [])
    #expect(try await predicates("T | where Port == 1.5") == [])
  }

  @Test("a limit is told only where every condition before it was told exactly")
  func limit() async throws {
    #expect(try await recorded("T | where Port == 1 | take 5").request?.limitHint == 5)
    #expect(try await recorded("T | where Host has 'a' | take 5").request?.limitHint == nil)
    #expect(try await recorded("T | where strlen(Host) > 2 | take 5").request?.limitHint == nil)
  }

  @Test("a take stops the scan as soon as it has its rows")
  func stopping() async throws {
    #expect(try await recorded("T | take 15").batches == 2)
    #expect(try await recorded("T | where false").batches <= 1)
    #expect(try await recorded("T | count").batches == 100)
  }

  @Test("a cancelled run ends with a cancellation, not with rows")
  func cancelling() async throws {
    let recorder = Recorder()
    let bound = KQLBinder(catalogue: TableList([TableSchema(name: "T", columns: Self.columns)]), now: DateTime(ticks: 0)).bind(
      KQLQuery(parsing: "T | count"))
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await KQLExecutor(scan: recorder, now: DateTime(ticks: 0)).run(bound) { _ in }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(await recorder.notes.batches <= 1)
  }
}
