import KQL

/// `leading-contains`: `contains` and `endswith` over a whole table, with nothing cheaper to narrow it, run only after a yes.
///
/// They look at every character of every row. A time window in the text, or a condition such as `==`, `in`, `has` or `startswith` in the
/// same leading filters, is narrowing enough.
struct LeadingContains: GuardrailRule {
  let id = "leading-contains"

  func objections(to subject: ReviewSubject) -> [Objection] {
    guard subject.range == nil else { return [] }
    var seen: Set<String> = []
    return subject.pipelines.compactMap { pipeline in
      guard case .table(let read) = pipeline.source.kind, let filters = LeadingFilters(of: pipeline), !filters.narrows,
        let scan = filters.scan, seen.insert(subject.bound.reads[read].table).inserted
      else { return nil }
      return asks(
        "A contains or endswith\(subject.line(scan.range)) looks at every row of \(subject.bound.reads[read].table).",
        remedy: "Use has, put a time window or an equality before it, or say yes.")
    }
  }
}
