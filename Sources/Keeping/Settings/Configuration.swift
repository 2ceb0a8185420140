package import Casefile

/// Everything the analyst may choose (CONTRACTS §3), with the defaults that hold without a file.
package struct Configuration: Equatable, Sendable {
  package enum TimeZone: String, CaseIterable, Sendable {
    case utc = "UTC"
    case local
  }

  package struct Retention: Equatable, Sendable {
    package var resultSetsDays = 30
    package var maxGigabytes = 5.0
  }

  /// Nil opens the sample workspace.
  package var defaultWorkspace: String?
  package var theme = "dusk"
  package var timeZone = TimeZone.utc
  package var workspaces: [String: WorkspaceConfiguration] = [:]
  package var models: [String: ModelConfiguration] = [:]
  package var budget = Budget()
  package var pseudonyms = PseudonymPolicy.whenLeaving
  /// Path of the guardrails file, relative to the configuration; nil takes the built-in lists.
  package var guardrailsFile: String?
  package var ruleFolders: [String] = []
  /// Seconds between two reads of the alert list; 0 for none.
  package var refreshSeconds = 60
  /// Whether a refresh that brings alerts of high severity rings the terminal's bell.
  package var refreshRings = false
  /// Who `assigned:me` is; nil takes the name one is logged in with.
  package var analyst: String?
  package var retention = Retention()
  /// Command name to key, as written.
  package var keys: [String: String] = [:]
  /// Name of a context list to the path of its CSV.
  package var context: [String: String] = [:]

  package init() {}
}

/// One workspace: where its alerts and rows come from and which models may see them.
package struct WorkspaceConfiguration: Equatable, Sendable {
  package enum AlertOrigin: String, CaseIterable, Sendable {
    case graph
    case graphLegacy = "graph-legacy"
    case graphIncidents = "graph-incidents"
    case office365
    case store
  }

  package enum QueryOrigin: String, CaseIterable, Sendable {
    case logAnalytics = "log-analytics"
    case dataExplorer = "data-explorer"
    case advancedHunting = "advanced-hunting"
    case store
  }

  package enum Cloud: String, CaseIterable, Sendable {
    case `public`
    case usGovernment = "us-government"
    case china
  }

  package struct SignIn: Equatable, Sendable {
    package enum Method: String, CaseIterable, Sendable {
      case `default`
      case clientSecret = "client-secret"
      case clientCertificate = "client-certificate"
      case deviceCode = "device-code"
      case managedIdentity = "managed-identity"
      case azureCLI = "azure-cli"
      case workloadIdentity = "workload-identity"
    }

    package var method = Method.default
    package var clientID: String?
    package var clientSecret: SecretPlace?
    /// A PEM file with key and certificate, as written.
    package var clientCertificate: String?
    /// Whether tokens may stay on disk between two runs.
    package var keepsTokens = false
  }

  package var alerts: [AlertOrigin] = [.store]
  package var query = QueryOrigin.store
  package var tenantID: String?
  package var workspaceIDs: [String] = []
  package var cluster: String?
  package var database: String?
  package var cloud = Cloud.public
  /// Names under [models] this workspace's data may go to, best liked first; empty means the offline analyst only.
  package var models: [String] = []
  package var isReadOnly = true
  package var signIn = SignIn()
  /// Host overrides by service: login, graph, log_analytics, data_explorer, office365.
  package var endpoints: [String: String] = [:]
}

/// One model: who serves it, under which name, and what the catalogue does not know.
package struct ModelConfiguration: Equatable, Sendable {
  package enum Provider: String, CaseIterable, Sendable {
    case openAI = "openai"
    case azureOpenAI = "azure-openai"
    case compatible
    case anthropic
    case offline
  }

  package var provider = Provider.offline
  package var name = ""
  package var baseURL: String?
  package var deployment: String?
  package var apiKey: SecretPlace?
  package var tier: String?
  package var price: ModelCard.Price?
  /// Calls are accepted although nobody knows what they cost and a budget is set.
  package var acceptsUnknownPrice = false
  package var context: Int?
  package var maxOutput: Int?
  package var encoding: ModelCard.Encoding?
}
