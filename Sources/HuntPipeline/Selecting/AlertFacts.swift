import Casefile

/// What properties an alert has, under the names of the services; its record is read only when a property asks for it.
struct AlertFacts {
  enum Fact: Equatable {
    case text(String)
    case moment(DateTime)
    case number(Double)
    case list([String])
    case null
  }

  let alert: Alert
  private var record: JSONValue?

  init(_ alert: Alert) { self.alert = alert }

  mutating func fact(_ property: AlertProperty) -> Fact {
    switch property.name {
    case "id": text(alert.id)
    case "title", "displayName": text(alert.title)
    case "description": text(alert.summary)
    case "severity": text(alert.severity.rawValue)
    case "status": text(alert.status)
    case "category": text(alert.category)
    case "classification", "feedback": text(alert.classification)
    case "determination": text(alert.determination)
    case "assignedTo": text(alert.assignedTo)
    case "incidentId": text(alert.incidentID)
    case "recommendedActions": text(alert.recommendedActions)
    case "mitreTechniques": .list(alert.techniques)
    case "createdDateTime": .moment(alert.created)
    case "lastUpdateDateTime", "lastModifiedDateTime": moment(alert.updated)
    case "firstActivityDateTime", "eventDateTime": moment(alert.firstActivity)
    case "lastActivityDateTime": moment(alert.lastActivity)
    default: recorded(property)
    }
  }

  private func text(_ text: String) -> Fact { text.isEmpty ? .null : .text(text) }
  private func moment(_ moment: DateTime?) -> Fact { moment.map { .moment($0) } ?? .null }

  /// What the source's own record says.
  private mutating func recorded(_ property: AlertProperty) -> Fact {
    let record = self.record ?? (try? JSONValue(parsing: alert.raw)) ?? .null
    self.record = record
    var value = record
    for key in property.name.split(separator: "/") { value = value[String(key)] ?? .null }
    switch property.kind {
    case .list: return .list(value.array?.compactMap(\.string) ?? [])
    case .number: return value.double.map { .number($0) } ?? .null
    case .moment: return moment(value.string.flatMap { DateTime($0) })
    case .text, .choice:
      if property.name == "productName", value.string == nil { return text(alert.product) }
      return value.string.map { text($0) } ?? .null
    }
  }
}
