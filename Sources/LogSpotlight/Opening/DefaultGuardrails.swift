import Casefile
import Foundation
import MicrosoftData
import Settings

/// The guardrails in force: the configured file, or the built-in lists.
enum DefaultGuardrails {
  /// The tables the built-in lists allow.
  static let tables = [
    "DeviceProcessEvents", "DeviceNetworkEvents", "DeviceLogonEvents", "DeviceFileEvents", "DeviceRegistryEvents", "AlertInfo",
    "AlertEvidence", "AzureNetworkAnalytics_CL", "AzureActivity", "SigninLogs", "AuditLogs", "SecurityAlert",
  ]

  /// Columns the built-in lists have beyond those a table's profile names; from the predecessors' lists, checked against the reference.
  private static let further: [String: [String]] = [
    "DeviceLogonEvents": ["LogonType", "Protocol", "FailureReason"],
    "DeviceNetworkEvents": ["LocalIP", "LocalPort", "Protocol"],
    "DeviceRegistryEvents": ["RegistryKey", "RegistryValueName", "RegistryValueData", "RegistryValueType", "PreviousRegistryValueData"],
    "AlertInfo": ["AlertId", "Title", "Severity", "Category", "ServiceSource", "DetectionSource", "AttackTechniques"],
    "AlertEvidence": ["AlertId", "EntityType", "EvidenceRole", "EvidenceDirection", "Title", "Categories", "Severity"],
    "AzureNetworkAnalytics_CL": [
      "FlowType_s", "FlowStatus_s", "FlowDirection_s", "SrcPublicIPs_s", "DestPublicIPs_s", "SrcIP_s", "DestIP_s", "DestPort_d", "VM_s",
      "AllowedInFlows_d", "AllowedOutFlows_d", "DeniedInFlows_d", "DeniedOutFlows_d", "NSGRule_s", "L4Protocol_s", "L7Protocol_s", "SubType_s",
    ],
    "AzureActivity": ["OperationNameValue", "ActivityStatusValue", "ResourceGroup", "Caller", "CallerIpAddress", "Category", "CategoryValue"],
    "SigninLogs": [
      "UserPrincipalName", "OperationName", "Category", "ResultType", "ResultSignature", "ResultDescription", "AppDisplayName", "IPAddress",
      "Location", "LocationDetails", "ClientAppUsed", "UserAgent", "RiskLevelDuringSignIn", "RiskState", "Status", "DeviceDetail",
      "ConditionalAccessStatus", "AuthenticationRequirement",
    ],
    "AuditLogs": [
      "OperationName", "Category", "Result", "ResultDescription", "ResultReason", "InitiatedBy", "TargetResources", "Identity",
      "AdditionalDetails", "LoggedByService", "ActivityDisplayName", "CorrelationId",
    ],
    "SecurityAlert": [
      "AlertName", "DisplayName", "AlertSeverity", "Severity", "Description", "Entities", "ProductName", "ProviderName", "SystemAlertId", "Status",
      "Tactics", "Techniques", "CompromisedEntity", "StartTime", "EndTime",
    ],
  ]

  /// The built-in lists: the predecessors' tables and fields, with the empty lists filled and AuditLogs allowed.
  static var policy: GuardrailPolicy {
    var lists: [String: GuardrailPolicy.Fields] = [:]
    for name in tables {
      guard let schema = TableReference.standard.schema(named: name) else { continue }
      let profile = TableReference.standard.profile(of: name) ?? TableProfile(guessing: schema)
      let groups = [profile.fields, profile.hosts, profile.users, profile.addresses, profile.ports, profile.urls, profile.hashes]
      let wanted = Set(groups.flatMap { $0 } + profile.commands + profile.files + (further[name] ?? []))
        .union(["TimeGenerated", "Timestamp", "ActionType", "DeviceName", "AccountName"])
      lists[name] = .only(wanted.intersection(schema.columns.map(\.name)))
    }
    return GuardrailPolicy(tables: lists)
  }

  /// The policy of a workspace. Tables that somebody imported into the embedded store are open: they are on this machine already.
  static func policy(_ file: ConfigurationFile, imported: [TableSchema]) throws -> GuardrailPolicy {
    if let name = file.configuration.guardrailsFile {
      let path = file.sibling(name)
      guard let data = FileManager.default.contents(atPath: path) else {
        throw Problem("The guardrails file \(path) cannot be read.", cause: "guardrails.file names it.", remedy: "Write it, or take the line out.", kind: .usage)
      }
      let (policy, warnings) = try GuardrailPolicy.reading(String(decoding: data, as: UTF8.self), file: path)
      for warning in warnings { Output.note("warning: \(warning.description)") }
      return policy
    }
    var policy = policy
    for schema in imported where policy.tables?[schema.name] == nil { policy.tables?[schema.name] = .all }
    return policy
  }
}
