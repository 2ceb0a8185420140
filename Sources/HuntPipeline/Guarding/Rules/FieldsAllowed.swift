import Casefile
import KQL

/// `fields-allowed`: where a table has a list of fields, the query may read no others.
///
/// A field counts as read wherever its value is looked at: in filters, keys, aliases, wildcards, `pack_all()`, and in what comes out at the
/// end; a query that names no fields reads them all. A table that is named in a part that cannot be followed counts as read whole, so it is
/// refused unless all its fields are allowed.
struct FieldsAllowed: GuardrailRule {
  let id = "fields-allowed"

  func objections(to subject: ReviewSubject) -> [Objection] {
    guard let allowed = subject.policy.tables else { return [] }
    let columns = subject.bound.columnsRead
    let followed = Dictionary(grouping: subject.bound.reads, by: \.table).mapValues { $0.map(\.range) }
    return QueryReads.places(subject.references, subject.bound, known: subject.knownTables).compactMap { table, range in
      guard case .only(let fields)? = allowed[table], !fields.isEmpty else { return nil }
      let forbidden = columns[table, default: []].subtracting(fields).sorted()
      if !forbidden.isEmpty {
        let shown = forbidden.prefix(5).joined(separator: ", ") + (forbidden.count > 5 ? " and \(forbidden.count - 5) more" : "")
        return refuses("\(shown) of \(table)\(subject.line(range)) may not be read.", remedy: FieldsAllowed.remedy(fields))
      }
      let isLoose = subject.references.tables.contains { reference in
        let isMeant = reference.isPattern ? QueryReads.covers(reference.name, table) : reference.name == table
        guard isMeant, reference.isCertain || subject.knownTables.contains(table) else { return false }
        return !(followed[table] ?? []).contains {
          $0.lowerBound <= reference.range.lowerBound && reference.range.upperBound <= $0.upperBound
        }
      }
      guard isLoose || subject.bound.reads.allSatisfy({ $0.table != table }) else { return nil }
      return refuses(
        "Which fields of \(table)\(subject.line(range)) are read cannot be told, and only some are allowed.",
        remedy: FieldsAllowed.remedy(fields))
    }
  }

  private static func remedy(_ fields: Set<String>) -> String {
    let shown = fields.sorted().prefix(12).joined(separator: ", ")
    return "Put `| project` with only \(shown)\(fields.count > 12 ? ", …" : "") behind the table."
  }
}
