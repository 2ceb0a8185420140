import Casefile
import HuntPipeline
import KQL
import LocalStore
import QueryBackends
import Settings
import SignIn

/// What `doctor` looks at in the services of a workspace: name, connection, token, permissions, and one row.
struct CloudChecks: Sendable {
  let cloud: CloudServices
  let backend: any QueryBackend & SchemaSource

  /// Each service's steps in their order. A step that fails ends that service's steps; a stop ends all. Throws a `Problem` where the
  /// configuration does not say which service is meant.
  func checks() async throws -> [SignInCheck] {
    var checks: [SignInCheck] = []
    for use in try uses() {
      guard let found = try? await use.checks(tokens: cloud.tokens, sender: cloud.client) else { return checks }
      checks += found
    }
    return checks
  }

  /// One row of some table: nil where the workspace's queries stay on this machine.
  func oneRow() async -> (isGood: Bool, text: String, remedy: String?)? {
    guard cloud.workspace.query != .store else { return nil }
    do {
      let tables = try await backend.schemas().map(\.name)
      let wanted =
        ["SecurityAlert", "SigninLogs", "DeviceProcessEvents", "AlertInfo", "Heartbeat"].first { tables.contains($0) } ?? tables.first
      guard let table = wanted else { return (false, "the service tells no table", "Check which workspace or database is configured.") }
      let text = KQLFragment("\(name: table) | take 1").text
      let policy = GuardrailPolicy(tables: [table: .all])
      let review = try await Guardrails.knowingExtents(policy, backend, now: SystemClock().now(), of: KQLQuery(parsing: text))
        .review(KQLQuery(parsing: text), limit: 1)
      guard case .allowed(let query) = review else { return (false, "\(table): the guardrails do not let one row be read", nil) }
      let outcome = try await backend.run(query) { _ in }
      if outcome.rows > 0 { return (true, "\(table): one row came", nil) }
      let why = try await backend.explainEmpty(query)
      return (why.reason != .noPermission, "\(table): no row, \(why.reason.rawValue): \(why.explanation)", why.widen.first)
    } catch let problem as Problem {
      return (false, "\(problem.summary) \(problem.cause ?? "")", problem.remedy)
    } catch {
      return (false, String(describing: error), nil)
    }
  }

  private func uses() throws -> [ServiceUse] {
    var purposes: [CloudAddresses.Service: [ServicePurpose]] = [:]
    let workspace = cloud.workspace
    for origin in workspace.alerts {
      switch origin {
      case .graph: purposes[.graph, default: []].append(workspace.isReadOnly ? .alerts : .writeBack)
      case .graphLegacy: purposes[.graph, default: []].append(workspace.isReadOnly ? .legacyAlerts : .legacyWriteBack)
      case .graphIncidents: purposes[.graph, default: []].append(workspace.isReadOnly ? .incidents : .incidentWriteBack)
      case .office365: purposes[.office365, default: []].append(.office365)
      case .store: break
      }
    }
    switch workspace.query {
    case .advancedHunting: purposes[.graph, default: []].append(.hunting)
    case .logAnalytics: purposes[.logAnalytics, default: []].append(.logAnalytics)
    case .dataExplorer, .store: break
    }
    var uses = purposes.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { service, purposes -> ServiceUse? in
      guard let address = cloud.addresses.address(of: service), let scope = cloud.addresses.scope(of: service) else { return nil }
      return ServiceUse(service.title, address: address, scope: scope, purposes: purposes)
    }
    if workspace.query == .dataExplorer {
      // Roles of the database decide what may be read there, and no token tells them; the one row does.
      let place = try cloud.cluster()
      uses.append(ServiceUse(CloudAddresses.Service.dataExplorer.title, address: place.address, scope: place.scope, purposes: []))
    }
    return uses
  }
}

extension CloudAddresses.Service {
  /// Its name for people.
  fileprivate var title: String {
    switch self {
    case .login: "Microsoft Entra"
    case .graph: "Microsoft Graph"
    case .logAnalytics: "Log Analytics"
    case .dataExplorer: "Data Explorer"
    case .office365: "Office 365"
    }
  }
}
