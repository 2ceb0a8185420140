internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The analysis as text: it grows at the bottom, and what was read stays where it was.
package enum AnalysisPane {
  static func figures(_ model: Model) -> [Figure] {
    guard let hunt = model.hunt, !hunt.answer.isEmpty else { return [] }
    let search = model.analysisSearch
    let cut = hunt.cutReason.map { [Figure(Wording.cut($0), model.theme[.warning], isNeeded: true)] } ?? []
    if !search.text.isEmpty, model.tab == .analysis {
      let words = Wording.analysisMatches(search.match, search.matches.count)
      return [Figure(words, model.theme[.warning], isNeeded: true)] + cut + [Figure("/\(search.text)", model.theme[.warning])]
    }
    if !cut.isEmpty { return cut }
    let below = model.analysis.lines.count - model.analysis.scroll - ScreenLayout(model).inner(.analysis).height
    return below > 0 && model.tab == .analysis ? [Figure("\(Figures.grouped(below)) more ↓", model.theme[.title])] : []
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    guard !model.analysis.lines.isEmpty else {
      let words =
        model.hunt.map { $0.stage.isWorking ? model.doing($0) + " …" : Wording.analysisHint } ?? Wording.analysisHint
      surface.drawWrapped(words, in: rect.inset(1, 0), theme[.textDim])
      return
    }
    let search = model.analysisSearch
    let (foot, body) = rect.cutBottom(search.editor == nil ? 0 : 1)
    if let editor = search.editor {
      surface.draw("/", at: Point(x: foot.x + 1, y: foot.y), theme[.inputPrompt])
      let text = Rect(x: foot.x + 3, y: foot.y, width: max(0, foot.width - 4), height: 1)
      if editor.isEmpty { surface.draw(Wording.analysisSearchHint, in: text, theme[.inputHint]) }
      EditorLine.draw(editor, line: 0, isFocused: model.overlay == nil, in: text, theme[.input], &surface)
    }
    let hit = search.matches.indices.contains(search.match) ? search.matches[search.match] : nil
    for (offset, line) in model.analysis.lines.dropFirst(model.analysis.scroll).prefix(body.height).enumerated() {
      let isHeading = line.hasPrefix("#")
      let row = body.row(offset)
      surface.draw(line, in: row.inset(1, 0), theme[isHeading ? .textStrong : .text])
      mark(search.marks[model.analysis.scroll + offset] ?? [], row.inset(1, 0), theme, &surface)
      if hit == model.analysis.scroll + offset { surface.draw("▸", at: Point(x: row.x, y: row.y), theme[.mark]) }
    }
  }

  /// Sets off the words that are looked for.
  private static func mark(_ found: [Range<Int>], _ row: Rect, _ theme: Theme, _ surface: inout Surface) {
    for cells in found where row.x + cells.lowerBound < row.right {
      let width = min(cells.count, row.right - row.x - cells.lowerBound)
      surface.restyle(Rect(x: row.x + cells.lowerBound, y: row.y, width: width, height: 1)) { $0 = theme[.match].over($0) }
    }
  }
}
