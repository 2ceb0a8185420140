import Casefile
import HuntPipeline
import LocalStore
import Settings
import Workbench

/// Fetches the alerts of a workspace's services into its store, and remembers how far each source was read.
struct AlertDesk: Sendable {
  let workspace: OpenWorkspace

  /// Reads the sources side by side; each tells how it goes, and the last word of each is what came of it. `filter` and `limit` narrow one
  /// reading; without them only what changed since the last whole reading is asked for.
  func fetch(
    source: String? = nil, filter: String = "", limit: Int? = nil,
    tell: @escaping @Sendable (_ source: String, SourceNews.State) -> Void, changed: @escaping @Sendable () -> Void = {}
  ) async throws -> [GatheredSource] {
    guard let cloud = workspace.cloud else { return [] }
    let sources = try await cloud.sources(source, analyst: workspace.configuration.analyst ?? Surroundings()["USER"] ?? "")
    let isNarrow = !filter.isEmpty || limit != nil
    var since: [String: DateTime] = [:]
    if !isNarrow { for source in sources { since[source.name] = try await moment(of: source.name) } }
    let gathering = AlertGathering(sources, into: TellingKeeper(store: workspace.store, changed: changed), clock: SystemClock())
    let results = await gathering.gather(AlertQuery(filter: filter, limit: limit), since: since) { name, progress in
      switch progress {
      case .read(let count, let total): tell(name, .reading(count, of: total))
      case .retrying(let seconds, let cause): tell(name, .retrying(afterSeconds: seconds, cause: cause))
      }
    }
    for result in results {
      if !isNarrow, let moment = result.updatedUpTo { try await keep(moment, of: result.name) }
      tell(result.name, result.news)
    }
    // Remembered only now: what came is stored.
    if !isNarrow { try await cloud.keepPositions() }
    return results
  }

  private func key(_ source: String) -> String { "fetched/" + source }

  private func moment(of source: String) async throws -> DateTime? {
    try await workspace.store.sessionValue(for: key(source)).flatMap { DateTime($0) }
  }

  private func keep(_ moment: DateTime, of source: String) async throws {
    try await workspace.store.setSessionValue(moment.description, for: key(source))
  }
}

/// Keeps alerts in the store and says so.
private struct TellingKeeper: AlertKeeper {
  let store: EmbeddedStore
  let changed: @Sendable () -> Void

  func keep(_ alerts: [Alert]) async throws -> Int {
    defer { changed() }
    return try await store.keep(alerts)
  }
}

extension GatheredSource {
  /// What came of it, as the workbench shows it.
  var news: SourceNews.State {
    if let problem { return .failed(problem) }
    return .read(count, new: new, partial: wasStopped ? partial ?? "it was stopped" : partial, notes: notes)
  }
}
