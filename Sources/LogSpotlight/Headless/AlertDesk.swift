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
    let sources = try await cloud.sources(source, analyst: workspace.configuration.analystOnThisMachine)
    // A filter or a limit leaves alerts out, so that the next reading may not begin behind them.
    let isNarrow = !filter.isEmpty || limit != nil
    let began = SystemClock().now()
    var since: [String: DateTime] = [:]
    if !isNarrow { for source in sources { since[source.name] = await memory(of: source.name).since(at: began) } }
    let gathering = AlertGathering(sources, into: TellingKeeper(store: workspace.store, changed: changed), clock: SystemClock())
    return await gathering.gather(AlertQuery(filter: filter, limit: limit), since: since) { name, progress in
      switch progress {
      case .read(let count, let total): tell(name, .reading(count, of: total))
      case .retrying(let seconds, let cause): tell(name, .retrying(afterSeconds: seconds, cause: cause))
      }
    } ended: { result in
      let result = isNarrow ? result : await remember(result, began, cloud)
      if !isNarrow, result.isWhole {
        // Only for people; a store that cannot keep it says so where it matters.
        try? await workspace.store.setSessionValue(SystemClock().now().text(decimals: 0), for: readKey(result.name))
      }
      tell(result.name, result.news)
      return result
    }
  }

  /// Remembers how far a source was read, only now that what came is stored. What cannot be remembered is read once more, which is said
  /// and hinders no other source.
  private func remember(_ result: GatheredSource, _ began: DateTime, _ cloud: CloudServices) async -> GatheredSource {
    var result = result
    do {
      if result.reachedUpTo != nil {
        var memory = await memory(of: result.name)
        memory.take(result, began: began)
        // This reading may be whole while an earlier one was not.
        if result.isWhole, let moment = memory.asksAgainAt {
          result.partial = "What did not come before is asked for again at \(moment.text(decimals: 0))."
          result.shortfall = .parts
        }
        try await workspace.store.setSessionValue(memory.text, for: key(result.name))
      }
      if result.name == WorkspaceConfiguration.AlertOrigin.office365.rawValue { try await cloud.keepPositions() }
    } catch {
      let cause = (error as? Problem)?.summary ?? String(describing: error)
      result.notes.append("How far it was read could not be remembered, so that it is read again: \(cause)")
    }
    return result
  }

  /// When all of a source was last read, to its end; nil where it never was.
  func lastReading(of source: String) async -> DateTime? {
    let text = try? await workspace.store.sessionValue(for: readKey(source))
    return text.flatMap { $0 }.flatMap { DateTime($0) }
  }

  private func readKey(_ source: String) -> String { "read/" + source }

  private func key(_ source: String) -> String { "fetched/" + source }

  private func memory(of source: String) async -> ReadingMemory {
    let text = try? await workspace.store.sessionValue(for: key(source))
    return text.flatMap { $0 }.map { ReadingMemory(text: $0) } ?? ReadingMemory()
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
    return wasStopped ? .stopped(count, new: new) : .read(count, new: new, partial: partial, notes: notes)
  }
}
