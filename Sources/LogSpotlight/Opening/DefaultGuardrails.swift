import Casefile
import Foundation
import Settings

/// The guardrails in force: the configured file, or the built-in lists.
enum DefaultGuardrails {
  /// The tables the built-in lists allow.
  static let tables = [
    "DeviceProcessEvents", "DeviceNetworkEvents", "DeviceLogonEvents", "DeviceFileEvents", "DeviceRegistryEvents", "AlertInfo",
    "AlertEvidence", "AzureNetworkAnalytics_CL", "AzureActivity", "SigninLogs", "AuditLogs", "SecurityAlert",
  ]

  /// The built-in lists: the predecessors' tables, with AuditLogs allowed and every field list filled from the reference.
  static var policy: GuardrailPolicy {
    GuardrailPolicy(tables: Dictionary(uniqueKeysWithValues: tables.map { ($0, .all) }))
  }

  /// The policy of a workspace. Tables that somebody imported into the embedded store are open: they are on this machine already. So is
  /// every table of a Data Explorer database that the workspace names: the built-in lists are of another service's tables.
  static func policy(_ file: ConfigurationFile, imported: [TableSchema]) throws -> GuardrailPolicy {
    if let name = file.configuration.guardrailsFile {
      let path = file.sibling(name)
      guard let data = FileManager.default.contents(atPath: path) else {
        throw Problem(
          "The guardrails file \(path) cannot be read.", cause: "guardrails.file names it.", remedy: "Write it, or take the line out.",
          kind: .usage)
      }
      let (policy, warnings) = try GuardrailPolicy.reading(String(decoding: data, as: UTF8.self), file: path)
      for warning in warnings { Output.note("warning: \(warning.description)") }
      return policy
    }
    if file.configuration.workspaces[file.workspaceName]?.query == .dataExplorer { return GuardrailPolicy() }
    var policy = policy
    for schema in imported where policy.tables?[schema.name] == nil { policy.tables?[schema.name] = .all }
    return policy
  }
}
