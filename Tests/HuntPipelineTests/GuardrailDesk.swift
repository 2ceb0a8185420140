import Casefile
import HuntPipeline
import KQL

/// A workspace of allowed and forbidden tables for the tests of the guardrails.
enum GuardrailDesk {
  static let now = DateTime("2026-11-23T12:00:00Z") ?? .minimum
  static let columns = [
    Column("TimeGenerated", .datetime), Column("Timestamp", .datetime), Column("Device", .string), Column("User", .string),
    Column("Command", .string), Column("Port", .long), Column("More", .dynamic),
  ]
  static let tables: [TableSchema] =
    ["Events", "Logons", "SecretTable", "SecretMail"].map { TableSchema(name: $0, columns: columns) } + [
      TableSchema(name: "Partly", columns: columns),
      TableSchema(name: "List", columns: [Column("Device", .string), Column("Note", .string)]),
    ]
  static let policy = GuardrailPolicy(
    tables: [
      "Events": .all, "Logons": .all, "List": .all, "Nothing": .only([]),
      "Partly": .only(["TimeGenerated", "Timestamp", "Device", "Port"]),
    ])

  static func review(_ text: String, _ policy: GuardrailPolicy = policy, range: TimeRange? = nil, limit: Int? = nil) -> Review {
    Guardrails(policy: policy, tables: TableList(tables), now: now).review(KQLQuery(parsing: text), range: range, limit: limit)
  }

  static func rules(_ text: String, _ policy: GuardrailPolicy = policy, range: TimeRange? = nil) -> [String] {
    review(text, policy, range: range).concerns.map(\.rule)
  }

  /// The query that would run; nil when it is refused.
  static func approved(_ text: String, _ policy: GuardrailPolicy = policy, range: TimeRange? = nil, limit: Int? = nil) -> ApprovedQuery? {
    switch review(text, policy, range: range, limit: limit) {
    case .allowed(let query): query
    case .consent(let request): request.granted()
    case .refused: nil
    }
  }
}
