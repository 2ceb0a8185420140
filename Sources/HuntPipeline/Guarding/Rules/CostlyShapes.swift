import KQL

/// Shapes that read much more than they seem to are run only after a yes.
struct CostlyShapes: GuardrailRule {
  func objections(to subject: ReviewSubject) -> [Objection] {
    let references = subject.query.references
    var reasons = references.outside.filter { $0.kind == .everyTable }.map { "\($0.detail) looks through every table" }
    let kinds = Set(subject.query.syntax.subtree.map(\.kind))
    if !kinds.isDisjoint(with: [.searchSource, .searchOperator]) { reasons.append("search looks through every column") }
    if !kinds.isDisjoint(with: [.findSource, .findOperator]) { reasons.append("find looks through every column of its tables") }
    reasons += references.tables.filter(\.isPattern).map { "\($0.name) stands for several tables" }
    var seen: Set<String> = []
    return reasons.filter { seen.insert($0).inserted }.map { reason in
      Objection(.asks, rule: "costly-shapes", reason: "Costly: \(reason).", remedy: "Name the tables and columns, or say yes.")
    }
  }
}
