import Casefile
import HuntPipeline
import KQL
import Locking
import Transport

/// One query from its first request to its outcome: in one piece where that works, else in parts by time, asked side by side and
/// delivered one behind the other.
struct QueryRun<Service: QueryService> {
  /// A stretch of the query that was not answered yet.
  struct Part {
    var query: ApprovedQuery
    /// It was sent before, and the line broke before a row came.
    var isSecondTry = false
    /// Longer stretches it was cut out of because they were refused as too much.
    var refusals = 0
  }

  let service: Service
  let query: ApprovedQuery
  let rules: SplittingRules
  let tables: any TableCatalogue
  let progress: @Sendable (QueryProgress) -> Void
  private let surroundings: RetrySurroundings
  let verdict: TimeSplitting
  let requests: PartRequests<Service>
  /// Those of the first part that brought any: rows of all parts stand in one table.
  private let columns = PartColumns()
  var pending: [Part] = []
  /// Rows that an incomplete answer brought and that will come again.
  var known = RowCounts()
  var done = 0
  var rows = 0
  /// The first problem of a part, for when no part brought anything.
  var failure: Problem?
  /// Seconds that were spent on parts that were refused as too much.
  var refusedSeconds = 0.0
  /// An unclear refusal that turned out to be about size; the next ones are taken for the same.
  private var tooLarge: ServiceRefusal?
  var gaps: [String] = []
  /// Those of the gaps that only say that the limit was reached.
  var limitGaps = 0
  var notes: [String] = []
  var scannedRows: Int?
  var scannedBytes: Int?

  /// `timeColumn` is that of tables whose columns nobody knew; nil where a service has none that all share.
  init(
    _ service: Service, _ query: ApprovedQuery, rules: SplittingRules, timeColumn: String?, surroundings: RetrySurroundings,
    progress: @escaping @Sendable (QueryProgress) -> Void
  ) {
    self.surroundings = surroundings
    self.service = service
    requests = PartRequests(service)
    self.query = query
    self.rules = rules
    self.progress = progress
    let known = CatalogueWithTime(tables: TableList(query.knownTables), timeColumn: timeColumn)
    self.tables = known
    verdict = QueryRun.verdict(query) { query.timeColumn(of: $0) ?? known.schema(named: $0)?.timeColumn }
  }

  /// Rows are cut by the column their own window is about: by another one, those that came late would lie in no part.
  private static func verdict(_ query: ApprovedQuery, timeColumn: (String) -> String?) -> TimeSplitting {
    let verdict = TimeSplitting.verdict(on: KQLQuery(parsing: query.text), timeColumn: timeColumn)
    guard case .possible(let table, _, _) = verdict, query.hasUnclearTime(of: table) else { return verdict }
    return .impossible("it asks the time of \(table) by no single column")
  }

  /// Rows it may bring in all.
  var mostRows: Int { min(query.maxRows, verdict.top ?? .max) }

  /// Delivers every row once. Throws a `Problem` when nothing came, `CancellationError`, and what `deliver` throws.
  mutating func run(deliver: @Sendable (RowBatch) async throws -> Void) async throws -> QueryOutcome {
    plan()
    let requests = self.requests
    defer { requests.cancelAll() }
    do {
      while !pending.isEmpty { try await next(deliver) }
    } catch let end as EndOfRun {
      throw end.error
    }
    if done == 0, rows == 0, let failure { throw failure }
    if done > 1 { notes.insert("Asked in \(done) parts by time, \(verdict.orderWords).", at: 0) }
    var outcome = QueryOutcome(
      rows: rows, partial: PartGaps.told(gaps, of: done + pending.count), scannedRows: scannedRows, scannedBytes: scannedBytes,
      notes: notes)
    outcome.isOnlyLimited = !gaps.isEmpty && gaps.count == limitGaps
    return outcome
  }

  /// Cuts a long range from the start.
  private mutating func plan() {
    pending = [Part(query: query)]
    // A top bounds the answer; it is cut only when the service finds it too much.
    guard verdict.top == nil else { return }
    guard let range = query.range, let longest = rules.longestRange, range.length > longest else { return }
    if case .impossible(let reason) = verdict {
      return notes.append("The whole range was asked at once; it cannot be cut by time, because \(reason).")
    }
    if let parts = narrowed(rules.parts(of: range)) { pending = parts }
  }

  /// Parts in the order of delivery, of ranges from old to new; nil when the query takes no windows.
  private func narrowed(_ ranges: [TimeRange]) -> [Part]? {
    guard case .possible(_, let order, _) = verdict else { return nil }
    let parts = ranges.compactMap { range in query.narrowed(to: range, tables: tables).map { Part(query: $0) } }
    guard parts.count == ranges.count else { return nil }
    return order == .oldestFirst ? parts : parts.reversed()
  }

