import Casefile
import HuntPipeline
import KQL
import Locking
import TestSupport
import Testing

@testable import QueryBackends

@Suite("Schemas that are kept") struct SchemaKeeperTests {
  /// A service that tells one table with as many columns as it was asked times, or fails.
  private final class CountingReader: SchemaReader {
    let asks = Locked(0)
    let fails = Locked(false)
    let isDocumented: Bool

    init(isDocumented: Bool = false) { self.isDocumented = isDocumented }

    var key: String { "counting" }

    func read(asked: Set<String>) async throws -> SchemaReading {
      let count = asks.withLock { count in
        count += 1
        return count
      }
      if fails.withLock({ $0 }) { throw Problem("The service is away.") }
      return SchemaReading(tables: [SchemaKeeperTests.table(count)], instead: isDocumented ? "documented ones" : nil)
    }
  }

  /// A service that answers nobody until the asking is given up, as one that waits for somebody to sign in; then it answers.
  private final class SilentReader: SchemaReader {
    let asks = Locked(0)
    let began = AsyncStream.makeStream(of: Void.self)

    var key: String { "silent" }

    func read(asked: Set<String>) async throws -> SchemaReading {
      let isFirst = asks.withLock { asks in
        asks += 1
        return asks == 1
      }
      began.continuation.yield()
      if isFirst { try await Task.sleep(for: .seconds(3600)) }
      return SchemaReading(tables: [SchemaKeeperTests.table(1)])
    }
  }

  @Test("are asked for anew when somebody wishes, and tell since when they are known")
  func anew() async throws {
    let reader = CountingReader()
    let clock = FixedClock(DataExplorerDesk.now)
    let keeper = SchemaKeeper(reader, clock: clock)
    #expect(await keeper.tablesRead() == nil)
    #expect(try await keeper.schemas() == [Self.table(1)])
    clock.advance(by: .minutes(2))
    #expect(try await keeper.reread()?.time == DateTime?(DataExplorerDesk.now + .minutes(2)))
    #expect(try await keeper.schemas() == [Self.table(2)])
    #expect(await keeper.tablesRead() == DataExplorerDesk.now + .minutes(2))
  }

  @Test("let go of who stops waiting at once, and give up what nobody waits for; the next who asks is served")
  func stopped() async throws {
    let reader = SilentReader()
    let keeper = SchemaKeeper(reader, clock: FixedClock(DataExplorerDesk.now))
    let waiting = Task { try await keeper.schemas() }
    for await _ in reader.began.stream { break }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { _ = try await waiting.value }
    #expect(try await keeper.schemas() == [Self.table(1)])
    #expect(await keeper.standing().words == [])
  }

  private final class MemoryCache: SchemaCache {
    let kept = Locked<[String: KeptSchemas]>([:])

    func schemas(for key: String) async throws -> KeptSchemas? { kept.withLock { $0[key] } }
    func keep(_ schemas: KeptSchemas, for key: String) async throws { kept.withLock { $0[key] = schemas } }
  }

  private static func table(_ columns: Int) -> TableSchema {
    TableSchema(name: "T", columns: (0..<columns).map { Column("c\($0)", .long) })
  }

