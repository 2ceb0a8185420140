package import Casefile
package import HuntPipeline

/// The tables of one service, asked for once and kept: in memory, and in a cache from one start to the next.
///
/// What is older than an hour is still given out at once, while it is asked for anew behind; how old it is and why is said in `standing`.
/// Only the very first time somebody waits.
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
  private var asked: Set<String> = []

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

  /// The columns of one table, asked of the service where it must be asked for each (advanced hunting). Nil where it has no such table.
  package func schema(of table: String) async throws -> TableSchema? {
    if asked.insert(table).inserted {
      // What is being read was asked without this table.
      _ = try? await reading?.work.value()
      _ = try await refreshed()
    }
    return try await schemas().first { $0.name == table }
  }

  /// Asks the service now, and waits for it; a waiter that is cancelled stops waiting at once, however long a sign-in may take.
  @discardableResult
  package func refreshed() async throws -> KeptSchemas { try await refresh(isWaitedFor: true).value() }

  package func standing() -> Standing {
    var words = [instead].compactMap { $0 }
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
