package import Casefile

/// Records as Graph keeps them, generated: each differs from the others, and the same number is always the same record.
package enum LoopbackGraphRecords {
  /// The moment of the first alert.
  package static let start = DateTime("2026-11-01T00:00:00Z") ?? .minimum
  private static let severities = ["informational", "low", "medium", "high"]
  private static let statuses = ["new", "inProgress", "resolved"]

  /// Alert number `number`; the later the number, the later it was created. Updates come in another order.
  package static func alert(_ number: Int, updated: DateTime? = nil, incident: String? = nil) -> JSONObject {
    let created = start + .minutes(Double(number))
    let change = updated ?? start + .hours(200) + .seconds(Double((number * 7919) % 10_007))
    return [
      "@odata.type": "#microsoft.graph.security.alert", "id": .string("da\(number)_-1"), "providerAlertId": .string("p\(number)"),
      "incidentId": .string(incident ?? String(number / 3 + 1)), "status": .string(statuses[number % 3]),
      "severity": .string(severities[number % 4]), "classification": nil, "determination": nil,
      "serviceSource": .string(number % 2 == 0 ? "microsoftDefenderForEndpoint" : "microsoftDefenderForIdentity"),
      "detectionSource": "antivirus", "title": .string("Suspicious act \(number)"), "description": "Something was seen.",
      "category": "Execution", "assignedTo": number % 5 == 0 ? "o'neill@contoso.com" : nil,
      "mitreTechniques": .array([.string(number % 2 == 0 ? "T1059.001" : "T1003")]),
      "alertWebUrl": .string("https://security.microsoft.com/alerts/da\(number)"), "createdDateTime": .string(created.text(decimals: 7)),
      "lastUpdateDateTime": .string(change.text(decimals: 7)), "comments": [],
      "evidence": [
        [
          "@odata.type": "#microsoft.graph.security.deviceEvidence", "deviceDnsName": .string("ws-\(number % 17).contoso.com"),
          "verdict": "suspicious", "remediationStatus": "none", "roles": [],
        ]
      ],
    ]
  }

  /// Incident `number` with its alerts beside it.
  package static func incident(_ number: Int, alerts: [JSONObject]) -> JSONObject {
    let created = start + .minutes(Double(number))
    return [
      "@odata.type": "#microsoft.graph.security.incident", "id": .string(String(number)),
      "incidentWebUrl": .string("https://security.microsoft.com/incidents/\(number)"), "redirectIncidentId": nil,
      "displayName": .string("Incident \(number) on several hosts"), "createdDateTime": .string(created.text(decimals: 7)),
      "lastUpdateDateTime": .string((created + .hours(1)).text(decimals: 7)), "assignedTo": nil, "classification": "Unknown",
      "determination": "Unknown", "status": "Active", "severity": "Medium", "customTags": [], "comments": [],
      "alerts": .array(alerts.map { .object($0) }),
    ]
  }

  /// A legacy alert.
  package static func legacyAlert(_ number: Int) -> JSONObject {
    let created = start + .minutes(Double(number))
    return [
      "id": .string("legacy-\(number)"), "title": .string("Old act \(number)"), "severity": "high", "status": "newAlert",
      "category": "credentialTheft", "feedback": nil, "assignedTo": nil, "comments": ["first look"],
      "createdDateTime": .string(created.text(decimals: 0)), "eventDateTime": .string(created.text(decimals: 0)),
      "lastModifiedDateTime": .string(created.text(decimals: 0)),
      "vendorInformation": ["provider": "IPC", "providerVersion": nil, "subProvider": nil, "vendor": "Microsoft"],
    ]
  }
}
