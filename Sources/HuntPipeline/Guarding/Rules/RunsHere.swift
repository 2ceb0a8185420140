import KQL

/// `runs-here`: what the embedded engine does not run yet is refused in the review, where the analyst can still mend it.
///
/// It counts only where the store of this machine is asked; a service runs what its language has. Five parts at most are shown.
struct RunsHere: GuardrailRule {
  let id = "runs-here"

  func objections(to subject: ReviewSubject) -> [Objection] {
    guard subject.isEmbedded else { return [] }
    return subject.bound.diagnostics.filter { $0.severity == .unsupported }.prefix(5).map { part in
      refuses("Line \(part.line), column \(part.column): \(part.message).", remedy: RunsHere.remedy(part.construct))
    }
  }

  private static func remedy(_ construct: SyntaxKind?) -> String {
    construct == .makeSeriesOperator
      ? "summarize … by bin(time, step) counts the same as rows." : "Write it another way; everything else of the query can stay."
  }
}
