import Casefile
import HuntPipeline

/// What the offline analyst says to a further question: what is new, or that there is nothing more. Its rules do not read the question, so
/// the same rows would bring the same words again.
struct FollowUpAnswer {
  let brief: AnalysisBrief

  /// The summary where it says something that was not said before, else a sentence in its place.
  func text(_ summary: String, _ findings: [Finding], of things: String) -> String {
    guard !brief.earlier.isEmpty else { return summary }
    let new = findings.filter { !isShown($0) }
    let isSaid = brief.earlier.contains { $0.answer.contains(summary.prefix(FollowUpAnswer.compared)) }
    guard isSaid || !findings.isEmpty else { return summary }
    if !new.isEmpty, isSaid {
      let titles = new.prefix(10).map { "\n- \($0.title)" }.joined()
      return "\(reader) has \(RuleFinding.count(new.count, "finding")) more than those already shown:\(titles)"
    }
    if isSaid { return nothingMore(things, hasFindings: !findings.isEmpty) }
    return new.isEmpty ? "\(summary)\n\nThere is nothing more to find here than the findings already shown." : summary
  }

  private let reader = "The offline analyst (rules, not a model)"
  /// Earlier answers are recalled cut, so that only the beginning can be compared.
  private static let compared = 1400

  init(_ brief: AnalysisBrief) { self.brief = brief }

  private func nothingMore(_ things: String, hasFindings: Bool) -> String {
    let found = hasFindings ? "than the findings already shown" : "than before: no rule matched"
    return
      "\(reader) has nothing more to say of these \(things) \(found). Its rules do not read a question; ask a model for an answer to it."
  }

  private func isShown(_ finding: Finding) -> Bool {
    if brief.shown.contains(where: { $0.title == finding.title && Set($0.rows) == Set(finding.rows) }) { return true }
    // A hunt that was opened again is known by what its questions recall.
    return brief.shown.isEmpty && brief.earlier.contains { $0.findings.contains(finding.title) }
  }
}
