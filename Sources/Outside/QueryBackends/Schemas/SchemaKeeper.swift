package import Casefile
package import HuntPipeline

/// The tables of one service, asked for once and kept: in memory, and in a cache from one start to the next.
///
/// What is older than an hour is still given out at once, while it is asked for anew behind; how old it is and why is said in `standing`.
/// Somebody waits only where nothing is known yet, for a table that the service must be asked about by itself, and for `refreshed`.
package actor SchemaKeeper: SchemaSource {
  /// Where the tables come from, for people.
  package struct Standing: Equatable, Sendable {
    package var tables: Int
    /// When the service told them; nil where nothing is known yet.
    package var fetched: DateTime?
    /// True where they are older than an hour.
    package var isStale: Bool
    /// What is odd about them, each one sentence: documented tables in place of the service's, or a refresh that failed.
    package var words: [String]
  }

  /// Older schemas are refreshed when they are used.
  package static let freshFor = TimeSpan.hours(1)
  /// After a refresh that failed, the next is not tried before.
  package static let pause = TimeSpan.minutes(5)

  private let reader: any SchemaReader
  private let cache: (any SchemaCache)?
  private let clock: any HuntPipeline.Clock
  private var kept: KeptSchemas?
  private var hasLookedInCache = false
  private var instead: String?
  private var failure: (problem: Problem, time: DateTime)?
  private var reading: (number: Int, work: SharedWork<KeptSchemas>)?
  private var readings = 0
  /// Tables whose columns were asked for, and why some were not told.
  private var asked: Set<String> = []
  private var untold: [String: String] = [:]

  package init(_ reader: any SchemaReader, cache: (any SchemaCache)? = nil, clock: any HuntPipeline.Clock) {
    self.reader = reader
    self.cache = cache
    self.clock = clock
  }

  /// Throws a `Problem` only where nothing is known and the service does not tell.
  package func schemas() async throws -> [TableSchema] {
    await lookInCache()
    guard let kept else { return try await refreshed().tables }
    if isStale, !isPausing { _ = refresh(isWaitedFor: false) }
    return kept.tables
  }

  /// Asks for the columns of each of these tables once, where the service tells no other way.
  @discardableResult
  package func learn(_ tables: [String]) async throws -> Bool {
    guard reader.asksForEach else { return false }
    _ = try await schemas()
    var isNew = false
    for table in tables where asked.insert(table).inserted {
      do {
        let told = try await reader.schema(of: table)
        untold[table] = told == nil ? "it does not know the table, or does not tell" : nil
        if let told, put(told) { isNew = true }
      } catch {
        // The next query asks again.
        asked.remove(table)
        if let problem = error as? Problem { untold[table] = problem.summary }
        throw error
      }
    }
    if isNew, let kept { try? await cache?.keep(kept, for: reader.key) }
    return isNew
  }

  /// True where this is another table than the one that is known.
  private func put(_ table: TableSchema) -> Bool {
    guard let place = kept?.tables.firstIndex(where: { $0.name == table.name }) else {
      kept?.tables.append(table)
      kept?.tables.sort { $0.name < $1.name }
      return true
    }
    guard kept?.tables[place] != table else { return false }
    kept?.tables[place] = table
    return true
  }

  /// When the service told the tables that are known; nil before it did.
  package func tablesRead() async -> DateTime? { kept?.fetched }

  package func remarks() async -> [String] { standing().words }

  /// Asks the service now, and waits for it; a waiter that is cancelled stops waiting at once, however long a sign-in may take.
  @discardableResult
  package func refreshed() async throws -> KeptSchemas { try await refresh(isWaitedFor: true).value() }

  package func standing() -> Standing {
    var words = [reader.remark, instead].compactMap { $0 }
    for (table, reason) in untold.sorted(by: { $0.key < $1.key }) {
      words.append("The columns of \(table) are not the service's own: \(reason).")
    }
    if let failure { words.append("The last refresh failed: \(failure.problem.summary)") }
    return Standing(tables: kept?.tables.count ?? 0, fetched: kept?.fetched, isStale: isStale, words: words)
  }

  private var isStale: Bool { kept.map { clock.now() - $0.fetched > Self.freshFor } ?? false }
  private var isPausing: Bool { failure.map { clock.now() - $0.time < Self.pause } ?? false }

  private func lookInCache() async {
    guard kept == nil, !hasLookedInCache else { return }
    hasLookedInCache = true
    // A cache that cannot be read costs a question to the service, no more.
    if let found = try? await cache?.schemas(for: reader.key), kept == nil { kept = found }
  }

  /// Begins to ask, unless that is under way. What somebody waits for ends when nobody does any more.
  private func refresh(isWaitedFor: Bool) -> SharedWork<KeptSchemas> {
    if let reading, !reading.work.isAbandoned { return reading.work }
    let (reader, asked) = (self.reader, self.asked)
    readings += 1
    let number = readings
    let work = SharedWork<KeptSchemas>(endsWithWaiters: isWaitedFor) { [weak self] in
      do {
        let told = try await reader.read(asked: asked)
        return try await self?.take(told, number) ?? KeptSchemas(tables: told.tables, fetched: .minimum)
      } catch {
        await self?.failed(error, number)
        throw error
      }
    }
    reading = (number, work)
    return work
  }

  private func take(_ told: SchemaReading, _ number: Int) async throws -> KeptSchemas {
    let fresh = KeptSchemas(tables: told.tables, fetched: clock.now())
    kept = fresh
    instead = told.instead
    failure = nil
    end(number)
    // Documented tables are here anyway, and must not pass for the service's at the next start.
    if told.instead == nil { try? await cache?.keep(fresh, for: reader.key) }
    return fresh
  }

  private func failed(_ error: any Error, _ number: Int) {
    end(number)
    // Nobody waited any more: that is no failure of the service.
    guard !(error is CancellationError) else { return }
    failure = (error as? Problem ?? Problem("The tables could not be read."), clock.now())
  }

  private func end(_ number: Int) { if reading?.number == number { reading = nil } }
}