  private func halves(of part: Part) -> [Part]? {
    guard requests.count + 2 <= rules.mostRequests else { return nil }
    return part.query.range.flatMap(rules.halves).flatMap(narrowed)?.map { Part(query: $0.query, refusals: part.refusals) }
  }

  private mutating func next(_ deliver: @Sendable (RowBatch) async throws -> Void) async throws {
    try Task.checkCancellation()
    guard done == 0 || rows < mostRows else { return stop() }
    let part = pending.removeFirst()
    let isInParts = done > 0 || !pending.isEmpty
    if isInParts { progress(.parts(done: done, of: done + pending.count + 1)) }
    let ahead = [part.query] + pending.prefix(rules.concurrency - 1).map(\.query)
    requests.keepOnly(ahead)
    for query in ahead { requests.start(query, progress) }
    let halves = halves(of: part)
    let columns = self.columns
    let sieve = RowSieve(known: known, remembers: halves != nil, limit: mostRows - rows)
    let begun = surroundings.now()
    let silence = requests.silence(of: part.query)
    let watch = watched(silence)
    defer { watch.cancel() }
    do {
      let sent = try await requests.sent(part.query)
      silence.heard()
      let answer = try await service.read(
        sent, of: part.query, limit: mostRows - rows + known.total, progress: QueryRun.heard(by: silence, progress)
      ) { batch in
        guard columns.agree(with: batch.columns) else { throw QueryRun.otherColumns }
        // The time this takes is not the service's.
        silence.heard(waiting: .infinity)
        defer { silence.heard() }
        do { try await deliver(sieve.pass(batch)) } catch { throw EndOfRun(error: error) }
      }
      rows += sieve.delivered
      take(answer, of: part, halves, brought: sieve)
    } catch let refusal as ServiceRefusal {
      let cleared = try await cleared(refusal, of: part, halves)
      if cleared.isTooMuch { refusedSeconds += (surroundings.now() - begun).totalSeconds }
      refused(part, cleared, halves)
    } catch let problem as Problem {
      fail(part, problem)
    }
    if isInParts { progress(.parts(done: done, of: done + pending.count)) }
  }

  /// Looked into where that helps: halves can be asked, or the same query was found too large before.
  private mutating func cleared(_ refusal: ServiceRefusal, of part: Part, _ halves: [Part]?) async throws -> ServiceRefusal {
    guard refusal.isUnclear else { return refusal }
    if let tooLarge { return tooLarge }
    guard halves != nil else { return refusal }
    let cleared = try await service.cleared(refusal, of: part.query)
    if cleared.isTooMuch { tooLarge = cleared }
    return cleared
  }

  /// As long as the part that is awaited brings nothing, that is told, and how long it may last.
  private func watched(_ silence: SilenceWatch) -> Task<Void, any Error> {
    let (progress, patience, host) = (self.progress, surroundings.patience, service.host)
    let most = service.longestAnswer.map { "; a query may take \(Int($0)) s there" } ?? ""
    silence.begin()
    return Task {
      try await silence.run(every: patience) { progress(.retrying(afterSeconds: 0, cause: SilenceWatch.words(host, $0) + most)) }
    }
  }

  /// What the service tells is no silence, and neither is a wait that it announces.
  private static func heard(
    by silence: SilenceWatch, _ progress: @escaping @Sendable (QueryProgress) -> Void
  ) -> @Sendable (QueryProgress) -> Void {
    { step in
      if case .retrying(let seconds, _) = step { silence.heard(waiting: seconds) } else { silence.heard() }
      progress(step)
    }
  }

  /// The limit is reached with parts left.
  private mutating func stop() {
    if let top = verdict.top, rows >= top { return pending = [] }
    gaps.append("stopped after \(rows) rows, the limit; \(pending.count) of \(done + pending.count) parts by time were not asked")
    limitGaps += 1
    pending = []
  }

  private static var otherColumns: Problem {
    Problem(
      "A part by time came with other columns.", cause: "Its rows do not fit under those of the parts before.",
      remedy: "Name the columns with project, and run the query again.")
  }
}

/// The columns that all parts of one query share.
private final class PartColumns: Sendable {
  private let known = Locked<[Column]?>(nil)

  /// True for the first, and for the same again.
  func agree(with columns: [Column]) -> Bool {
    known.withLock { known in
      if let known { return known == columns }
      known = columns
      return true
    }
  }
}
