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
        remedy: near.map { "Did you mean \($0)? Else allow it in the guardrails file." }
          ?? "Allow it in the guardrails file, or ask another table.")
    }
  }
}

/// Which tables a query reads.
package enum QueryReads {
  /// Names, sorted: what the binder resolved and what the text refers to. Patterns, and shapes that look through every table, stand
  /// for all `known` tables they cover.
  package static func tables(_ query: KQLQuery, _ bound: BoundQuery, known: [String] = []) -> [String] {
    let references = query.references
    var names = Set(bound.tablesRead)
    for table in references.tables {
      if table.isPattern {
        names.formUnion(known.filter { covers(table.name, $0) })
      } else if table.isCertain || known.contains(table.name) {
        names.insert(table.name)
      }
    }
    if references.outside.contains(where: { $0.kind == .everyTable }) { names.formUnion(known) }
    return names.sorted()
  }

  /// True when a pattern with `*` covers the name.
  private static func covers(_ pattern: String, _ name: String) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1 else { return pattern == name }
    guard name.hasPrefix(parts[0]) else { return false }
    var rest = name.dropFirst(parts[0].count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let hit = rest.range(of: part) else { return false }
      rest = rest[hit.upperBound...]
    }
    return rest.hasSuffix(parts[parts.count - 1])
  }
}

extension Substring {
  /// Where `part` first occurs.
  fileprivate func range(of part: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(part) { return start..<index(start, offsetBy: part.count) }
      start = index(after: start)
    }
    return nil
  }
}
