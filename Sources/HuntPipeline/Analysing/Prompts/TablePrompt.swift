/// What to look for in each table, one file a table.
enum TablePrompt {
  /// A few sentences for the model; a general one for tables without their own.
  static func focus(of table: String) -> String { focuses[table] ?? general }

  private static let focuses: [String: String] = [
    "DeviceProcessEvents": deviceProcessEvents,
    "DeviceNetworkEvents": deviceNetworkEvents,
    "DeviceLogonEvents": deviceLogonEvents,
    "DeviceFileEvents": deviceFileEvents,
    "DeviceRegistryEvents": deviceRegistryEvents,
    "AlertInfo": alertInfo,
    "AlertEvidence": alertInfo,
    "SecurityAlert": alertInfo,
    "Alerts": alerts,
    "SigninLogs": signinLogs,
    "AuditLogs": auditLogs,
    "AzureActivity": azureActivity,
    "AzureNetworkAnalytics_CL": azureNetworkAnalytics,
  ]

  private static let general = """
    Look for what stands out from the rest: rare values, unusual pairs of account and host, bursts in time, and text that names \
    tools or techniques of intruders.
    """
}
