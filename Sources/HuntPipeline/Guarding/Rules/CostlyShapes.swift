import KQL

/// Shapes that read much more than they seem to are run only after a yes.
struct CostlyShapes: GuardrailRule {
  func objections(to subject: ReviewSubject) -> [Objection] {
    var reasons: [String] = []
    for node in subject.query.syntax.subtree {
      switch node.kind {
      case .searchSource, .searchOperator: reasons.append("search looks through every column")
      case .findSource, .findOperator: reasons.append("find looks through several tables")
      case .unionSource, .unionOperator:
        if node.subtree.contains(where: { $0.kind == .wildcard || $0.kind == .star }) { reasons.append("union with * reads every table") }
      default: break
      }
    }
    var seen: Set<String> = []
    return reasons.filter { seen.insert($0).inserted }.map { reason in
      Objection(.asks, rule: "costly-shapes", reason: "Costly: \(reason).", remedy: "Name the tables and columns, or say yes.")
    }
  }
}
