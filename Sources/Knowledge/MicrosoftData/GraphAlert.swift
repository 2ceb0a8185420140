package import Casefile

/// Reads alerts as Microsoft Graph gives them under `/security/alerts_v2`.
package enum GraphAlert {
  /// Reads one alert; only what is no object at all is refused by the callers, everything inside may be missing.
  package static func alert(from json: JSONValue, source: String) -> Alert {
    let raw = json.text
    let created = json.momentAt("createdDateTime")
    let first = json.momentAt("firstActivityDateTime")
    let updated = json.momentAt("lastUpdateDateTime")
    var alert = Alert(
      id: json.firstText("id", "providerAlertId") ?? StableID.of(raw), source: source,
      title: json.firstText("title", "threatDisplayName", "category") ?? "(no title)",
      summary: json.textAt("description") ?? "", severity: Severity(reading: json.textAt("severity") ?? ""),
      status: GraphWords.status(json.textAt("status")), category: category(of: json),
      techniques: json.at("mitreTechniques")?.texts ?? [],
      product: json.firstText("productName", "serviceSource", "detectionSource") ?? "",
      created: created ?? first ?? updated ?? DateTime.minimum, updated: updated, firstActivity: first,
      lastActivity: json.momentAt("lastActivityDateTime"))
    alert.classification = GraphWords.classification(json.textAt("classification"))
    alert.determination = GraphWords.determination(json.textAt("determination"))
    alert.assignedTo = json.textAt("assignedTo") ?? ""
    alert.incidentID = json.textAt("incidentId") ?? ""
    alert.webLink = json.firstText("alertWebUrl", "incidentWebUrl") ?? ""
    alert.recommendedActions = json.at("recommendedActions")?.texts.joined(separator: "\n") ?? ""
    alert.entities = EvidenceReader.entities(of: json.at("evidence")?.array ?? [])
    alert.comments = AlertComments.of(json)
    alert.raw = raw
    return alert
  }

  private static func category(of json: JSONValue) -> String {
    json.textAt("category") ?? json.at("categories")?.texts.joined(separator: ", ") ?? ""
  }
}

/// An id for a record that has none, the same whenever the same record is read again.
enum StableID {
  static func of(_ text: String) -> String {
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return "unnamed-" + String(hash, radix: 16)
  }
}
