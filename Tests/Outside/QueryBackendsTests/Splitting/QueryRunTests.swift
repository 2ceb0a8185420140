import Casefile
import Foundation
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
    let host = "parts"

    func send(_ query: ApprovedQuery, retrying: @escaping @Sendable (Double, String) -> Void) async throws -> TimeRange {
      try #require(query.range)
    }

    func read(
      _ sent: TimeRange, of query: ApprovedQuery, limit: Int, progress: @escaping @Sendable (QueryProgress) -> Void,
      deliver: @Sendable (RowBatch) async throws -> Void
    ) async throws -> PartAnswer {
      try await answer(sent, deliver)
    }
  }

  private static let columns = [Column("TimeGenerated", .datetime), Column("Number", .long)]

  private static func batch(_ range: TimeRange, _ columns: [Column] = columns) -> RowBatch {
    RowBatch(columns: columns, rows: [[.datetime(range.from), .long(1)]])
  }

  private static func run(
    _ text: String = "T", rules: SplittingRules = SplittingRules(longestRange: .hours(6)),
    now: @escaping @Sendable () -> DateTime = { ServiceDesk.now },
    _ answer: @escaping @Sendable (TimeRange, @Sendable (RowBatch) async throws -> Void) async throws -> PartAnswer
  ) async throws -> (rows: [[Value]], result: Result<QueryOutcome, any Error>) {
    let rows = Locked<[[Value]]>([])
    var run = QueryRun(
      Parts(answer: answer), try ServiceDesk.approved(text), rules: rules, timeColumn: "TimeGenerated",
      surroundings: RetrySurroundings(now: now, chance: { 1 }, sleep: { _ in }),
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

  private static let times = (0..<480).map { ServiceDesk.day.from + .minutes(3 * Double($0)) }

  @Test("A top in parts is the top of the whole, and asks no further than it must", arguments: [1, 100, 479, 480, 9000])
  func top(_ count: Int) async throws {
    let asked = Locked<[TimeRange]>([])
    let (rows, result) = try await Self.run("T | top \(count) by TimeGenerated desc | project TimeGenerated, Number") { range, deliver in
      asked.withLock { $0.append(range) }
      guard range.length <= .hours(4) else { throw ServiceRefusal(problem: Problem("too slow"), isTooMuch: true) }
      let times = Self.times.filter { range.from <= $0 && $0 < range.to }.reversed().prefix(count)
      try await deliver(RowBatch(columns: Self.columns, rows: times.map { [.datetime($0), .long(1)] }))
      return PartAnswer()
    }
    let outcome = try result.get()
    #expect(rows.map { $0[0] } == Self.times.reversed().prefix(count).map { .datetime($0) })
    #expect(outcome.rows == rows.count && outcome.partial == nil)
    // The whole, its half, and the quarter of three hours that holds 60 rows.
    if count == 1 { #expect(asked.withLock { $0.count } == 4) }
  }

  @Test("Waiting for parts that are too much has an end, and what was not asked is told")
  func spent() async throws {
    let clock = Locked(ServiceDesk.now)
    let asked = Locked(0)
    let rules = SplittingRules(longestRange: nil, mostRefusals: 6, mostRefusedSeconds: 600)
    let (_, result) = try await Self.run(rules: rules, now: { clock.withLock { $0 } }) { _, _ in
      asked.withLock { $0 += 1 }
      clock.withLock { $0 = $0 + .seconds(240) }
      throw ServiceRefusal(problem: Problem("too slow", retry: .now), isTooMuch: true)
    }
    let problem = #expect(throws: Problem.self) { try result.get() }
    #expect(asked.withLock { $0 } == 3)
    #expect(problem?.cause?.contains("720 s went by") == true)
  }

  @Test("A stretch that was given up keeps no later one from being cut")
  func lineage() async throws {
    let rules = SplittingRules(longestRange: .hours(6), mostRefusals: 1)
    let (rows, result) = try await Self.run(rules: rules) { range, deliver in
      let isHopeless = range.to > Self.newest - .hours(6) && range.to <= Self.newest
      guard !isHopeless, range.from >= Self.newest || range.length <= .hours(3) else {
        throw ServiceRefusal(problem: Problem("too slow", retry: .now), isTooMuch: true)
      }
      try await deliver(Self.batch(range))
      return PartAnswer()
    }
    // Of four parts the newest is whole, the next is given up in both halves, the other two come in halves.
    #expect(rows.count == 5)
    #expect(try result.get().partial?.contains("alone is too much") == true)
  }

  /// A service that is silent until somebody is told of it: before its answer begins, or within it. Parts that are asked ahead are told to
  /// wait for an hour first.
  private struct Silent: QueryService {
    let told: AsyncStream<String>
    let feed: AsyncStream<String>.Continuation
    var isWithinAnswer = false
    let host = "silent.example.com"
    let longestAnswer: Double? = 240

    func send(_ query: ApprovedQuery, retrying: @escaping @Sendable (Double, String) -> Void) async throws -> [String] {
      guard query.range.map({ $0.to == ServiceDesk.day.to }) ?? true else {
        retrying(3600, "asked to wait")
        feed.yield("asked to wait")
        try await Task.sleep(for: .seconds(86_400))
        return []
      }
      return isWithinAnswer ? [] : try await heard(query.range == ServiceDesk.day ? 1 : 2)
    }

    /// So many words; those about a pause come before those about silence that count.
    private func heard(_ count: Int) async throws -> [String] {
      var words: [String] = []
      for await word in told where count == 1 || !words.isEmpty || word == "asked to wait" {
        words.append(word)
        if words.count == count { return words }
      }
      throw CancellationError()
    }

    func read(
      _ sent: [String], of query: ApprovedQuery, limit: Int, progress: @escaping @Sendable (QueryProgress) -> Void,
      deliver: @Sendable (RowBatch) async throws -> Void
    ) async throws -> PartAnswer {
      let words = isWithinAnswer ? try await heard(1) : sent
      // The rest is not of interest.
      if words.count > 1 { throw EndOfRun(error: Problem(words.joined(separator: "; "))) }
      return PartAnswer(notes: words)
    }
  }

  private static func silent(_ rules: SplittingRules = SplittingRules(), isWithinAnswer: Bool = false) async throws -> [String] {
    let (told, feed) = AsyncStream.makeStream(of: String.self)
    var surroundings = RetrySurroundings(now: { ServiceDesk.now }, chance: { 1 }, sleep: { _ in })
    surroundings.patience = 0.01
    var run = QueryRun(
      Silent(told: told, feed: feed, isWithinAnswer: isWithinAnswer), try ServiceDesk.approved("T"), rules: rules,
      timeColumn: "TimeGenerated", surroundings: surroundings
    ) { progress in
      if case .retrying(0, let words) = progress { feed.yield(words) }
    }
    do { return try await run.run { _ in }.notes } catch let problem as Problem { return problem.summary.components(separatedBy: "; ") }
  }

  @Test("A service that lets wait is told of, with how long it may take, also in the middle of its answer", arguments: [false, true])
  func silence(isWithinAnswer: Bool) async throws {
    let words = try await Self.silent(isWithinAnswer: isWithinAnswer)
    #expect(words.count == 1 && words[0].hasPrefix("waiting for silent.example.com, "), "\(words)")
    #expect(words.first?.hasSuffix(" s; a query may take 240 s there") == true, "\(words)")
  }

  @Test("A wait of a part that is asked ahead excuses no silence of the one that is awaited", .timeLimit(.minutes(1)))
  func notExcused() async throws {
    let words = try await Self.silent(SplittingRules(longestRange: .hours(12), concurrency: 2))
    #expect(words.first == "asked to wait" && words.dropFirst().first?.hasPrefix("waiting for silent.example.com, ") == true, "\(words)")
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
