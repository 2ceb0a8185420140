import AlertSources
import Casefile
import HuntPipeline
import LocalStore
import Settings

extension CloudServices {
  /// Names of the sources that are fetched, in the order of the configuration.
  var sourceNames: [String] { workspace.alerts.filter { $0 != .store }.map(\.rawValue) }

  /// The sources that are fetched; one that cannot be set up is a source that fails, so that the others are read.
  func sources(_ wanted: String? = nil, analyst: String) async throws -> [any AlertSource] {
    let state = try await office365State()
    return workspace.alerts.filter { $0 != .store && (wanted == nil || $0.rawValue == wanted) }.map { origin in
      do {
        switch origin {
        case .graph: return GraphAlertSource(try graph(), .alerts, analyst: analyst)
        case .graphIncidents: return GraphAlertSource(try graph(), .incidents, analyst: analyst)
        case .graphLegacy: return GraphAlertSource(try graph(), .legacyAlerts, analyst: analyst)
        case .office365, .store: return try office365(state: state)
        }
      } catch let problem as Problem {
        return FailingSource(name: origin.rawValue, problem: problem)
      } catch {
        return FailingSource(name: origin.rawValue, problem: Problem("The source cannot be set up.", cause: String(describing: error)))
      }
    }
  }

  private static let office365Key = "office365"

  /// How far Office 365 was collected.
  func office365State() async throws -> Office365State {
    let text = try await store.sessionValue(for: CloudServices.office365Key)
    return text.flatMap { try? JSONValue(parsing: $0) }.map { Office365State(json: $0) } ?? Office365State()
  }

  /// Remembers how far Office 365 was collected, once what came is stored.
  func keepPositions() async throws {
    guard workspace.alerts.contains(.office365) else { return }
    let source = try office365(state: Office365State())
    try await store.setSessionValue(source.state.json.text, for: CloudServices.office365Key)
  }
}

/// A source that could not be set up.
struct FailingSource: AlertSource {
  let name: String
  let problem: Problem

  func fetch(
    _ query: AlertQuery, progress: @escaping @Sendable (AlertProgress) -> Void, deliver: @Sendable ([Alert]) async throws -> Void
  ) async throws -> AlertFetch { throw problem }
}
