import Casefile
import HuntPipeline
import LocalStore
import QueryBackends
import Settings
import SignIn
import Workbench

extension CloudServices {
  /// Where the workspace's queries run: the service, and this machine for the tables that only it has.
  func backend(beside local: StoreBackend) throws -> any QueryBackend & SchemaSource {
    let clock = SystemClock()
    switch workspace.query {
    case .store: return local
    case .logAnalytics:
      guard let first = workspace.workspaceIDs.first else { throw missing("workspace_ids") }
      let sender = try sender(
        to: .logAnalytics, policy: LogAnalyticsBackend.retryPolicy, tokenCodes: LogAnalyticsBackend.tokenCodes, pacer: pacers.logAnalytics)
      return ServiceAndStore(
        service: LogAnalyticsBackend(.init(workspaces: workspace.workspaceIDs), sender: sender, surroundings: retrying),
        schemas: SchemaKeeper(LogAnalyticsSchemas(sender: sender, workspace: first), cache: StoredSchemas(store: store), clock: clock),
        store: local)
    case .advancedHunting:
      let sender = try sender(to: .graph, policy: HuntingBackend.retryPolicy, pacer: pacers.hunting)
      return ServiceAndStore(
        service: try HuntingBackend(cloud: CloudAddresses.Cloud(workspace.cloud), sender: sender, surroundings: retrying),
        schemas: SchemaKeeper(AdvancedHuntingSchemas(sender: sender), cache: StoredSchemas(store: store), clock: clock), store: local)
    case .dataExplorer:
      let backend = try dataExplorer()
      return ServiceAndStore(
        service: backend, schemas: SchemaKeeper(DataExplorerSchemas(backend), cache: StoredSchemas(store: store), clock: clock),
        store: local)
    }
  }

  /// The same for people, before anything is asked.
  var queryPlace: String {
    switch workspace.query {
    case .store: Wording.localStore
    case .logAnalytics: Wording.logAnalytics(workspace.workspaceIDs)
    case .advancedHunting: Wording.advancedHunting
    case .dataExplorer: Wording.dataExplorer(workspace.cluster ?? "", workspace.database ?? "")
    }
  }

  private func dataExplorer() throws -> DataExplorerBackend {
    let place = try cluster()
    let signIn = KustoSignIn(place.address, own: place.scope, clouds: addresses, sender: client, surroundings: retrying)
    let sender = AuthorisedSender(
      address: place.address, asking: { try await signIn.scope() }, tokens: tokens, sender: client, surroundings: retrying)
    return DataExplorerBackend(place, sender: sender, surroundings: retrying, stops: stops)
  }

  /// The database that the workspace names. Throws a `Problem` that says what is missing or wrong.
  func cluster() throws -> KustoCluster {
    guard let cluster = workspace.cluster else { throw missing("cluster") }
    guard let database = workspace.database else { throw missing("database") }
    let override = workspace.endpoints[CloudAddresses.Service.dataExplorer.rawValue]
    if override == nil { try addresses.checkKusto(cluster) }
    guard let place = KustoCluster(cluster, database: database, address: override) else {
      throw Problem(
        "The cluster is no address.", cause: "[workspaces.\(name)] cluster is \(cluster).",
        remedy: "Write it as https://NAME.REGION.kusto.windows.net.",
        kind: .usage)
    }
    return place
  }

  private func missing(_ key: String) -> Problem {
    Problem(
      "The workspace '\(name)' does not say where its queries run.", cause: "[workspaces.\(name)] \(key) is not set.",
      remedy: "Set it in the configuration.", kind: .usage)
  }
}
