internal import Canvas
internal import Casefile
internal import HuntPipeline

/// A finding as lines.
enum FindingCard {
  /// Head, and either one line of what it says or all of it; a blank line ends the card.
  static func lines(_ finding: Finding, _ model: Model, width: Int, isOpen: Bool) -> [[Span]] {
    let theme = model.theme
    guard width > 10 else { return [[Span(finding.title, theme[.textStrong])], []] }
    var title = [Span(Defanging.defanged(finding.title), theme[.textStrong])]
    if !finding.talking.isEmpty { title.append(Span("  ? \(Wording.talks)", theme[.warning])) }
    if let status = model.findings.decisions[finding.id]?.status, status != .new {
      title.insert(Span("\(DecisionMark.sign(status)) \(status.rawValue)  ", theme[DecisionMark.role(status)]), at: 0)
    }
    var lines = [head(finding, theme, width: width), title]
    if isOpen {
      lines += body(finding, model, width: width)
    } else if !finding.description.isEmpty {
      // Who and when tells two findings of one rule apart; what the rule is about is the same for both.
      let who = proofLine(finding, model).map { Defanging.defanged($0) + " — " } ?? ""
      lines.append([Span(who, theme[.text]), Span(Defanging.defanged(finding.description), theme[.textDim])])
    }
    return lines + [[]]
  }

  /// Lines of a card that is not open.
  static func closedHeight(_ finding: Finding, width: Int) -> Int {
    guard width > 10 else { return 2 }
    return finding.description.isEmpty ? 3 : 4
  }

  private static func head(_ finding: Finding, _ theme: Theme, width: Int) -> [Span] {
    let evidence = EvidenceMark(finding.evidence)
    let tactic = finding.mitre.tactic.isEmpty ? Wording.noTactic : TacticName.shown(finding.mitre.tactic)
    let room = max(8, min(19, width / 4))
    let proof = evidenceWords(finding)
    // A sub-technique's own name tells more in little room than its parent's, which comes first in the catalogue.
    let ownName = finding.mitre.name.split(separator: ": ").last.map(String.init) ?? ""
    let name = [finding.mitre.id, ownName].filter { !$0.isEmpty }.joined(separator: " ")
    let middle = max(0, width - room - 3 - 13 - proof.cellWidth - 3)
    return [
      Span("■ " + tactic.fitted(cells: room) + " ", theme[Role.tactic(tactic)]),
      Span(Wording.confidence(finding.confidence).fitted(cells: 13), theme[finding.confidence.role]),
      Span((name + (finding.mitre.corrected ? " (\(Wording.corrected))" : "")).fitted(cells: middle), theme[.text]),
      Span(" \(evidence.sign) ", theme[evidence.role]), Span(proof, theme[evidence.role]),
    ]
  }

  private static func evidenceWords(_ finding: Finding) -> String {
    switch finding.evidence {
    case .verified: finding.rows.isEmpty ? Wording.proven : Wording.count(finding.rows.count, "row")
    case .partial: Wording.partlyProven
    case .unverified: Wording.notProven
    }
  }

  private static func body(_ finding: Finding, _ model: Model, width: Int) -> [[Span]] {
    let theme = model.theme
    func wrapped(_ text: String, _ role: Role) -> [[Span]] {
      Defanging.defanged(text).wrapped(cells: width).map { [Span(String($0), theme[role])] }
    }
    var lines = finding.description.isEmpty ? [] : wrapped(finding.description, .text)
    if let decision = model.findings.decisions[finding.id] {
      let note = decision.note.isEmpty ? "" : ": \(decision.note)"
      let time = "\(Figures.full(decision.time, zone: model.zone)) \(model.zone.label)"
      lines += wrapped(
        "\(DecisionMark.sign(decision.status)) \(decision.status.rawValue), \(time)\(note)", DecisionMark.role(decision.status))
    }
    if !finding.notes.isBlank { lines += wrapped(Wording.sentences(finding.notes), .note) }
    if let proof = proofLine(finding, model) { lines += wrapped(proof, .time) }
    for quote in finding.logLines.prefix(6) {
      if finding.isMissing(quote) { continue }
      lines.append([Span("“\(Defanging.defanged(quote).truncated(cells: max(8, width - 2), cut: .end))”", theme[.quote])])
    }
    for missing in finding.notFound.prefix(6) {
      // Struck through letter by letter: the attribute for it is missing in many terminals.
      let text = Defanging.defanged(missing).truncated(cells: max(8, width - Wording.notFoundLabel.count - 4))
      lines.append([
        Span("✗ \(Wording.notFoundLabel): ", theme[.evidenceUnverified]), Span(Struck.through(text), theme[.evidenceMissing]),
      ])
    }
    for doubt in finding.doubts.prefix(4) { lines += wrapped("? \(Wording.doubtfulLabel): \(doubt)", .warning) }
    if !finding.rows.isEmpty {
      let rows = finding.rows.prefix(12).map(Figures.grouped).joined(separator: " ") + (finding.rows.count > 12 ? " …" : "")
      lines.append([
        Span(Wording.rowNumbers(finding.rows.count) + " ", theme[.textDim]), Span(rows, theme[.number]),
        Span("  \(finding.source)", theme[.textDim]),
      ])
    }
    if !finding.recommendations.isEmpty || !finding.provenIndicators.isEmpty {
      let next = finding.recommendations.map(\.rawValue) + finding.provenIndicators.prefix(4).map(Defanging.defanged)
      lines.append([Span("→ \(Wording.recommended): " + next.joined(separator: " · "), theme[.recommendation])])
    }
    if finding.cut { lines.append([Span(Wording.cut(Wording.cutInside), theme[.warning])]) }
    return lines
  }

  /// Who and when, as the proving rows say it.
  private static func proofLine(_ finding: Finding, _ model: Model) -> String? {
    guard let proofs = model.findings.proofs[finding.id], let first = proofs.first else { return nil }
    let times = proofs.compactMap(\.time).sorted()
    var parts = [first.about].filter { !$0.isEmpty }
    if let from = times.first, let to = times.last {
      parts.append("\(Figures.range(from, to, now: model.now, zone: model.zone)) \(model.zone.label)")
    }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }
}
