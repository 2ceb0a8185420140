import KQL

/// `regex-over-everything`: `matches regex` on all rows of a table, with no cheaper condition beside or before it, runs only after a yes.
struct RegexOverEverything: GuardrailRule {
  let id = "regex-over-everything"

  func objections(to subject: ReviewSubject) -> [Objection] {
    guard subject.range == nil else { return [] }
    var seen: Set<String> = []
    return subject.pipelines.compactMap { pipeline in
      guard case .table(let read) = pipeline.source.kind, let filters = LeadingFilters(of: pipeline), !filters.narrows,
        let regex = filters.regex, seen.insert(subject.bound.reads[read].table).inserted
      else { return nil }
      return asks(
        "The regular expression\(subject.line(regex.range)) is tried on every row of \(subject.bound.reads[read].table).",
        remedy: "Put a has, an equality or a time window before it, or say yes.")
    }
  }
}