  @Test("are asked for once, by however many")
  func once() async throws {
    let reader = CountingReader()
    let keeper = SchemaKeeper(reader, clock: FixedClock(DataExplorerDesk.now))
    try await withThrowingTaskGroup(of: [TableSchema].self) { group in
      for _ in 0..<20 { group.addTask { try await keeper.schemas() } }
      for try await tables in group { #expect(tables == [Self.table(1)]) }
    }
    #expect(reader.asks.withLock { $0 } == 1)
  }

  @Test("are given out though they are old, which is said, and asked for anew behind")
  func stale() async throws {
    let (reader, clock) = (CountingReader(), FixedClock(DataExplorerDesk.now))
    let keeper = SchemaKeeper(reader, clock: clock)
    _ = try await keeper.schemas()
    clock.advance(by: .hours(2))
    #expect(await keeper.standing().isStale)
    #expect(try await keeper.schemas() == [Self.table(1)])
    try await keeper.refreshed()
    #expect(try await keeper.schemas() == [Self.table(2)])
    #expect(await keeper.standing() == SchemaKeeper.Standing(tables: 1, fetched: clock.now(), isStale: false, words: []))
  }

  @Test("stay when a refresh fails, and the failure is told; with nothing kept it is thrown")
  func failing() async throws {
    let (reader, clock) = (CountingReader(), FixedClock(DataExplorerDesk.now))
    let keeper = SchemaKeeper(reader, clock: clock)
    _ = try await keeper.schemas()
    reader.fails.withLock { $0 = true }
    clock.advance(by: .hours(2))
    await #expect(throws: Problem.self) { try await keeper.refreshed() }
    #expect(try await keeper.schemas() == [Self.table(1)])
    let standing = await keeper.standing()
    #expect(standing.isStale && standing.words.first?.contains("The service is away.") == true)
    // Within the pause it is not asked again.
    #expect(reader.asks.withLock { $0 } == 2)
    await #expect(throws: Problem.self) { try await SchemaKeeper(reader, clock: clock).schemas() }
  }

  @Test("come from the cache at the next start, whatever the service does")
  func cached() async throws {
    let (cache, clock) = (MemoryCache(), FixedClock(DataExplorerDesk.now))
    _ = try await SchemaKeeper(CountingReader(), cache: cache, clock: clock).schemas()
    #expect(cache.kept.withLock { $0["counting"]?.fetched } == clock.now())
    let away = CountingReader()
    away.fails.withLock { $0 = true }
    #expect(try await SchemaKeeper(away, cache: cache, clock: clock).schemas() == [Self.table(1)])
    #expect(away.asks.withLock { $0 } == 0)
  }

  @Test("are not cached where they are the documented ones")
  func documented() async throws {
    let cache = MemoryCache()
    let keeper = SchemaKeeper(CountingReader(isDocumented: true), cache: cache, clock: FixedClock(DataExplorerDesk.now))
    _ = try await keeper.schemas()
    #expect(cache.kept.withLock { $0.isEmpty })
    #expect(await keeper.standing().words == ["documented ones"])
  }

  /// Lists one table, and tells columns table by table.
  private final class LearningReader: SchemaReader {
    let asks = Locked<[String]>([])
    let fails = Locked(false)
    let asksForEach = true

    var key: String { "learning" }

    func read(asked: Set<String>) async throws -> SchemaReading { SchemaReading(tables: [SchemaKeeperTests.table(1)]) }

    func schema(of table: String) async throws -> TableSchema? {
      asks.withLock { $0.append(table) }
      if fails.withLock({ $0 }) { throw Problem("The service is busy.") }
      return table == "Gone" ? nil : TableSchema(name: table, columns: [Column("own", .guid)])
    }
  }

  @Test("are learnt table by table where the service tells no other way: once each, kept, and said where it does not tell")
  func learned() async throws {
    let (reader, cache) = (LearningReader(), MemoryCache())
    let keeper = SchemaKeeper(reader, cache: cache, clock: FixedClock(DataExplorerDesk.now))
    #expect(try await keeper.learn(["T", "Fresh", "Gone"]))
    #expect(try await keeper.schemas().map(\.name) == ["Fresh", "T"])
    #expect(try await keeper.schemas().allSatisfy { $0.columns == [Column("own", .guid)] })
    #expect(try await !keeper.learn(["T", "Gone"]))
    #expect(reader.asks.withLock { $0 } == ["T", "Fresh", "Gone"])
    #expect(cache.kept.withLock { $0["learning"]?.tables.count } == 2)
    #expect(await keeper.remarks().count == 1)
    reader.fails.withLock { $0 = true }
    await #expect(throws: Problem.self) { try await keeper.learn(["Late"]) }
    reader.fails.withLock { $0 = false }
    #expect(try await keeper.learn(["Late"]))
    #expect(try await !SchemaKeeper(CountingReader(), clock: FixedClock(DataExplorerDesk.now)).learn(["T"]))
  }

  @Test("of a service that is asked for each table are learnt when a query is reviewed, so that the guardrails know its own columns")
  func reviewed() async throws {
    let keeper = SchemaKeeper(LearningReader(), clock: FixedClock(DataExplorerDesk.now))
    let query = KQLQuery(parsing: "Fresh | where own == guid(74be27de-1e4e-49d9-b579-fe0b331d3642) | take 1")
    let guardrails = try await Guardrails.knowingExtents(GuardrailPolicy(), keeper, now: DataExplorerDesk.now, of: query)
    #expect(guardrails.bound(query).tablesRead == ["Fresh"])
    #expect(guardrails.bound(query).diagnostics.isEmpty)
  }
}
