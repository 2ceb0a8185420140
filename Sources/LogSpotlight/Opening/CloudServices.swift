import AlertSources
import Casefile
import Foundation
import HuntPipeline
import LocalStore
import Locking
import QueryBackends
import Settings
import SignIn
import Transport

/// The services of one workspace. Nothing is sent until one of them is asked.
final class CloudServices: Sendable {
  let name: String
  let workspace: WorkspaceConfiguration
  let addresses: CloudAddresses
  let news = SignInNews()
  /// Kept for this machine: what was read how far, and which tables a service has.
  let store: EmbeddedStore
  let client: HTTPClient
  let tokens: ToldTokens
  let retrying: RetrySurroundings
  let pacers: ServicePacers
  let stops = QueryStops()
  private let analyst: String
  private let office365 = Locked<Office365Source?>(nil)

  /// Nil for a workspace that lies on this machine.
  init?(_ file: ConfigurationFile, store: EmbeddedStore) throws {
    guard let workspace = file.configuration.workspaces[file.workspaceName], workspace.usesCloud else { return nil }
    name = file.workspaceName
    self.workspace = workspace
    self.store = store
    addresses = CloudAddresses(CloudAddresses.Cloud(workspace.cloud), overrides: workspace.endpoints)
    client = HTTPClient()
    retrying = .system()
    pacers = ServicePacers(retrying)
    analyst = file.configuration.analystOnThisMachine
    tokens = ToldTokens(tokens: CloudServices.tokens(file, workspace, addresses, client, news))
  }

  /// A sender to one service. Throws a `Problem` where this cloud has none.
  func sender(
    to service: CloudAddresses.Service, policy: RetryPolicy = RetryPolicy(), tokenCodes: Set<String> = [], pacer: RequestPacer? = nil
  ) throws -> AuthorisedSender {
    guard let address = addresses.address(of: service), let scope = addresses.scope(of: service) else {
      throw Problem(
        "This cloud has no \(service.rawValue) service.", cause: "[workspaces.\(name)] cloud is \(workspace.cloud.rawValue).",
        remedy: "Name its address under [workspaces.\(name).endpoints], or leave the source out.", kind: .usage)
    }
    return AuthorisedSender(
      address: address, scope: scope, tokens: tokens, sender: client, policy: policy, tokenCodes: tokenCodes, surroundings: retrying,
      pacer: pacer)
  }

  /// Writes triage back; nil where no source takes any.
  func triage() throws -> (any AlertTriage)? {
    guard workspace.alerts.contains(where: { $0 == .graph || $0 == .graphIncidents || $0 == .graphLegacy }) else { return nil }
    return GraphTriage(try graph())
  }

  func graph() throws -> GraphConnection {
    GraphConnection(try sender(to: .graph, policy: GraphConnection.retryPolicy, pacer: pacers.graphSecurity))
  }

  /// The source of Office 365, where one was made.
  var madeOffice365: Office365Source? { office365.withLock { $0 } }

  /// The one source of Office 365 of this process: it remembers how far it came.
  func office365(state: Office365State) throws -> Office365Source {
    try office365.withLock { known in
      if let known { return known }
      let source = try office365Source(state: state, timeouts: .list)
      known = source
      return source
    }
  }

  /// Another one, which remembers by itself.
  func office365Source(state: Office365State, timeouts: HTTPRequest.Timeouts) throws -> Office365Source {
    var configuration = Office365Configuration(tenant: workspace.tenantID ?? "")
    configuration.timeouts = timeouts
    let store = self.store
    return try Office365Source(
      configuration, clouds: addresses, tokens: tokens, sender: client, surroundings: retrying, analyst: analyst, state: state,
      keeper: store, stored: { try await store.alerts(bearing: $0) })
  }

  private static func tokens(
    _ file: ConfigurationFile, _ workspace: WorkspaceConfiguration, _ addresses: CloudAddresses, _ client: HTTPClient, _ news: SignInNews
  ) -> Result<any TokenSource, Problem> {
    let signIn = workspace.signIn
    let key = "workspaces.\(file.workspaceName).sign_in.client_secret"
    var configuration = SignInConfiguration(
      workspace: file.workspaceName, method: SignInConfiguration.Method(rawValue: signIn.method.rawValue) ?? .default,
      tenant: workspace.tenantID, clientID: signIn.clientID,
      clientSecret: signIn.clientSecret.map { place in
        { @Sendable () async throws -> String in try await SecretReader.read(place, named: key) }
      },
      certificatePath: signIn.clientCertificate.map(file.sibling), clouds: addresses, desk: news.desk)
    configuration.waits = news.waits
    do {
      if signIn.keepsTokens {
        let folder = try Surroundings().dataFolder() + "/tokens"
        configuration.tokenFile = TokenFile(folder: folder) { Output.note("warning: \($0.description)") }
      }
      return .success(try configuration.tokens(.system(environment: Surroundings().all, sender: client)))
    } catch let problem as Problem {
      return .failure(problem)
    } catch {
      return .failure(Problem("Signing in cannot be set up.", cause: String(describing: error)))
    }
  }
}

extension CloudAddresses.Cloud {
  init(_ cloud: WorkspaceConfiguration.Cloud) {
    switch cloud {
    case .public: self = .public
    case .usGovernment: self = .usGovernment
    case .china: self = .china
    }
  }
}
