import Casefile
package import KQL

/// Every table the query reads, however it is reached, must be on the list.
struct TablesAllowed: GuardrailRule {
  func objections(to subject: ReviewSubject) -> [Objection] {
    guard let allowed = subject.policy.tables else { return [] }
    let forbidden = QueryReads.tables(subject.query, subject.bound, known: subject.knownTables).filter { name in
      switch allowed[name] {
      case nil: true
      case .only(let fields)?: fields.isEmpty
      case .all?: false
      }
    }
    return forbidden.map { name in
      let near = Spelling.nearest(to: name, among: allowed.keys, limit: 1).first
      return Objection(
        .refuses, rule: "tables-allowed", reason: "The table \(name) is not allowed here.",
        remedy: near.map { "Did you mean \($0)? Else allow it in the guardrails file." } ?? "Allow it in the guardrails file, or ask another table.")
    }
  }
}

/// Which tables a query reads.
package enum QueryReads {
  /// Names in order, sorted: what the binder resolved, and any known table that is named where the binder could not follow.
  package static func tables(_ query: KQLQuery, _ bound: BoundQuery, known: [String] = []) -> [String] {
    var names = Set(bound.tablesRead)
    if !bound.isRunnable {
      let all = Set(known)
      for node in query.syntax.subtree {
        if let name = node.nameText, all.contains(name) { names.insert(name) }
        if let name = node.stringValue, all.contains(name) { names.insert(name) }
      }
    }
    return names.sorted()
  }
}
