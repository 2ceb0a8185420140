import Casefile
import HuntPipeline
import LocalStore

/// Alerts that somebody names by their ids alone.
struct NamedAlerts: Sendable {
  let workspace: OpenWorkspace

  /// The ids with their sources, of those the workspace shows. Throws a usage `Problem` where several sources have one of them and it is
  /// not said which is meant; an id that no source has is left for the hunt to tell.
  func ids(_ ids: [String], source: String?) async throws -> [AlertID] {
    if let source { return ids.map { AlertID($0, source: source) } }
    let bearing = try await workspace.store.alerts(bearing: Array(Set(ids))).map(\.name)
    let shown = try await workspace.pages.alerts(withIDs: bearing).map(\.name)
    let sources = Dictionary(grouping: shown, by: \.id)
    return try ids.map { id in
      let found = sources[id] ?? []
      guard found.count < 2 else { throw NamedAlerts.several(id, found.compactMap(\.source).sorted()) }
      return found.first ?? AlertID(id)
    }
  }

  /// One id, and alerts of several sources that have it. `elsewhere` says what to do where no option can be given.
  static func several(_ id: String, _ sources: [String], elsewhere: String = "") -> Problem {
    Problem(
      "Several sources have an alert '\(id)'.", cause: "They are \(sources.joined(separator: " and ")).",
      remedy: "Say which: --source \(sources.first ?? "graph")\(elsewhere).", kind: .usage)
  }
}
