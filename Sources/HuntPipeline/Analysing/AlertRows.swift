import Casefile

/// Alerts as rows, so that a question about alerts takes the same road as one about logs.
enum AlertRows {
  static let columns: [Column] = [
    Column("TimeGenerated", .datetime), Column("AlertId", .string), Column("Title", .string), Column("Severity", .string),
    Column("Status", .string), Column("Category", .string), Column("AttackTechniques", .string), Column("Product", .string),
    Column("AssignedTo", .string), Column("Description", .string), Column("Evidence", .string),
  ]

  static func row(_ alert: Alert) -> [Value] {
    [
      .datetime(alert.created), .string(alert.id), .string(alert.title), .string(alert.severity.rawValue), .string(alert.status),
      .string(alert.category), .string(alert.techniques.joined(separator: " ")), .string(alert.product), .string(alert.assignedTo),
      .string(alert.summary), .string(alert.entities.map(evidence).joined(separator: "; ")),
    ]
  }

  /// `host WS-123 (suspicious; compromised; AzureAdDeviceId=…)`.
  private static func evidence(_ entity: Entity) -> String {
    let facts = [entity.verdict, entity.role].filter { !$0.isEmpty } + entity.details.map { "\($0.name)=\($0.value)" }
    let label = "\(entity.kind.rawValue) \(entity.label)"
    return facts.isEmpty ? label : "\(label) (\(facts.joined(separator: ", ")))"
  }
}
