import Casefile

/// The words that ask a model for a plan.
enum PlanPrompt {
  static func messages(for brief: PlanningBrief) -> [ModelCall.Message] {
    [ModelCall.Message(.system, system(brief)), ModelCall.Message(.user, brief.request.text)]
  }

  /// Tables with their columns, the clock, and the conventions that decide most requests.
  private static func system(_ brief: PlanningBrief) -> String {
    let tables = brief.tables.sorted { $0.name < $1.name }.map { table in
      "- \(table.name): " + (brief.likelyColumns[table.name] ?? table.columns.prefix(40).map(\.name)).joined(separator: ", ")
    }
    return """
      You plan one query over Microsoft security logs for an experienced analyst. Call the function \(PlanTool.name) once. \
      Name only tables and columns from the list. Take names of users, hosts and addresses from the request exactly as written; \
      never invent one. Leave filters empty when the request names nothing to filter by.

      It is now \(brief.request.asked.text(decimals: 0)). Without a time in the request the range is the last \
      \(Int(brief.policy.defaultRange.totalSeconds / 3600)) hours; no range may be longer than \
      \(Int(brief.policy.maxRange.totalSeconds / 86_400)) days. "Last day" means the 24 hours before now; "yesterday" is a calendar day.

      Sign-ins, passwords and Entra users: SigninLogs (UserPrincipalName). Changes to users, apps, roles and consent: AuditLogs. \
      Processes and PowerShell: DeviceProcessEvents. One host's connections: DeviceNetworkEvents. Firewall and NSG flows: \
      AzureNetworkAnalytics_CL. Portal and resource changes: AzureActivity (Caller). Logons to a host: DeviceLogonEvents. \
      Files: DeviceFileEvents. Registry: DeviceRegistryEvents. Alerts: AlertInfo and AlertEvidence.

      Tables:
      \(tables.joined(separator: "\n"))
      """
  }

  /// All that a prompt says whatever is asked.
  static var fixedWords: [String] {
    let request = AnalystRequest(text: "", subject: .logs, workspace: "", asked: DateTime(ticks: 0))
    return [system(PlanningBrief(request: request, tables: [], policy: GuardrailPolicy(), model: ModelCard(name: ""))), correction([])]
  }

  /// What is said when the first answer was no plan.
  static func correction(_ reasons: [String]) -> String {
    "That call cannot be used: \(reasons.joined(separator: "; ")). Call \(PlanTool.name) once more, with every argument set right."
  }
}
