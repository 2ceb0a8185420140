package import Casefile
import Locking

/// Fetches several sources side by side into one keeper. A source that fails hides no other.
package struct AlertGathering: Sendable {
  /// What is known again of updates before the last one seen: clocks differ, and services list late.
  package static let overlap = TimeSpan.minutes(5)

  private let sources: [any AlertSource]
  private let keeper: any AlertKeeper
  private let clock: any Clock

  package init(_ sources: [any AlertSource], into keeper: any AlertKeeper, clock: any Clock) {
    self.sources = sources
    self.keeper = keeper
    self.clock = clock
  }

  /// One result a source, in the order of the sources. `since` holds `updatedUpTo` of an earlier gathering by the source's name; its
  /// absence fetches all. Cancelling the task stops every source and keeps what came.
  ///
  /// `ended` hears of each source as soon as it has ended, while others are still read; what it answers is the result, so that it can add
  /// what is to be said.
  package func gather(
    _ query: AlertQuery = AlertQuery(), since: [String: DateTime] = [:],
    progress: @escaping @Sendable (_ source: String, AlertProgress) -> Void = { _, _ in },
    ended: @escaping @Sendable (GatheredSource) async -> GatheredSource = { $0 }
  ) async -> [GatheredSource] {
    let crossing = AlertCrossing()
    return await withTaskGroup(of: (Int, GatheredSource).self) { group in
      for (place, source) in sources.enumerated() {
        group.addTask { (place, await ended(await gather(source, query, since[source.name], crossing, progress))) }
      }
      var results: [(Int, GatheredSource)] = []
      for await result in group { results.append(result) }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private struct Tally {
    var count = 0
    var new = 0
    var latest: DateTime?
  }

  private func gather(
    _ source: any AlertSource, _ query: AlertQuery, _ since: DateTime?, _ crossing: AlertCrossing,
    _ progress: @escaping @Sendable (String, AlertProgress) -> Void
  ) async -> GatheredSource {
    var query = query
    let since = source.remembersByItself ? nil : since
    query.updatedSince = query.updatedSince ?? since
    let tally = Locked(Tally())
    let (keeper, name, started) = (keeper, source.name, clock.now())
    var result = GatheredSource(name: name, updatedUpTo: since)
    do {
      let fetch = try await source.fetch(query, progress: { progress(name, $0) }) { alerts in
        // A task of its own: what came is kept, though the reading was stopped meanwhile.
        let new = try await Task { try await crossing.keep(alerts, in: keeper) }.value
        tally.withLock { tally in
          tally.count += alerts.count
          tally.new += new
          tally.latest = ([tally.latest] + alerts.map { $0.updated ?? $0.created }).compactMap { $0 }.max()
        }
      }
      result.count = fetch.count
      result.partial = fetch.partial
      result.shortfall = fetch.shortfall
      result.notes = fetch.notes
      result.wasStopped = Task.isCancelled && fetch.partial != nil
    } catch {
      result.count = tally.withLock { $0.count }
      result.wasStopped = error is CancellationError || Task.isCancelled
      if !result.wasStopped { result.problem = AlertGathering.problem(error, name) }
    }
    let kept = tally.withLock { $0 }
    result.new = kept.new
    // A filter or a limit leaves alerts out, so that the next gathering may not begin behind them; nor may it where something is missing.
    let isAtEnd = result.isWhole || result.shortfall == .parts && result.problem == nil && !result.wasStopped
    if !source.remembersByItself, isAtEnd, query.limit == nil, query.filter.isEmpty, let latest = kept.latest ?? since {
      let safe = min(latest, started - AlertGathering.overlap)
      result.reachedUpTo = since.map { max($0, safe) } ?? safe
      if result.isWhole { result.updatedUpTo = result.reachedUpTo }
    }
    return result
  }

  private static func problem(_ error: any Error, _ name: String) -> Problem {
    (error as? Problem)
      ?? Problem("The alerts of \(name) did not come.", cause: "\(error)", remedy: "Try again; report it if it stays.", retry: .now)
  }
}

/// Alerts that several lists bring: one of them is kept, the one that says most.
///
/// Lists of one service bear the same alerts under the same source and id, which the keeper keeps once. What comes with its incident says
/// more than the same alert alone, and is not overwritten by it within this gathering; a later one knows nothing of this one.
actor AlertCrossing {
  private var withIncident: [String: DateTime] = [:]

  /// Returns how many were new.
  func keep(_ alerts: [Alert], in keeper: any AlertKeeper) async throws -> Int {
    var wanted: [Alert] = []
    for alert in alerts {
      let key = alert.source + "\n" + alert.id
      let moment = alert.updated ?? alert.created
      if alert.incidentName != nil {
        withIncident[key] = moment
      } else if let known = withIncident[key], known >= moment {
        continue
      }
      wanted.append(alert)
    }
    return wanted.isEmpty ? 0 : try await keeper.keep(wanted)
  }
}
