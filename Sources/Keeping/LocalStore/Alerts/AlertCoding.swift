import Casefile
import GRDB
import MicrosoftData

/// An alert as the `alerts` table keeps it.
enum AlertCoding {
  static let columns =
    "source, id, title, summary, severity, status, category, techniques, product, created, updated, first_activity, last_activity, "
    + "classification, determination, assigned_to, incident_id, web_link, recommended_actions, entity, entities, raw, _sample"

  static func arguments(_ alert: Alert, isSample: Bool) -> StatementArguments {
    var arguments: StatementArguments = [alert.source, alert.id, alert.title.withoutNUL, alert.summary.withoutNUL]
    arguments += [rank(alert.severity), alert.status, alert.category, JSONValue.array(alert.techniques.map(JSONValue.string)).text]
    arguments += [alert.product, alert.created.ticks, alert.updated?.ticks, alert.firstActivity?.ticks, alert.lastActivity?.ticks]
    arguments += [alert.classification, alert.determination, alert.assignedTo, alert.incidentID, alert.webLink]
    arguments += [alert.recommendedActions.withoutNUL, (alert.principalEntity?.label ?? "").withoutNUL]
    arguments += [JSONValue.array(alert.entities.map(json)).text, alert.raw, isSample]
    return arguments
  }

  /// Reads a row that was selected with all columns, by name.
  static func alert(_ row: Row) -> Alert {
    func moment(_ name: String) -> DateTime? { (row[name] as Int64?).map(DateTime.init(ticks:)) }
    let techniques = (try? JSONValue(parsing: row["techniques"] as String))?.array ?? []
    let entities = (try? JSONValue(parsing: row["entities"] as String))?.array ?? []
    return Alert(
      id: row["id"], source: row["source"], title: row["title"], summary: row["summary"], severity: severity(row["severity"]),
      status: row["status"], category: row["category"], techniques: techniques.compactMap(\.string), product: row["product"],
      created: DateTime(ticks: row["created"]), updated: moment("updated"), firstActivity: moment("first_activity"),
      lastActivity: moment("last_activity"), classification: row["classification"], determination: row["determination"],
      assignedTo: row["assigned_to"], incidentID: row["incident_id"], webLink: row["web_link"],
      recommendedActions: row["recommended_actions"], entities: entities.map(entity), comments: comments(row["raw"]),
      raw: row["raw"])
  }

  private static let commentSigns = ["\"comments\":[{", "\"comments\":[\""].map { ByteNeedle(Array($0.utf8)) }

  /// Comments stand in the record alone. Records are kept as this program writes JSON, and few have any: only those are read.
  private static func comments(_ raw: String) -> [AlertComment] {
    var raw = raw
    let mayHave = raw.withUTF8 { bytes in commentSigns.contains { $0.isFound(in: bytes) } }
    return mayHave ? AlertComments.of(raw: raw) : []
  }

  static func rank(_ severity: Severity) -> Int { Severity.allCases.firstIndex(of: severity) ?? 0 }
  static func severity(_ rank: Int) -> Severity { Severity.allCases.indices.contains(rank) ? Severity.allCases[rank] : .unknown }

  private static func json(_ entity: Entity) -> JSONValue {
    let details = entity.details.map { JSONValue.array([.string($0.name), .string($0.value)]) }
    return [
      "kind": .string(entity.kind.rawValue), "label": .string(entity.label), "verdict": .string(entity.verdict),
      "role": .string(entity.role), "details": .array(details),
    ]
  }

  private static func entity(_ json: JSONValue) -> Entity {
    let details = (json["details"]?.array ?? []).map { Entity.Detail($0[0]?.string ?? "", $0[1]?.string ?? "") }
    return Entity(
      kind: Entity.Kind(rawValue: json["kind"]?.string ?? "") ?? .other, label: json["label"]?.string ?? "",
      verdict: json["verdict"]?.string ?? "", role: json["role"]?.string ?? "", details: details)
  }
}
