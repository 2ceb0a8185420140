import AlertSources
import Casefile
import HuntPipeline
import LocalStore
import Settings
import SignIn
import Transport

extension CloudServices {
  /// Names of the sources that are fetched, in the order of the configuration.
  var sourceNames: [String] { workspace.alerts.filter { $0 != .store }.map(\.rawValue) }

  /// The sources that are fetched; one that cannot be set up is a source that fails, so that the others are read.
  func sources(_ wanted: String? = nil, analyst: String) async throws -> [any AlertSource] {
    var sources: [any AlertSource] = []
    for origin in workspace.alerts where origin != .store && (wanted == nil || origin.rawValue == wanted) {
      do {
        sources.append(try await source(origin, analyst: analyst))
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        let problem = error as? Problem ?? Problem("The source cannot be set up.", cause: String(describing: error))
        sources.append(FailingSource(name: origin.rawValue, problem: problem))
      }
    }
    return sources
  }

  private func source(_ origin: WorkspaceConfiguration.AlertOrigin, analyst: String) async throws -> any AlertSource {
    switch origin {
    case .graph: GraphAlertSource(try graph(), .alerts, analyst: analyst)
    case .graphIncidents: GraphAlertSource(try graph(), .incidents, analyst: analyst)
    case .graphLegacy: GraphAlertSource(try graph(), .legacyAlerts, analyst: analyst)
    case .office365, .store: try office365(state: try await office365State())
    }
  }

  /// A source for `doctor`: it waits less, and gives up sooner, since a person waits for the next line.
  func provable(_ origin: WorkspaceConfiguration.AlertOrigin) throws -> any ProvableSource {
    let timeouts = HTTPRequest.Timeouts(connect: 10, firstByte: 20, idle: 20, total: 60)
    var policy = GraphConnection.retryPolicy
    policy.attempts = 2
    let endpoint: GraphEndpoint
    switch origin {
    case .graph: endpoint = .alerts
    case .graphIncidents: endpoint = .incidents
    case .graphLegacy: endpoint = .legacyAlerts
    case .office365, .store: return try office365Source(state: Office365State(), timeouts: timeouts)
    }
    return GraphAlertSource(
      GraphConnection(try sender(to: .graph, policy: policy, pacer: pacers.graphSecurity), timeouts: timeouts), endpoint)
  }

  private static let office365Key = "office365"

  /// How far Office 365 was collected.
  func office365State() async throws -> Office365State {
    let text = try await store.sessionValue(for: CloudServices.office365Key)
    return text.flatMap { try? JSONValue(parsing: $0) }.map { Office365State(json: $0) } ?? Office365State()
  }

  /// Remembers how far Office 365 was collected, once what came is stored. Where its source was never made there is nothing new to
  /// remember, and what is remembered stays.
  func keepPositions() async throws {
    guard let source = madeOffice365 else { return }
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
