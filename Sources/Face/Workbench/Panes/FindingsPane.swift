internal import Canvas
internal import Casefile
internal import HuntPipeline

/// Findings as cards, one by one as they come; what went wrong or came empty stands in their place.
package enum FindingsPane {
  static func figures(_ model: Model) -> [Figure] {
    let theme = model.theme
    guard let hunt = model.hunt else { return [] }
    if hunt.stage == .failed { return [Figure(Wording.failed, theme[.bad])] }
    var spans: [Figure] = []
    let count = hunt.findings.count
    if !model.findings.filter.isEmpty {
      spans.append(Figure(Wording.filtered(model.findings.shown.count, of: count), theme[.warning], isNeeded: true))
      spans.append(Figure("/\(model.findings.filter)", theme[.warning], isNeeded: true))
    } else if count > 0 || hunt.stage == .finished {
      let isEarlier = hunt.resultsAreEarlier
      let words = Figures.grouped(count)
      spans.append(Figure(isEarlier ? Wording.earlier(words) : words, theme[isEarlier ? .warning : .titleFigure], isNeeded: isEarlier))
    }
    if model.findings.sort != .confidence { spans.append(Figure("↓ \(model.findings.sort.rawValue)", theme[.title])) }
    if let reason = hunt.cutReason { spans.append(Figure(Wording.cut(reason), theme[.warning], isNeeded: true)) }
    if hunt.rows?.partial != nil { spans.append(Figure(Wording.ofPartialRows, theme[.warning], isNeeded: true)) }
    if hunt.stage == .cancelled { spans.append(Figure(Wording.stopped, theme[.warning], isNeeded: true)) }
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
    if let editor = model.findings.filterEditor {
      let (top, below) = rest.cutTop(1)
      drawFilter(editor, model, theme, &surface, top)
      rest = below
    }
    guard !hunt.findings.isEmpty, !rest.isEmpty else {
      if notice.isEmpty { drawWaiting(model, hunt, theme, &surface, rest) }
      return
    }
    guard !model.findings.shown.isEmpty else {
      let unknown = FindingFilter.unknownField(in: model.findings.filter).map { " " + Wording.unknownFindingField($0) } ?? ""
      let pattern = FindingFilter(model.findings.filter).hasPattern ? " " + Wording.noFindingPattern : ""
      surface.drawWrapped(Wording.noMatchingFinding(model.findings.filter) + unknown + pattern, in: rest.inset(1, 0), theme[.textDim])
      return
    }
    drawCards(model, hunt, theme, &surface, rest)
  }

  private static func drawFilter(_ editor: TextEditor, _ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let line = rect.inset(1, 0)
    surface.draw(Wording.filterPrompt, in: line, theme[.inputPrompt])
    let (_, text) = line.cutLeft(2)
    if editor.isEmpty { surface.draw(Wording.findingFilterHint, in: text, theme[.inputHint]) }
    EditorLine.draw(editor, line: 0, isFocused: model.overlay == nil, in: text, theme[.input], &surface)
  }

  private static func drawWaiting(_ model: Model, _ hunt: Hunt, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let words: String =
      switch hunt.stage {
      case .finished: Wording.noFindings
      case .ready: Wording.queryReady
      case let stage where stage.isWorking: model.doing(hunt) + " …"
      default: ""
      }
    surface.drawWrapped(words, in: rect.inset(1, 0), theme[.textDim])
  }

  private static func drawCards(_ model: Model, _ hunt: Hunt, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    surface.clipped(to: rect) { clipped in
      var y = rect.y - model.findings.scroll
      for (index, place) in model.findings.shown.enumerated() where hunt.findings.indices.contains(place) {
        let finding = hunt.findings[place]
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
    let all = model.hunt?.findings ?? []
    return model.findings.shown.filter(all.indices.contains).map { all[$0] }.enumerated().map { index, finding in
      guard index == model.findings.cursor, width > 13 else { return FindingCard.closedHeight(finding, width: width - 3) }
      return FindingCard.lines(finding, model, width: width - 3, isOpen: true).count
    }
  }
}
