import Casefile

/// One alert of the sample, on its way to a Graph `alerts_v2` body.
struct SampleAlert {
  var title: String
  var summary: String
  var severity: String
  var category: String
  var techniques: [String]
  var product: (service: String, detection: String)
  var created: DateTime
  var evidence: [JSONValue]
  var status = "new"
  var classification: String?
  var determination: String?
  var assignee: String?
  var incident: Int
  var advice = "Validate the alert, look for the same indicators elsewhere, and contain what is affected."

  static let endpoint = ("microsoftDefenderForEndpoint", "microsoftDefenderForEndpoint")
  static let antivirus = ("microsoftDefenderForEndpoint", "antivirus")
  static let identity = ("microsoftDefenderForIdentity", "microsoftDefenderForIdentity")
  static let entra = ("azureAdIdentityProtection", "azureAdIdentityProtection")
  static let apps = ("microsoftDefenderForCloudApps", "microsoftDefenderForCloudApps")
  static let mail = ("microsoftDefenderForOffice365", "microsoftDefenderForOffice365")
  static let cloud = ("microsoftDefenderForCloud", "microsoftDefenderForServers")

  /// The body, as the service would send it; `place` makes its id, the same each time the sample is made.
  func body(_ place: Int) -> JSONValue {
    var random = SampleRandom(name: "alert/\(place)")
    let id = "da" + String(random.number(100_000_000...999_999_999)) + "_" + String(random.number(100_000_000...999_999_999))
    let web = "https://security.microsoft.com/alerts/\(id)?tid=\(SampleCompany.tenant)"
    let resolved: JSONValue = status == "resolved" ? .string((created + .hours(5)).text(decimals: 7)) : nil
    return [
      "@odata.type": "#microsoft.graph.security.alert", "id": .string(id), "providerAlertId": .string(id),
      "incidentId": .string(String(incident)), "status": .string(status), "severity": .string(severity),
      "classification": classification.map(JSONValue.string) ?? nil, "determination": determination.map(JSONValue.string) ?? nil,
      "serviceSource": .string(product.service), "detectionSource": .string(product.detection),
      "detectorId": .string(SampleCompany.guid("detector/" + title)), "tenantId": .string(SampleCompany.tenant), "title": .string(title),
      "description": .string(summary), "recommendedActions": .string(advice), "category": .string(category),
      "assignedTo": assignee.map(JSONValue.string) ?? nil, "alertWebUrl": .string(web),
      "incidentWebUrl": .string("https://security.microsoft.com/incidents/\(incident)?tid=\(SampleCompany.tenant)"),
      "actorDisplayName": nil, "threatDisplayName": nil, "threatFamilyName": nil,
      "mitreTechniques": .array(techniques.map(JSONValue.string)), "createdDateTime": .string(created.text(decimals: 7)),
      "lastUpdateDateTime": .string((created + .minutes(6)).text(decimals: 7)), "resolvedDateTime": resolved,
      "firstActivityDateTime": .string((created - .minutes(9)).text(decimals: 7)),
      "lastActivityDateTime": .string((created - .minutes(2)).text(decimals: 7)), "comments": [], "evidence": .array(evidence),
    ]
  }
}
