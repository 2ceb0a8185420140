import KQL

/// `every-column`: `search` and `find` look through every column of their tables, which no index helps; they run only after a yes.
struct EveryColumn: GuardrailRule {
  let id = "every-column"

  func objections(to subject: ReviewSubject) -> [Objection] {
    let names: [SyntaxKind: String] = [.searchSource: "search", .searchOperator: "search", .findSource: "find", .findOperator: "find"]
    var seen: Set<String> = []
    return subject.query.syntax.subtree.compactMap { node in
      guard let name = names[node.kind], seen.insert(name).inserted else { return nil }
      return asks(
        "\(name)\(subject.line(node.range)) looks through every column of its tables.",
        remedy: "Name the column, as in `| where FileName has \"…\"`, or say yes.")
    }
  }
}
