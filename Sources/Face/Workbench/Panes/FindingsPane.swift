internal import Canvas
internal import Casefile
internal import HuntPipeline

/// Findings as cards, one by one as they come; what went wrong or came empty stands in their place.
package enum FindingsPane {
  static func figures(_ model: Model) -> [Span] {
    let theme = model.theme
    guard let hunt = model.hunt else { return [] }
    if hunt.stage == .failed { return [Span(Wording.failed, theme[.bad])] }
    var spans: [Span] = []
    if !hunt.findings.isEmpty || hunt.stage == .finished { spans.append(Span(Figures.grouped(hunt.findings.count), theme[.titleFigure])) }
    if let reason = hunt.cutReason { spans.append(Span(Wording.cut(reason), theme[.warning])) }
    if hunt.stage == .cancelled { spans.append(Span(Wording.stopped, theme[.warning])) }
    return spans
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    guard let hunt = model.hunt else {
      surface.drawWrapped(Wording.findingsHint, in: rect.inset(1, 0), theme[.textDim])
      return
    }
    var rest = rect
    let notice = FindingsNotice.lines(model, hunt, width: rect.width - 2)
    if !notice.isEmpty {
      let (top, below) = rest.cutTop(min(rest.height, notice.count))
      for (offset, line) in notice.prefix(top.height).enumerated() { surface.draw(line, in: top.inset(1, 0).row(offset)) }
      rest = below
    }
    guard !hunt.findings.isEmpty, !rest.isEmpty else {
      if notice.isEmpty { drawWaiting(hunt, theme, &surface, rest) }
      return
    }
    drawCards(model, hunt, theme, &surface, rest)
  }

  private static func drawWaiting(_ hunt: Hunt, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let words: String =
      switch hunt.stage {
      case .finished: Wording.noFindings
      case .ready: Wording.queryReady
      case let stage where stage.isWorking: Wording.doing(hunt) + " …"
      default: ""
      }
    surface.drawWrapped(words, in: rect.inset(1, 0), theme[.textDim])
  }

  private static func drawCards(_ model: Model, _ hunt: Hunt, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    surface.clipped(to: rect) { clipped in
      var y = rect.y - model.findings.scroll
      for (index, finding) in hunt.findings.enumerated() {
        if y >= rect.bottom { break }
        let isSelected = index == model.findings.cursor
        let card = FindingCard.lines(finding, model, width: rect.width - 3, isOpen: isSelected)
        let tall = card.count
        if y + tall > rect.y {
          let area = Rect(x: rect.x, y: y, width: rect.width, height: tall)
          for (offset, line) in card.enumerated() {
            let row = Rect(x: rect.x, y: y + offset, width: rect.width, height: 1)
            CursorRow.draw(
              isSelected && !(line.isEmpty && offset == tall - 1), isFocused: model.focus == .findings, in: row, theme, &clipped)
            clipped.draw(line, in: Rect(x: area.x + 2, y: y + offset, width: area.width - 3, height: 1))
          }
        }
        y += tall
      }
    }
  }

  /// Lines of each card.
  static func heights(_ model: Model, width: Int) -> [Int] {
    (model.hunt?.findings ?? []).enumerated().map { index, finding in
      guard index == model.findings.cursor, width > 13 else { return FindingCard.closedHeight(finding, width: width - 3) }
      return FindingCard.lines(finding, model, width: width - 3, isOpen: true).count
    }
  }
}

/// A finding as lines.
enum FindingCard {
  /// Head, and either one line of what it says or all of it; a blank line ends the card.
  static func lines(_ finding: Finding, _ model: Model, width: Int, isOpen: Bool) -> [[Span]] {
    let theme = model.theme
    guard width > 10 else { return [[Span(finding.title, theme[.textStrong])], []] }
    var lines = [head(finding, theme, width: width), [Span(Defanging.defanged(finding.title), theme[.textStrong])]]
    if isOpen {
      lines += body(finding, model, width: width)
    } else if !finding.description.isEmpty {
      lines.append([Span(Defanging.defanged(finding.description), theme[.textDim])])
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
    let tactic = finding.mitre.tactic.isEmpty ? Wording.noTactic : finding.mitre.tactic
    let room = max(8, min(19, width / 4))
    let proof = evidenceWords(finding)
    // A sub-technique's own name tells more in little room than its parent's, which comes first in the catalogue.
    let ownName = finding.mitre.name.split(separator: ": ").last.map(String.init) ?? ""
    let name = [finding.mitre.id, ownName].filter { !$0.isEmpty }.joined(separator: " ")
    let middle = max(0, width - room - 3 - 8 - proof.cellWidth - 3)
    return [
      Span("■ " + tactic.fitted(cells: room) + " ", theme[Role.tactic(tactic)]),
      Span(finding.confidence.rawValue.fitted(cells: 8), theme[finding.confidence.role]),
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
    if !finding.notes.isBlank { lines += wrapped(Wording.sentences(finding.notes), .note) }
    if let proof = proofLine(finding, model) { lines += wrapped(proof, .time) }
    for quote in finding.logLines.prefix(6) {
      let isMissing = finding.notFound.contains(quote)
      if isMissing { continue }
      lines.append([Span("“\(Defanging.defanged(quote).truncated(cells: max(8, width - 2), cut: .end))”", theme[.quote])])
    }
    for missing in finding.notFound.prefix(6) {
      lines.append([
        Span("✗ \(Wording.notFoundLabel): ", theme[.evidenceUnverified]), Span(Defanging.defanged(missing), theme[.evidenceMissing]),
      ])
    }
    if !finding.rows.isEmpty {
      let rows = finding.rows.prefix(12).map(Figures.grouped).joined(separator: " ") + (finding.rows.count > 12 ? " …" : "")
      lines.append([
        Span(Wording.rowNumbers(finding.rows.count) + " ", theme[.textDim]), Span(rows, theme[.number]),
        Span("  \(finding.source)", theme[.textDim]),
      ])
    }
    if !finding.recommendations.isEmpty || !finding.indicators.isEmpty {
      let next = finding.recommendations.map(\.rawValue) + finding.indicators.prefix(4).map(Defanging.defanged)
      lines.append([Span("→ " + next.joined(separator: " · "), theme[.recommendation])])
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
      parts.append("\(Figures.range(from, to, zone: model.zone)) \(model.zone.label)")
    }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }
}
