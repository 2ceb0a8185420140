package import Casefile

/// What a JSON document from one of Microsoft's services turns out to be.
package enum MicrosoftBody: Equatable, Sendable {
  /// Alerts of Graph, and the link to the next page.
  case alerts([Alert], next: String?)
  /// Rows of known tables, and the link to the next page.
  case rows([TableRows], next: String?)
  /// The answer to a query.
  case answer(QueryAnswer)

  /// Rows of one table, each with its columns by name, not yet typed.
  package struct TableRows: Equatable, Sendable {
    /// The table's name in a workspace.
    package var table: String
    /// The rows, columns by name.
    package var rows: [JSONObject]

    /// Rows of one table.
    package init(table: String, rows: [JSONObject]) {
      self.table = table
      self.rows = rows
    }
  }

  /// A body that is not what it should be.
  package struct WrongShape: Error, Equatable, Sendable {
    /// Where in the body, such as `value[3].evidence`.
    package var path: String
    /// What should have been there.
    package var expected: String
    /// What was there instead.
    package var found: String

    /// A fault at a place in a body.
    package init(path: String, expected: String, found: String) {
      self.path = path
      self.expected = expected
      self.found = found
    }
  }

  /// Recognises a body and reads it; nil when it is none of ours, so that it may be plain rows.
  ///
  /// Throws `WrongShape` when it is one of ours but broken. `source` is noted in alerts.
  package static func read(_ json: JSONValue, source: String) throws -> MicrosoftBody? {
    if let answer = try QueryAnswer.read(json) { return .answer(answer) }
    if let error = json.at("error"), json.at("value") == nil {
      let message = error.firstText("message", "code") ?? error.text
      throw WrongShape(path: "", expected: "alerts or rows", found: "the service's error: \(message)")
    }
    let context = json["@odata.context"]?.scalarText ?? ""
    let next = json["@odata.nextLink"]?.scalarText
    if let value = json["value"] {
      guard let items = value.array else { throw WrongShape(path: "value", expected: "an array", found: value.kindName) }
      return try read(items, path: "value", context: context, source: source, next: next)
    }
    if let items = json.array { return try read(items, path: "", context: "", source: source, next: nil) }
    guard case .object = json else { throw WrongShape(path: "", expected: "an object or an array", found: json.kindName) }
    return try read([json], path: "", context: context, source: source, next: nil)
  }

  private static func read(
    _ items: [JSONValue], path: String, context: String, source: String, next: String?
  ) throws -> MicrosoftBody? {
    var objects: [JSONObject] = []
    for (place, item) in items.enumerated() {
      guard case .object(let object) = item else {
        throw WrongShape(path: "\(path)[\(place)]", expected: "an object", found: item.kindName)
      }
      objects.append(object)
    }
    guard let kind = objects.lazy.compactMap({ GraphList(item: $0) }).first ?? GraphList(context: context) else { return nil }
    switch kind {
    case .alerts, .legacyAlerts, .incidents:
      return .alerts(objects.flatMap { alerts(from: $0, as: GraphList(item: $0) ?? kind, source: source) }, next: next)
    case .signIns, .directoryAudits, .riskDetections, .riskyUsers:
      let rows = objects.map { DirectoryRow.row(from: $0, of: kind) }
      return .rows([TableRows(table: kind.table, rows: rows)], next: next)
    }
  }

  private static func alerts(from object: JSONObject, as kind: GraphList, source: String) -> [Alert] {
    switch kind {
    case .legacyAlerts: return [LegacyGraphAlert.alert(from: .object(object), source: source)]
    case .incidents:
      let incident = GraphIncident(object)
      return incident.hasAlerts ? incident.alerts(source: source) : [incident.alert(source: source)]
    default: return [GraphAlert.alert(from: .object(object), source: source)]
    }
  }
}

/// The lists of Graph that are read, told by what an item holds.
enum GraphList: Equatable {
  case alerts
  case legacyAlerts
  case incidents
  case signIns
  case directoryAudits
  case riskDetections
  case riskyUsers

  init?(item: JSONObject) {
    func has(_ names: String...) -> Bool { names.allSatisfy { item[$0] != nil } }
    let type = item["@odata.type"]?.string ?? ""
    if type.lowercased().hasSuffix("security.alert") || has("alertWebUrl") || has("serviceSource", "title") || has("evidence", "severity") {
      self = .alerts
    } else if has("vendorInformation") && (has("severity") || has("eventDateTime")) {
      self = .legacyAlerts
    } else if type.lowercased().hasSuffix(".incident") || has("incidentWebUrl") || has("alerts", "displayName") {
      self = .incidents
    } else if has("riskEventType") && (has("detectedDateTime") || has("activityDateTime")) {
      self = .riskDetections
    } else if has("riskLastUpdatedDateTime") {
      self = .riskyUsers
    } else if has("activityDisplayName") && (has("initiatedBy") || has("targetResources")) {
      self = .directoryAudits
    } else if has("createdDateTime", "status") && (has("appDisplayName") || has("clientAppUsed")) {
      self = .signIns
    } else {
      return nil
    }
  }

  init?(context: String) {
    let words = context.lowercased()
    if words.contains("alerts_v2") {
      self = .alerts
    } else if words.contains("security/alerts") {
      self = .legacyAlerts
    } else if words.contains("security/incidents") {
      self = .incidents
    } else if words.contains("signins") {
      self = .signIns
    } else if words.contains("directoryaudits") {
      self = .directoryAudits
    } else {
      return nil
    }
  }

  /// The table of a workspace that holds the same records.
  var table: String {
    switch self {
    case .signIns: "SigninLogs"
    case .directoryAudits: "AuditLogs"
    case .riskDetections: "AADUserRiskEvents"
    case .riskyUsers: "AADRiskyUsers"
    case .alerts, .legacyAlerts, .incidents: "SecurityAlert"
    }
  }
}
