import Casefile

/// Gives the records of Graph's directory lists the columns of the tables that hold them in a workspace.
enum DirectoryRow {
  /// Known fields go to their columns; others keep their name, its first letter made a capital.
  static func row(from item: JSONObject, of kind: GraphList) -> JSONObject {
    var row = JSONObject()
    let names = names(of: kind)
    let moment = times(of: kind).lazy.compactMap { item[$0]?.scalarText }.first
    row["TimeGenerated"] = moment.map { .string($0) } ?? .null
    for (key, value) in item.pairs where !key.contains("@odata") { row[names[key] ?? capitalised(key)] = value }
    switch kind {
    case .signIns: addSignIn(item, to: &row)
    case .directoryAudits: addAudit(item, to: &row)
    default: break
    }
    row["Type"] = .string(kind.table)
    return row
  }

  private static func addSignIn(_ item: JSONObject, to row: inout JSONObject) {
    let json = JSONValue.object(item)
    row["OperationName"] = "Sign-in activity"
    row["Category"] = "SignInLogs"
    row["ResultType"] = .string(json.textAt("status.errorCode") ?? "")
    row["ResultDescription"] = .string(json.textAt("status.failureReason") ?? "")
    row["Location"] = .string(json.textAt("location.countryOrRegion") ?? "")
    row["Identity"] = .string(json.textAt("userDisplayName") ?? "")
  }

  private static func addAudit(_ item: JSONObject, to row: inout JSONObject) {
    row["OperationName"] = item["activityDisplayName"] ?? .string("")
    row["ResultDescription"] = item["resultReason"] ?? .string("")
  }

  private static func times(of kind: GraphList) -> [String] {
    switch kind {
    case .riskDetections: ["detectedDateTime", "activityDateTime", "lastUpdatedDateTime"]
    case .riskyUsers: ["riskLastUpdatedDateTime"]
    case .directoryAudits: ["activityDateTime"]
    default: ["createdDateTime"]
    }
  }

  private static func names(of kind: GraphList) -> [String: String] {
    switch kind {
    case .signIns:
      [
        "ipAddress": "IPAddress", "location": "LocationDetails", "appliedConditionalAccessPolicies": "ConditionalAccessPolicies",
        "riskEventTypes_v2": "RiskEventTypes_V2", "networkLocationDetails": "NetworkLocationDetails",
        "resourceId": "ResourceIdentity",
      ]
    case .directoryAudits: ["operationType": "AADOperationType"]
    default: ["ipAddress": "IpAddress"]
    }
  }

  private static func capitalised(_ key: String) -> String { key.prefix(1).uppercased() + key.dropFirst() }
}
