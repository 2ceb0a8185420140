package import Casefile

/// Audit records that stand in the list of alerts: alerts of the compliance and Defender portals, what Defender for Office 365 found in
/// mail, links and files, and matches of rules against data loss. All other records are rows only.
package enum Office365Alert {
  /// Nil for records that are rows only.
  package static func alert(from record: Office365Record, source: String) -> Alert? {
    switch Office365Words.standard.entry(record.object["RecordType"]) {
    case .alert: portalAlert(record, source)
    case .threat: threat(record, source)
    case .dlp: dataLoss(record, source)
    case nil: nil
    }
  }

  /// One alert of two records that bear its id: what is newer counts, what either is about is kept.
  package static func joined(_ one: Alert, _ other: Alert) -> Alert {
    let isOtherNewer = (other.updated ?? other.created) >= (one.updated ?? one.created)
    var (alert, older) = isOtherNewer ? (other, one) : (one, other)
    alert.updated = max(alert.updated ?? alert.created, older.updated ?? older.created)
    alert.created = min(alert.created, older.created)
    if alert.severity == .unknown { alert.severity = older.severity }
    if alert.status.isEmpty || alert.status == unknownStatus { alert.status = older.status }
    if alert.category.isEmpty { alert.category = older.category }
    if alert.summary.isEmpty { alert.summary = older.summary }
    var seen = Set(older.entities)
    alert.entities = older.entities + alert.entities.filter { seen.insert($0).inserted }
    if alert.entities.count > mostEntities { alert.entities.removeLast(alert.entities.count - mostEntities) }
    return alert
  }

  private static let mostEntities = 500
  private static let unknownStatus = "unknown"

  private static func base(_ record: Office365Record, _ source: String, id: String, title: String) -> Alert {
    var alert = Alert(id: id, source: source, title: title, created: record.created)
    alert.raw = record.json.text
    alert.webLink = record.json.textAt("EventDeepLink") ?? ""
    alert.entities = Office365Entities.entities(of: record)
    return alert
  }

  private static func portalAlert(_ record: Office365Record, _ source: String) -> Alert {
    let json = record.json
    let title = json.firstText("Name", "AlertName", "AlertDisplayName", "Operation") ?? "(no title)"
    var alert = base(record, source, id: json.textAt("AlertId") ?? record.id, title: title)
    alert.severity = Severity(reading: json.textAt("Severity") ?? "")
    alert.status = status(json.textAt("Status"))
    alert.category = json.textAt("Category") ?? ""
    alert.product = json.firstText("Source", "Workload") ?? ""
    let comment = json.textAt("Comments") ?? ""
    alert.summary = comment == "New alert" ? "" : comment
    alert.updated = record.created
    return alert
  }

  private static func threat(_ record: Office365Record, _ source: String) -> Alert {
    let json = record.json
    let verdict = json.textAt("Verdict")
    let title: String
    if let link = json.firstText("URL", "Url") {
      title = "Click on a link: \(link)"
    } else if let file = json.firstText("FileData.FileName", "FileData.FilePath") {
      title = "\(json.textAt("FileData.MalwareFamily") ?? "Threat") in a file: \(file)"
    } else {
      title = "\(verdict ?? "Threat") in a mail: \(json.firstText("Subject", "InternetMessageId", "NetworkMessageId") ?? "(no subject)")"
    }
    var alert = base(record, source, id: record.id, title: title)
    alert.category = verdict ?? ""
    alert.product = "Microsoft Defender for Office 365"
    alert.summary = [json.textAt("DetectionType"), json.textAt("DetectionMethod"), json.textAt("ThreatsAndDetectionTech")]
      .compactMap { $0 }.joined(separator: "; ")
    alert.firstActivity = json.momentAt("MessageTime") ?? json.momentAt("TimeOfClick")
    return alert
  }

  private static func dataLoss(_ record: Office365Record, _ source: String) -> Alert {
    let json = record.json
    let policies = json.at("PolicyDetails")?.array ?? []
    let rules = policies.flatMap { $0.at("Rules")?.array ?? [] }
    let name = rules.compactMap { $0.textAt("RuleName") }.first ?? policies.compactMap { $0.textAt("PolicyName") }.first
    let title = "\(json.textAt("Operation") ?? "DLP"): \(name ?? "(no rule named)")"
    var alert = base(record, source, id: record.id, title: title)
    alert.severity = rules.map { Severity(reading: $0.textAt("Severity") ?? "") }.max() ?? .unknown
    alert.category = "DataLossPrevention"
    alert.product = "Microsoft Purview Data Loss Prevention"
    alert.incidentID = json.textAt("IncidentId") ?? ""
    alert.summary = [policies.compactMap { $0.textAt("PolicyName") }.joined(separator: ", "), json.textAt("ExceptionInfo") ?? ""]
      .filter { !$0.isEmpty }.joined(separator: "; ")
    return alert
  }

  /// The portal's words in ours; others stay.
  private static func status(_ text: String?) -> String {
    switch text?.lowercased() {
    case nil: unknownStatus
    case "active", "new": "new"
    case "investigating": "inProgress"
    case "resolved": "resolved"
    case "dismissed": "dismissed"
    default: text ?? unknownStatus
    }
  }
}
