import AlertSources
import Casefile
import HuntPipeline
import KQL
import LocalStore
import QueryBackends
import Settings
import SignIn
import Transport

/// What `doctor` looks at in the services of a workspace: name, connection, token, permissions, one alert of each source, and one row.
struct CloudChecks: Sendable {
  let cloud: CloudServices
  let backend: any QueryBackend & SchemaSource

  private typealias Evidence = [ServicePurpose: Bool]

  /// Takes each service's steps in their order and tells them as they come. A step that fails up to the token ends that service's steps.
  /// Throws a `Problem` where the configuration does not say which service is meant, or `CancellationError`.
  func run(_ tell: (DoctorCheck) -> Void) async throws {
    for (service, use) in try uses() {
      let found = try await use.checks(tokens: cloud.tokens, sender: cloud.client)
      for check in found where check.step != .permissions { tell(DoctorCheck(check)) }
      guard !found.contains(where: { $0.step != .permissions && $0.outcome == .fail }) else { continue }
      var (tried, evidence) = try await alerts(of: service)
      if service == queryService, let (row, isAnswered) = try await oneRow() {
        tried.append(row)
        if let purpose = ServicePurpose(workspace: cloud.workspace.query) { evidence[purpose] = isAnswered }
      }
      for check in found where check.step == .permissions { tell(CloudChecks.line(check, of: use.title, evidence)) }
      for line in tried { tell(line) }
    }
  }

  /// What was tried outranks what a token says of itself, and where the token says nothing it alone decides.
  private static func line(_ check: SignInCheck, of title: String, _ evidence: Evidence) -> DoctorCheck {
    var line = DoctorCheck(check)
    guard let purpose = check.purpose, check.outcome != .ok, evidence[purpose] == true else { return line }
    if check.isUnknown {
      line = DoctorCheck(
        name: line.name, outcome: .ok, text: "\(title): the token cannot be read; trying decides, and \(purpose.rawValue) could be read")
    } else {
      line.outcome = .warn
      line.text += ", by the token; it could be read all the same"
    }
    return line
  }

  /// One alert of each configured source of a service.
  private func alerts(of service: CloudAddresses.Service) async throws -> (lines: [DoctorCheck], evidence: Evidence) {
    var (lines, evidence): ([DoctorCheck], Evidence) = ([], [:])
    for origin in cloud.workspace.alerts where origin.service == service {
      let title = "\(service.title), \(origin.rawValue)"
      do {
        let proof = try await cloud.provable(origin).proof { progress in
          guard case .retrying(let seconds, let cause) = progress else { return }
          Output.note(seconds > 0 ? "\(title): waiting \(seconds.roundedUp) s: \(cause)" : "\(title): \(cause)")
        }
        lines.append(DoctorCheck(proof, of: title))
        if let purpose = origin.purpose { evidence[purpose] = true }
      } catch let problem as Problem {
        lines.append(DoctorCheck(name: "one alert", outcome: .fail, problem, of: title))
        if let purpose = origin.purpose { evidence[purpose] = false }
      }
    }
    return (lines, evidence)
  }

  private var queryService: CloudAddresses.Service? {
    switch cloud.workspace.query {
    case .advancedHunting: .graph
    case .logAnalytics: .logAnalytics
    case .dataExplorer: .dataExplorer
    case .store: nil
    }
  }

  /// One row of some table of the service's own, and whether it answered a query at all: rows that lie on this machine prove nothing of it.
  /// Nil where the workspace's queries stay on this machine. Throws only `CancellationError`.
  private func oneRow() async throws -> (line: DoctorCheck, isAnswered: Bool)? {
    guard cloud.workspace.query != .store, let backend = backend as? ServiceAndStore else { return nil }
    var isAnswered = false
    let line = try await oneRow(backend, &isAnswered)
    return (line, isAnswered)
  }

  private func oneRow(_ backend: ServiceAndStore, _ isAnswered: inout Bool) async throws -> DoctorCheck {
    func line(_ isGood: Bool, _ text: String, _ remedy: String? = nil) -> DoctorCheck {
      DoctorCheck(name: "one row", outcome: isGood ? .ok : .fail, text: text, remedy: remedy)
    }
    do {
      let tables = try await backend.serviceTables().map(\.name)
      let wanted =
        ["SecurityAlert", "SigninLogs", "DeviceProcessEvents", "AlertInfo", "Heartbeat"].first { tables.contains($0) } ?? tables.first
      guard let table = wanted else { return line(false, "the service tells no table", "Check which workspace or database is configured.") }
      let text = KQLFragment("\(name: table) | take 1").text
      let policy = GuardrailPolicy(tables: [table: .all])
      let review = try await Guardrails.knowingExtents(policy, backend, now: SystemClock().now(), of: KQLQuery(parsing: text))
        .review(KQLQuery(parsing: text), limit: 1)
      guard case .allowed(let query) = review else { return line(false, "\(table): the guardrails do not let one row be read") }
      let outcome = try await backend.service.run(query) { _ in }
      isAnswered = outcome.partial == nil || outcome.rows > 0
      if outcome.rows > 0 { return line(true, "\(table): one row came") }
      let why = try await backend.service.explainEmpty(query)
      return line(why.reason != .noPermission, "\(table): no row, \(why.reason.rawValue): \(why.explanation)", why.widen.first)
    } catch let problem as Problem {
      return DoctorCheck(name: "one row", outcome: .fail, problem)
    } catch let error as CancellationError {
      throw error
    } catch {
      return line(false, String(describing: error))
    }
  }

  private func uses() throws -> [(CloudAddresses.Service, ServiceUse)] {
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
    var uses = purposes.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap {
      service, purposes -> (CloudAddresses.Service, ServiceUse)? in
      guard let address = cloud.addresses.address(of: service), let scope = cloud.addresses.scope(of: service) else { return nil }
      return (service, ServiceUse(service.title, address: address, scope: scope, purposes: purposes, tenant: workspace.tenantID))
    }
    if workspace.query == .dataExplorer {
      // Roles of the database decide what may be read there, and no token tells them; the one row does.
      let place = try cloud.cluster()
      let service = CloudAddresses.Service.dataExplorer
      uses.append(
        (service, ServiceUse(service.title, address: place.address, scope: place.scope, purposes: [], tenant: workspace.tenantID)))
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

extension WorkspaceConfiguration.AlertOrigin {
  /// The service that is asked; nil for what lies on this machine.
  fileprivate var service: CloudAddresses.Service? {
    switch self {
    case .graph, .graphIncidents, .graphLegacy: .graph
    case .office365: .office365
    case .store: nil
    }
  }

  /// What reading one alert of it proves; writing is proven by nothing but writing.
  fileprivate var purpose: ServicePurpose? {
    switch self {
    case .graph: .alerts
    case .graphIncidents: .incidents
    case .graphLegacy: .legacyAlerts
    case .office365: .office365
    case .store: nil
    }
  }
}

extension ServicePurpose {
  /// What one row proves; roles of a Data Explorer database stand in no token.
  fileprivate init?(workspace query: WorkspaceConfiguration.QueryOrigin) {
    switch query {
    case .advancedHunting: self = .hunting
    case .logAnalytics: self = .logAnalytics
    case .dataExplorer, .store: return nil
    }
  }
}
