import Casefile
import KQL

/// `tables-allowed`: every table the query reads, however it is reached, must be on the policy's list.
///
/// What the binder resolved and what the text names are both held against the list, so that a table in a part that cannot be bound, or in
/// a function that is never called, counts too. Names are Kusto's: case counts, and `['T']`, `["T"]` and `table("T")` are the same table.
/// A table whose list of fields is empty is not allowed. Without a list every known table is allowed and every other one is refused.
struct TablesAllowed: GuardrailRule {
  let id = "tables-allowed"

  func objections(to subject: ReviewSubject) -> [Objection] {
    var seen: Set<String> = []
    return TablesAllowed.forbidden(subject).filter { seen.insert($0.name).inserted }.map { table in
      let name = table.name.shortened
      let near = Spelling.nearest(to: table.name, among: subject.policy.tables?.keys.sorted() ?? subject.knownTables.sorted(), limit: 1)
        .first
      return refuses(
        "The table \(name)\(subject.line(table.range)) is not \(subject.policy.tables == nil ? "known" : "allowed") here.",
        remedy: near.map { "Did you mean \($0)? Else allow it in the guardrails file." }
          ?? "Ask another table, or allow it in the guardrails file.")
    }
  }

  /// The tables that may not be read, with their places, by name.
  static func forbidden(_ subject: ReviewSubject) -> [(name: String, range: Range<Int>)] {
    let leftOut = Set(subject.bound.diagnostics.filter { $0.severity == .warning }.map(\.range))
    return QueryReads.places(subject.references, subject.bound, known: subject.knownTables).filter { name, range in
      guard let allowed = subject.policy.tables else {
        // An unknown leg of a fuzzy union is left out, and the binder says so.
        return subject.catalogue.schema(named: name) == nil && !leftOut.contains(range) && !KQLReferences.builtInTables.contains(name)
      }
      switch allowed[name] {
      case nil: return true
      case .only(let fields)?: return fields.isEmpty
      case .all?: return false
      }
    }
  }
}
