package import Casefile

/// Alerts as rows, so that a question about alerts takes the same road as one about logs.
package enum AlertRows {
  package static let columns: [Column] = [
    Column("TimeGenerated", .datetime), Column("AlertId", .string), Column("Title", .string), Column("Severity", .string),
    Column("Status", .string), Column("Category", .string), Column("AttackTechniques", .string), Column("Product", .string),
    Column("AssignedTo", .string), Column("IncidentId", .string), Column("Description", .string), Column("Evidence", .string),
  ]

  package static func row(_ alert: Alert) -> [Value] {
    [
      .datetime(alert.created), .string(alert.id), .string(alert.title), .string(alert.severity.rawValue), .string(alert.status),
      .string(alert.category), .string(alert.techniques.joined(separator: " ")), .string(alert.product), .string(alert.assignedTo),
      .string(alert.incidentID), .string(alert.summary), .string(evidence(of: alert)),
    ]
  }

  /// `host WS-123 (suspicious; compromised; AzureAdDeviceId=…); …`. What an alert says of one thing it often says again of the next, so
  /// that a value stands once; times are told to the second.
  private static func evidence(of alert: Alert) -> String {
    var said: Set<String> = []
    return alert.entities.map { entity in
      var facts = [entity.verdict, entity.role].filter { !$0.isEmpty }
      said.insert(entity.label.lowercased())
      for detail in entity.details where !detail.value.isEmpty {
        let name = detail.name.split(separator: ".").last.map(String.init) ?? detail.name
        guard isNews(name, detail.value, entity, &said) else { continue }
        facts.append("\(name)=\(shortTime(detail.value))")
      }
      let label = "\(entity.kind.rawValue) \(entity.label)"
      return facts.isEmpty ? label : "\(label) (\(facts.joined(separator: ", ")))"
    }.joined(separator: "; ")
  }

  /// Values that are told apart by their name only: shorter ones are numbers and answers of yes or no.
  private static let tellingLength = 6

  private static func isNews(_ name: String, _ value: String, _ entity: Entity, _ said: inout Set<String>) -> Bool {
    guard name.lowercased() != "type" else { return false }
    let lower = value.lowercased()
    let isNewPair = said.insert("\(name)=\(lower)").inserted
    guard value.utf8.count >= tellingLength else { return isNewPair && !entity.label.isEmpty && lower != entity.label.lowercased() }
    guard said.insert(lower).inserted else { return false }
    return isNewPair && !entity.label.lowercased().contains(lower)
  }

  private static func shortTime(_ value: String) -> String {
    guard value.utf8.count >= 20, value.utf8.count <= 32, value.hasSuffix("Z"), let moment = DateTime(value) else { return value }
    return moment.text(decimals: 0)
  }
}
