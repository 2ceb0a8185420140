import Casefile
import KQL

/// Where a table has a list of fields, the query may read no others; a query that names no fields reads them all.
struct FieldsAllowed: GuardrailRule {
  func objections(to subject: ReviewSubject) -> [Objection] {
    guard let allowed = subject.policy.tables else { return [] }
    return subject.bound.columnsRead.sorted { $0.key < $1.key }.compactMap { table, columns in
      guard case .only(let fields)? = allowed[table], !fields.isEmpty else { return nil }
      let forbidden = columns.subtracting(fields).sorted()
      guard !forbidden.isEmpty else { return nil }
      let shown = forbidden.prefix(5).joined(separator: ", ") + (forbidden.count > 5 ? " and \(forbidden.count - 5) more" : "")
      return Objection(
        .refuses, rule: "fields-allowed", reason: "Of \(table), \(shown) may not be read.",
        remedy: "Project only \(fields.sorted().prefix(12).joined(separator: ", ")).")
    }
  }
}
