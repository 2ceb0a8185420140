import KQL

/// A query that does not parse, or names what is not there, is not run.
struct SoundQuery: GuardrailRule {
  func objections(to subject: ReviewSubject) -> [Objection] {
    let errors = (subject.query.diagnostics + subject.bound.diagnostics).filter { $0.severity == .error }
    var seen: Set<String> = []
    return errors.filter { seen.insert("\($0.line):\($0.column) \($0.message)").inserted }.prefix(5).map { error in
      Objection(
        .refuses, rule: "sound-query", reason: "Line \(error.line), column \(error.column): \(error.message)",
        remedy: "Mend the query there.")
    }
  }
}
