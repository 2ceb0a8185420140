import Casefile
import HuntPipeline
import KQL
import Locking
import SignIn
import TestSupport
import Testing
import Transport

@testable import QueryBackends

@Suite("Parts of one query") struct QueryRunTests {
  /// A service whose parts are answered as `answer` says.
  private struct Parts: QueryService {
    let answer: @Sendable (_ range: TimeRange, _ deliver: @Sendable (RowBatch) async throws -> Void) async throws -> PartAnswer

    func send(_ query: ApprovedQuery, retrying: @escaping @Sendable (Double, String) -> Void) async throws -> TimeRange {
      try #require(query.range)
    }

    func read(
      _ sent: TimeRange, of query: ApprovedQuery, limit: Int, deliver: @Sendable (RowBatch) async throws -> Void
    ) async throws -> PartAnswer {
      try await answer(sent, deliver)
    }
  }

  private static let columns = [Column("TimeGenerated", .datetime), Column("Number", .long)]

  private static func batch(_ range: TimeRange, _ columns: [Column] = columns) -> RowBatch {
    RowBatch(columns: columns, rows: [[.datetime(range.from), .long(1)]])
  }

  private static func run(
    _ answer: @escaping @Sendable (TimeRange, @Sendable (RowBatch) async throws -> Void) async throws -> PartAnswer
  ) async throws -> (rows: [[Value]], result: Result<QueryOutcome, any Error>) {
    let rows = Locked<[[Value]]>([])
    var run = QueryRun(
      Parts(answer: answer), try ServiceDesk.approved("T"), rules: SplittingRules(longestRange: .hours(6)), timeColumn: "TimeGenerated",
      progress: { _ in })
    do {
      let outcome = try await run.run { batch in rows.withLock { $0 += batch.rows } }
      return (rows.withLock { $0 }, .success(outcome))
    } catch {
      return (rows.withLock { $0 }, .failure(error))
    }
  }

  private static let newest = ServiceDesk.day.to - .hours(6)

  @Test("One with other columns than those before is left out, and the result says so")
  func otherColumns() async throws {
    let (rows, result) = try await Self.run { range, deliver in
      try await deliver(Self.batch(range, range.from == Self.newest ? Self.columns : Self.columns.reversed()))
      return PartAnswer()
    }
    #expect(rows == [[.datetime(Self.newest), .long(1)]])
    let outcome = try result.get()
    #expect(outcome.rows == 1 && outcome.partial?.contains("other columns") == true)
  }

  @Test("Size refused until a small part of the range is asked still brings that part and all others")
  func refusedForSize() async throws {
    let (rows, result) = try await Self.run { range, deliver in
      guard range.length <= .minutes(5) else { throw ServiceRefusal(problem: Problem("too large"), isTooMuch: true) }
      try await deliver(Self.batch(range))
      return PartAnswer()
    }
    let outcome = try result.get()
    #expect(!rows.isEmpty && outcome.rows == rows.count)
    // The requests of one query are bounded; what they did not reach is told.
    #expect(outcome.partial != nil && !outcome.isOnlyLimited)
  }

  @Test("Rows that the service takes back end the whole run")
  func takenBack() async throws {
    let (_, result) = try await Self.run { range, deliver in
      try await deliver(Self.batch(range))
      guard range.from == Self.newest else { throw EndOfRun(error: Problem("taken back")) }
      return PartAnswer()
    }
    #expect(throws: Problem("taken back")) { try result.get() }
  }

  @Test("An answer that waits for its turn keeps no line from those before it")
  func lines() async throws {
    let most = 40
    // Longer than what is read ahead, so that an answer nobody reads holds its line.
    let filler = String(repeating: "x", count: 4096)
    var table = ServedTable.numbered(0..<400, from: ServiceDesk.day.from)
    table.rows = table.rows.enumerated().map { [.datetime(ServiceDesk.day.from + .minutes(3.5 * Double($0))), $1[1], $1[2]] }
    let served = table
    let cloud = try LoopbackCloud([
      LoopbackCloud.logAnalytics { _, timespan, _ in
        var rows = SplittingTests.rows(of: served, in: timespan)
        let isTooLarge = rows.rows.count > most
        rows.rows = rows.rows.prefix(most).map { [$0[0], .string(filler), $0[2]] }
        return isTooLarge ? LoopbackCloud.logAnalytics(rows, LoopbackCloud.tooLarge) : LoopbackCloud.logAnalytics(rows)
      }
    ])
    let surroundings = RetrySurroundings(now: { ServiceDesk.now }, chance: { 1 }, sleep: { _ in })
    let sender = AuthorisedSender(
      address: cloud.url, scope: TokenScope("s"), tokens: ServiceDesk.FixedTokens(),
      sender: HTTPClient(.init(environment: [:], requestsPerHost: 2, highWater: 1024)), policy: LogAnalyticsBackend.retryPolicy,
      surroundings: surroundings)
    let backend = LogAnalyticsBackend(
      .init(workspaces: ["w"], splitting: SplittingRules(longestRange: .hours(12), concurrency: 2)), sender: sender,
      surroundings: surroundings)
    let result = await ServiceDesk.run(backend, try ServiceDesk.approved("T | where Number >= 0"))
    #expect(result.outcome?.rows == 400 && result.outcome?.partial == nil)
    #expect(Set(result.rows.map { $0[2] }).count == 400)
  }
}
