import KQL

/// `every-table`: a query over all tables, or over all that a wildcard covers, runs only after a yes.
///
/// `search` and `find` without tables and `union *` read every table there is; `union Device*` reads more than its text shows.
struct EveryTable: GuardrailRule {
  let id = "every-table"

  func objections(to subject: ReviewSubject) -> [Objection] {
    var seen: Set<String> = []
    let every = subject.references.outside.filter { $0.kind == .everyTable }.map { outside in
      (
        what: outside.detail == "*" ? "The wildcard *" : "\(outside.detail) without tables", count: subject.knownTables.count,
        range: outside.range
      )
    }
    let patterns = subject.references.tables.filter { $0.isPattern && $0.name != "*" }.map { table in
      (what: "The wildcard \(table.name)", count: subject.knownTables.count { QueryReads.covers(table.name, $0) }, range: table.range)
    }
    return (every + patterns).filter { $0.count > 1 && seen.insert($0.what).inserted }.map { what, count, range in
      asks("\(what)\(subject.line(range)) reads \(count) tables.", remedy: "Name the tables that matter, or say yes.")
    }
  }
}
