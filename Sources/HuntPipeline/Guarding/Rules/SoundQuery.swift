import KQL

/// `sound-query`: a query that does not parse, or names what is not there, is not run.
///
/// Every error of the parser and the binder refuses, five at most are shown. An unknown table that is not on the list either is left to
/// `tables-allowed`, so that one mistake is told once.
struct SoundQuery: GuardrailRule {
  let id = "sound-query"

  func objections(to subject: ReviewSubject) -> [Objection] {
    let forbidden = Set(TablesAllowed.forbidden(subject).map(\.name))
    let toldElsewhere = Set(
      subject.references.tables.filter { forbidden.contains($0.name) }.map(\.range)
        + subject.bound.reads.filter { forbidden.contains($0.table) }.map(\.range))
    let errors = (subject.query.diagnostics + subject.bound.diagnostics).filter { $0.severity == .error }
    var seen: Set<String> = []
    return errors.filter { error in
      !toldElsewhere.contains(error.range) && seen.insert("\(error.line):\(error.column) \(error.message)").inserted
    }.prefix(5).map { error in
      let end = error.message.hasSuffix("?") ? "" : "."
      return refuses("Line \(error.line), column \(error.column): \(error.message)\(end)", remedy: "Mend the query there.")
    }
  }
}
