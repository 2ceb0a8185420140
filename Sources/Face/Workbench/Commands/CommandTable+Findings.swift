internal import HuntPipeline

extension CommandTable {
  static let findings: [CommandSpec] = [
    CommandSpec(
      .setStatus, "Status", hint: "status", help: "Say what the finding is: in progress, confirmed, a false positive, closed.", keys: ["t"],
      scope: .panes([.findings]), unavailable: { $0.selectedFinding == nil ? Wording.noFinding : nil }),
    CommandSpec(
      .setNote, "Note", hint: "note", help: "Write a note on the finding; it is kept with it and told when it is found again.", keys: ["n"],
      scope: .panes([.findings]), unavailable: { $0.selectedFinding == nil ? Wording.noFinding : nil }),
    CommandSpec(
      .sortFindings, "Sort findings", hint: "sort",
      help: "Sort by confidence with the harmless last, by time, tactic, status, or as found.", keys: ["s"],
      scope: .panes([.findings]), unavailable: { $0.hunt?.findings.isEmpty ?? true ? Wording.noFinding : nil }),
    CommandSpec(
      .filterFindings, "Filter findings", hint: "filter",
      help: "Show findings with all these words; tactic:, technique:, status:, evidence:, confidence:; !word; Esc clears.",
      keys: ["/"], scope: .panes([.findings]), unavailable: { $0.hunt?.findings.isEmpty ?? true ? Wording.noFinding : nil }),
    CommandSpec(
      .keepFindingFilter, "Keep the finding filter", hint: "keep", help: "Go back to the findings with this filter.", keys: ["enter"],
      scope: .editor(.findingFilter)),
  ]
}
