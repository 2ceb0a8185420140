import Casefile
import HuntPipeline
import LocalStore
import Locking
import Settings
import SignIn
import Transport

/// The services of one workspace, signed in when they are first asked.
final class CloudServices: Sendable {
  let workspace: WorkspaceConfiguration
  let addresses: CloudAddresses

  /// Nil for a workspace that lies on this machine.
  init?(_ file: ConfigurationFile) throws {
    guard let workspace = file.configuration.workspaces[file.workspaceName], workspace.usesCloud else { return nil }
    self.workspace = workspace
    addresses = CloudAddresses(CloudAddresses.Cloud(workspace.cloud), overrides: workspace.endpoints)
  }

  /// Where the workspace's queries run.
  func backend(beside local: StoreBackend) throws -> any QueryBackend & SchemaSource { local }
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
