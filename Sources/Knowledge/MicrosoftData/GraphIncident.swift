package import Casefile

/// Reads incidents as Microsoft Graph gives them under `/security/incidents`, with or without their alerts.
package struct GraphIncident: Sendable {
  /// The incident's own record, without its alerts.
  package let record: JSONObject
  private let alertRecords: [JSONValue]

  /// Reads one incident; anything inside may be missing.
  package init(_ object: JSONObject) {
    alertRecords = (object["alerts"]?.array ?? []).filter { $0.object != nil }
    var record = object
    record["alerts"] = nil
    self.record = record
  }

  /// The service's id; empty where it gave none.
  package var id: String { JSONValue.object(record).textAt("id") ?? "" }
  package var created: DateTime? { JSONValue.object(record).momentAt("createdDateTime") }
  /// The incident it was merged into; nil as a rule.
  package var redirect: String? { JSONValue.object(record).textAt("redirectIncidentId") }
  /// True where its alerts came with it.
  package var hasAlerts: Bool { !alertRecords.isEmpty }

  /// Its alerts as they came with it, each knowing the incident. `source` is noted in them.
  package func alerts(source: String) -> [Alert] { alertRecords.map { alert($0, source: source) } }

  /// One of its alerts that came by another way.
  package func alert(_ json: JSONValue, source: String) -> Alert {
    var object = json.object ?? JSONObject()
    object["incident"] = .object(summary)
    if JSONValue.object(object).textAt("incidentId") == nil { object["incidentId"] = .string(redirect ?? id) }
    return GraphAlert.alert(from: .object(object), source: source)
  }

  /// What an alert's record keeps of the incident.
  private var summary: JSONObject {
    var summary = JSONObject()
    for key in ["id", "displayName", "status", "severity", "redirectIncidentId"] {
      if let value = record[key], value != .null { summary[key] = value }
    }
    return summary
  }

  /// The incident itself as one alert, for where no alerts came with it.
  package func alert(source: String) -> Alert {
    let json = JSONValue.object(record)
    let raw = json.text
    let updated = json.momentAt("lastUpdateDateTime")
    var alert = Alert(
      id: json.textAt("id") ?? StableID.of(raw), source: source, title: json.textAt("displayName") ?? "(incident without a name)",
      summary: json.firstText("description", "summary") ?? "", severity: Severity(reading: json.textAt("severity") ?? ""),
      status: GraphWords.status(json.textAt("status")), product: "incident",
      created: json.momentAt("createdDateTime") ?? updated ?? DateTime.minimum, updated: updated)
    alert.classification = GraphWords.classification(json.textAt("classification"))
    alert.determination = GraphWords.determination(json.textAt("determination"))
    alert.assignedTo = json.textAt("assignedTo") ?? ""
    alert.incidentID = redirect ?? alert.id
    alert.webLink = json.textAt("incidentWebUrl") ?? ""
    if let redirect { alert.recommendedActions = "This incident was merged into incident \(redirect); go on there." }
    alert.comments = AlertComments.of(json)
    alert.raw = raw
    return alert
  }
}

/// The words of Graph's enumerations in the case of its metadata; documentation and service do not agree about it.
enum GraphWords {
  private static let statuses = spellings("new", "inProgress", "resolved", "active", "redirected", "awaitingAction", "unknown")
  private static let classifications = spellings("falsePositive", "truePositive", "informationalExpectedActivity", "benignPositive")
  private static let determinations = spellings(
    "apt", "malware", "securityPersonnel", "securityTesting", "unwantedSoftware", "other", "multiStagedAttack", "compromisedAccount",
    "phishing", "maliciousUserActivity", "notMalicious", "notEnoughDataToValidate", "confirmedActivity", "lineOfBusinessApplication",
    "unknownFutureValue")

  static func status(_ text: String?) -> String { text.map { statuses[$0.lowercased()] ?? $0 } ?? "unknown" }

  /// Services write `unknown` where nobody has judged yet.
  static func classification(_ text: String?) -> String { judged(text, classifications) }
  static func determination(_ text: String?) -> String { judged(text, determinations) }

  private static func judged(_ text: String?, _ known: [String: String]) -> String {
    guard let text, text.lowercased() != "unknown" else { return "" }
    return known[text.lowercased()] ?? text
  }

  private static func spellings(_ words: String...) -> [String: String] {
    Dictionary(words.map { ($0.lowercased(), $0) }) { first, _ in first }
  }
}
