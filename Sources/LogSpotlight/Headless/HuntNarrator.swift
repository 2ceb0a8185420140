import Casefile
import HuntPipeline
import Workbench

/// Tells a hunt to people: progress to standard error, plan, query and findings to standard output.
struct HuntNarrator {
  /// What the analysis said, written as it comes.
  private var isInText = false

  mutating func tell(_ stamped: StampedEvent, _ hunt: Hunt) {
    if case .textArrived(let text) = stamped.event {
      Output.write(Output.harmless(text))
      isInText = true
      return
    }
    if isInText {
      Output.write("\n\n")
      isInText = false
    }
    switch stamped.event {
    case .modelChosen(_, let choice):
      Output.note("model: \(choice.reason)")
      if !choice.model.isOffline, !choice.parts.words.isEmpty { Output.note("tokens: \(choice.parts.words)") }
    case .planDrafted(let plan): tell(plan)
    case .queryReviewed(let review): tell(review)
    case .consentNeeded(let question): Output.note("\(question.kind.rawValue): \(question.reasons.joined(separator: "; "))")
    case .rowsArrived(let rows) where rows.isComplete:
      Output.note("rows: \(rows.count.grouped)\(rows.partial.map { " (partial: \(Output.oneLine($0)))" } ?? "")")
      if let scanned = rows.scanned { Output.note("scanned: \(scanned)") }
      for note in rows.notes { Output.note("  \(note)") }
    case .queryProgressed(.parts(let done, let total)): Output.note("query: part \(done) of \(total) done")
    case .partStarted(let number, let total): Output.note("part \(number) of \(total)")
    case .foundEmpty(let empty): tell(empty)
    case .reduced(let summary): tell(summary)
    case .retrying(let seconds, let cause): Output.note(seconds > 0 ? "waiting \(seconds.roundedUp) s: \(cause)" : cause)
    case .findingArrived(let finding): tell(finding)
    case .usageReported(_, let usage, let cost):
      // Our own count, where the server's cannot be.
      let tilde = usage.isEstimated ? "~" : ""
      let price = cost.map { "\(tilde)\($0)" } ?? "price unknown"
      Output.note("used: \(tilde)\(usage.input.grouped) in, \(tilde)\(usage.output.grouped) out, \(price)")
    case .finished(let ending): tell(ending)
    case .failed(let problem): Output.say(problem)
    case .cancelled(let kept): Output.note("stopped; \(kept) finding\(kept == 1 ? "" : "s") kept")
    default: break
    }
  }

  private func tell(_ plan: QueryPlan) {
    Output.note("plan by \(plan.draftedBy): \(plan.table), \(plan.range.from.text(decimals: 0)) to \(plan.range.to.text(decimals: 0)) UTC")
    for why in [plan.rationale.table, plan.rationale.range, plan.rationale.filters] where !why.isEmpty { Output.note("  \(why)") }
  }

  private func tell(_ review: Review) {
    switch review {
    case .allowed(let query):
      Output.write(query.text + "\n\n")
      for addition in query.additions { Output.note("added: \(addition)") }
    case .consent(let request):
      Output.write(request.text + "\n\n")
      for addition in request.additions { Output.note("added: \(addition)") }
    case .refused: break
    }
    for concern in review.concerns { Output.note("\(review.verdict): \(concern.reason) \(concern.remedy)") }
  }

  private func tell(_ empty: EmptyResult) {
    Output.note("no rows: \(empty.explanation)")
    for hint in empty.widen { Output.note("  try: \(hint)") }
  }

  private func tell(_ summary: ReductionSummary) {
    let saved = summary.savings.filter { $0.tokens > 0 }.map { "\($0.step.rawValue) \($0.tokens.grouped)" }
    if !saved.isEmpty {
      Output.note("\(summary.tokensBefore.grouped) → \(summary.tokensAfter.grouped) tokens; saved by \(saved.joined(separator: ", "))")
    }
    if summary.talking > 0 {
      Output.note(
        "\(summary.talking.grouped) of the rows hold text that talks to a model; they are marked, and prove nothing by what they say")
    }
    Output.note("\(summary.rowsIn.grouped) rows in \(summary.groups.grouped) lines\(summary.leftOut.map { "; \($0)" } ?? "")")
  }

  private func tell(_ finding: Finding) {
    let mark = finding.evidence == .verified ? "✓" : finding.evidence == .partial ? "◐" : "✗"
    var lines = ["\(mark) \(finding.title)"]
    lines.append(
      "  \(finding.confidence.rawValue) · \(finding.mitre.tactic) · \(finding.mitre.id) \(finding.mitre.name) · \(finding.evidence.rawValue)"
    )
    if !finding.description.isEmpty { lines.append("  \(finding.description)") }
    var isCut = finding.rows.count > 12 || finding.talking.count > 12
    if !finding.rows.isEmpty { lines.append("  rows \(Wording.some(finding.rows.map(String.init), most: 12))") }
    for quote in finding.logLines.prefix(3) { lines.append("  “\(Defanging.defanged(quote))”") }
    if finding.logLines.count > 3 {
      isCut = true
      lines.append("  … and \(Wording.count(finding.logLines.count - 3, "more quote"))")
    }
    if !finding.indicators.isEmpty { lines.append("  indicators: \(finding.indicators.map(Defanging.defanged).joined(separator: ", "))") }
    if !finding.notFound.isEmpty { lines.append("  not found in the rows: \(finding.notFound.joined(separator: ", "))") }
    if !finding.talking.isEmpty {
      lines.append("  ? rows that talk to a model: \(Wording.some(finding.talking.map(String.init), most: 12))")
    }
    if !finding.doubts.isEmpty { lines.append("  ? doubtful: \(finding.doubts.joined(separator: "; "))") }
    if !finding.recommendations.isEmpty { lines.append("  → \(finding.recommendations.map(\.rawValue).joined(separator: " · "))") }
    if isCut { lines.append("  all of it: logspotlight findings show \(finding.id)") }
    Output.write(lines.map { Output.shown($0) + "\n" }.joined() + "\n")
  }

  private func tell(_ ending: HuntEnding) {
    let cut = ending.cutReason.map { "; cut: \($0)" } ?? ""
    let seconds = (ending.seconds * 10).rounded() / 10
    Output.note(
      "\(ending.findings) finding\(ending.findings == 1 ? "" : "s"), \(ending.cost.map { "\($0)" } ?? "cost unknown"), \(seconds) s\(cut)")
  }
}
