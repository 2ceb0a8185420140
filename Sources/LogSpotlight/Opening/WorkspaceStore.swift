import Casefile
import Foundation
import LocalStore
import Settings
import Transport

/// Which file holds the alerts and rows of a workspace.
///
/// Workspaces that live on this machine share one store. A workspace of the cloud has a file of its own beside it: what was fetched for
/// one customer is never listed, queried or purged with another's.
enum WorkspaceStore {
  static func path(_ file: ConfigurationFile, _ common: CommonOptions) throws -> String {
    let shared = try Surroundings().storePath(common.store)
    guard let workspace = file.configuration.workspaces[file.workspaceName], workspace.usesCloud else { return shared }
    let url = URL(fileURLWithPath: shared)
    let stem = url.deletingPathExtension().lastPathComponent
    return url.deletingLastPathComponent().appendingPathComponent("\(stem)-\(fileName(file.workspaceName)).sqlite").path
  }

  /// The same for a command that opens no workspace.
  static func path(_ common: CommonOptions) throws -> String { try path(try ConfigurationFile.open(common, tells: false), common) }

  static func open(_ file: ConfigurationFile, _ common: CommonOptions, ledger: EmbeddedStore) throws -> EmbeddedStore {
    let (own, shared) = (try path(file, common), try Surroundings().storePath(common.store))
    return own == shared ? ledger : try EmbeddedStore(at: own)
  }

  /// The name with everything but letters, digits, `_` and `-` written as its bytes, so that two names never share a file.
  private static func fileName(_ name: String) -> String { PercentEncoding.encoded(name, keeping: "-_") }
}

extension WorkspaceConfiguration {
  /// Whether any of its alerts or rows come from a service.
  var usesCloud: Bool { query != .store || alerts.contains { $0 != .store } }
}
