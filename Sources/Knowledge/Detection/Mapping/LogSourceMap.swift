import Casefile
import MicrosoftData

/// Which tables hold the events of a rule's log source.
enum LogSourceMap {
  /// A table, and the values of a column that its rows must have to be such events.
  struct Target: Equatable, Sendable {
    var table: String
    var column: String?
    var values: [String] = []
  }

  /// No target when no table holds such events.
  static func targets(of source: SigmaRule.LogSource) -> [Target] {
    let service = source.service.lowercased()
    if let table = TableReference.standard.schema(named: source.service) { return [Target(table: table.name)] }
    switch source.category.lowercased() {
    case "": break
    case let category: return targets(ofCategory: category, source)
    }
    switch (source.product.lowercased(), service) {
    case ("windows", "security"): return [Target(table: "SecurityEvent")]
    case ("windows", "windefend"):
      return [Target(table: "DeviceEvents", column: "ActionType", values: ["AntivirusDetection"]), Target(table: "Event")]
    case ("windows", "system"):
      return [
        Target(table: "DeviceEvents", column: "ActionType", values: ["ServiceInstalled", "EventLogCleared"]), Target(table: "Event"),
      ]
    case ("windows", "powershell"): return [events("PowerShellCommand")]
    case ("azure", "signinlogs"): return [Target(table: "SigninLogs"), Target(table: "AADNonInteractiveUserSignInLogs")]
    case ("azure", "auditlogs"): return [Target(table: "AuditLogs")]
    case ("azure", "activitylogs"), ("azure", "azureactivity"): return [Target(table: "AzureActivity")]
    case ("azure", "riskdetection"), ("azure", "pim"): return [Target(table: "AADUserRiskEvents")]
    case ("m365", _): return [Target(table: "OfficeActivity"), Target(table: "CloudAppEvents")]
    default: return []
    }
  }

  private static func targets(ofCategory category: String, _ source: SigmaRule.LogSource) -> [Target] {
    switch category {
    case "process_creation":
      return [Target(table: "DeviceProcessEvents"), Target(table: "SecurityEvent", column: "EventID", values: ["4688"])]
    case "network_connection": return [Target(table: "DeviceNetworkEvents")]
    case "firewall": return [Target(table: "DeviceNetworkEvents"), Target(table: "CommonSecurityLog")]
    case "file_event", "file_change", "file_rename":
      return [
        Target(
          table: "DeviceFileEvents", column: "ActionType", values: ["FileCreated", "FileModified", "FileRenamed", "FileStreamCreated"])
      ]
    case "file_delete": return [Target(table: "DeviceFileEvents", column: "ActionType", values: ["FileDeleted"])]
    case "file_access": return [Target(table: "DeviceFileEvents")]
    case "create_stream_hash": return [Target(table: "DeviceFileEvents", column: "ActionType", values: ["FileStreamCreated"])]
    case "registry_set": return [Target(table: "DeviceRegistryEvents", column: "ActionType", values: ["RegistryValueSet"])]
    case "registry_add":
      return [Target(table: "DeviceRegistryEvents", column: "ActionType", values: ["RegistryKeyCreated", "RegistryValueSet"])]
    case "registry_delete":
      return [Target(table: "DeviceRegistryEvents", column: "ActionType", values: ["RegistryKeyDeleted", "RegistryValueDeleted"])]
    case "registry_event", "registry_rename": return [Target(table: "DeviceRegistryEvents")]
    case "image_load": return [Target(table: "DeviceImageLoadEvents")]
    case "dns_query", "dns":
      return [events("DnsQueryResponse"), Target(table: "DeviceNetworkEvents", column: "ActionType", values: ["DnsConnectionInspected"])]
    case "ps_script", "ps_module", "ps_classic_start", "ps_classic_provider_start", "ps_classic_script":
      return [events("PowerShellCommand")]
    case "pipe_created": return [events("NamedPipeEvent")]
    case "process_access": return [events("OpenProcessApiCall")]
    case "create_remote_thread": return [events("CreateRemoteThreadApiCall")]
    case "process_tampering": return [events("ProcessTampering", "NtMapViewOfSectionRemoteApiCall")]
    case "driver_load": return [events("DriverLoad")]
    case "wmi_event": return [events("WmiBindEventFilterToConsumer", "WmiEventFilterOrConsumer")]
    case "antivirus": return [events("AntivirusDetection", "AntivirusReport")]
    default: return []
    }
  }

  private static func events(_ actions: String...) -> Target { Target(table: "DeviceEvents", column: "ActionType", values: actions) }
}
