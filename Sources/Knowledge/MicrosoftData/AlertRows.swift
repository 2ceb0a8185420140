import AttackCatalogue
package import Casefile

/// The rows that a stored alert shows in the tables AlertInfo, AlertEvidence and SecurityAlert.
package enum AlertRows {
  /// The names of the tables that stored alerts fill.
  package static let tables = ["AlertInfo", "AlertEvidence", "SecurityAlert"]

  /// The alert's rows in one of `tables`, columns by name and already typed; columns that are not named are null.
  package static func rows(of alert: Alert, in table: String) -> [[String: Value]] {
    switch table {
    case "AlertInfo": [info(alert)]
    case "AlertEvidence": alert.entities.map { evidence($0, of: alert) }
    case "SecurityAlert": [securityAlert(alert)]
    default: []
    }
  }

  /// `["PowerShell (T1059.001)"]`, as AlertInfo and AlertEvidence write techniques.
  static func techniqueText(_ ids: [String]) -> String {
    guard !ids.isEmpty else { return "" }
    let names = ids.map { id -> JSONValue in
      AttackMatrix.enterprise.technique(id: id).map { .string("\($0.name) (\($0.id))") } ?? .string(id)
    }
    return JSONValue.array(names).text
  }

  private static func info(_ alert: Alert) -> [String: Value] {
    let raw = try? JSONValue(parsing: alert.raw)
    var row = common(alert, table: "AlertInfo")
    row["Title"] = .string(alert.title)
    row["Category"] = .string(alert.category)
    row["Severity"] = .string(severity(alert))
    row["ServiceSource"] = .string(alert.product)
    row["DetectionSource"] = .string(raw?.textAt("detectionSource") ?? "")
    row["AttackTechniques"] = .string(techniqueText(alert.techniques))
    row["TenantId"] = .string(raw?.firstText("tenantId", "azureTenantId", "TenantId") ?? "")
    return row
  }

  private static func securityAlert(_ alert: Alert) -> [String: Value] {
    let raw = try? JSONValue(parsing: alert.raw)
    var row = common(alert, table: "SecurityAlert")
    row["DisplayName"] = .string(alert.title)
    row["AlertName"] = .string(alert.title)
    row["AlertSeverity"] = .string(severity(alert))
    row["Description"] = .string(alert.summary)
    row["ProductName"] = .string(alert.product)
    row["ProviderName"] = .string(raw?.firstText("serviceSource", "ProviderName", "vendorInformation.provider") ?? alert.product)
    row["VendorName"] = .string(raw?.firstText("VendorName", "vendorInformation.vendor") ?? "Microsoft")
    row["VendorOriginalId"] = .string(raw?.firstText("providerAlertId", "VendorOriginalId", "ProviderAlertId") ?? alert.id)
    row["SystemAlertId"] = .string(alert.id)
    row["Status"] = .string(alert.status.prefix(1).uppercased() + alert.status.dropFirst())
    row["StartTime"] = (alert.firstActivity ?? alert.created).value
    row["EndTime"] = (alert.lastActivity ?? alert.created).value
    row["ProcessingEndTime"] = (alert.updated ?? alert.created).value
    row["RemediationSteps"] = .string(alert.recommendedActions)
    row["AlertLink"] = .string(alert.webLink)
    row["Tactics"] = .string(alert.category)
    row["Techniques"] = .string(list(alert.techniques.map { String($0.prefix { $0 != "." }) }))
    row["SubTechniques"] = .string(list(alert.techniques.filter { $0.contains(".") }))
    row["CompromisedEntity"] = .string(raw?.textAt("CompromisedEntity") ?? alert.principalEntity?.label ?? "")
    row["IsIncident"] = .bool(false)
    row["Entities"] = .string(entities(alert, raw))
    row["ExtendedProperties"] = .string(raw?.at("ExtendedProperties").map { $0.scalarText ?? $0.text } ?? "")
    return row
  }

  static func common(_ alert: Alert, table: String) -> [String: Value] {
    ["TimeGenerated": alert.created.value, "Timestamp": alert.created.value, "AlertId": .string(alert.id), "Type": .string(table)]
      .filter { table != "SecurityAlert" || !["Timestamp", "AlertId"].contains($0.key) }
  }

  static func severity(_ alert: Alert) -> String { alert.severity.rawValue.prefix(1).uppercased() + alert.severity.rawValue.dropFirst() }

  private static func list(_ ids: [String]) -> String {
    var seen: Set<String> = []
    let unique = ids.filter { seen.insert($0).inserted }
    return unique.isEmpty ? "" : JSONValue.array(unique.map { .string($0) }).text
  }

  /// A row of Sentinel's own keeps its entities as they came; others show ours.
  private static func entities(_ alert: Alert, _ raw: JSONValue?) -> String {
    if let own = raw?.at("Entities") { return own.scalarText ?? own.text }
    let items = alert.entities.map { entity -> JSONValue in
      var object = JSONObject()
      object["Type"] = .string(entity.kind.rawValue)
      object["Name"] = .string(entity.label)
      for detail in entity.details where detail.name != "type" { object[detail.name] = .string(detail.value) }
      return .object(object)
    }
    return JSONValue.array(items).text
  }
}

extension DateTime {
  /// As a cell; the moment that stands for "no time given" is null.
  fileprivate var value: Value { self == DateTime.minimum ? .null : .datetime(self) }
}
