/// What to look for in each table, one file a table.
enum TablePrompt {
  /// A few sentences for the model; a general one for tables without their own.
  /// What to look for in rows of these tables; of many, the first three that have words of their own.
  static func focus(of tables: [String]) -> String {
    let known = tables.compactMap { focuses[$0] }
    return known.isEmpty ? general : known.prefix(3).joined(separator: " ")
  }

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
