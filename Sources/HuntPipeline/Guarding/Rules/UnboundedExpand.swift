import KQL

/// `unbounded-mv-expand`: `mv-expand` of a whole table, without a filter before it and without a limit, runs only after a yes.
struct UnboundedExpand: GuardrailRule {
  let id = "unbounded-mv-expand"

  func objections(to subject: ReviewSubject) -> [Objection] {
    guard subject.range == nil else { return [] }
    return subject.pipelines.compactMap { pipeline in
      guard case .table(let read) = pipeline.source.kind else { return nil }
      for step in pipeline.operators {
        switch step.kind {
        case .mvExpand(let expansion) where expansion.limit == nil:
          return asks(
            "mv-expand\(subject.line(step.range)) makes many rows of every row of \(subject.bound.reads[read].table).",
            remedy: "Filter before it, give it `limit 100`, or say yes.")
        case .project, .serialize, .sort, .notRun(keepsColumns: true), .mvExpand: continue
        default: return nil
        }
      }
      return nil
    }
  }
}
