internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The analysis as text: it grows at the bottom, and what was read stays where it was.
package enum AnalysisPane {
  static func figures(_ model: Model) -> [Span] {
    guard let hunt = model.hunt, !hunt.answer.isEmpty else { return [] }
    let search = model.analysisSearch
    if !search.text.isEmpty, model.tab == .analysis {
      let words = Wording.hits(search.match, search.matches.count)
      return [Span(words, model.theme[.warning]), Span("/\(search.text)", model.theme[.warning])]
    }
    if let reason = hunt.cutReason { return [Span(Wording.cut(reason), model.theme[.warning])] }
    let below = model.analysis.lines.count - model.analysis.scroll - ScreenLayout(model).inner(.analysis).height
    return below > 0 && model.tab == .analysis ? [Span("\(Figures.grouped(below)) more ↓", model.theme[.title])] : []
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    guard !model.analysis.lines.isEmpty else {
      let words = model.hunt.map { $0.stage.isWorking ? Wording.doing($0) + " …" : Wording.analysisHint } ?? Wording.analysisHint
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
      if !search.text.isEmpty { mark(search.text, in: line, row.inset(1, 0), theme, &surface) }
      // A match that goes on over the end of the line has no letters of its own to be seen by.
      if hit == model.analysis.scroll + offset { surface.draw("▸", at: Point(x: row.x, y: row.y), theme[.mark]) }
    }
  }

  /// Sets off the words that are looked for.
  private static func mark(_ text: String, in line: String, _ row: Rect, _ theme: Theme, _ surface: inout Surface) {
    var rest = line[...]
    while let found = rest.range(ofWords: text) {
      let x = row.x + String(line[..<found.lowerBound]).cellWidth
      let width = min(String(line[found]).cellWidth, row.right - x)
      if width > 0 { surface.restyle(Rect(x: x, y: row.y, width: width, height: 1)) { $0 = theme[.match].over($0) } }
      rest = line[found.upperBound...]
    }
  }
}

extension Substring {
  /// The first place of a text in any case.
  fileprivate func range(ofWords text: String) -> Range<Index>? {
    let sought = text.lowercased()
    guard let first = sought.first else { return nil }
    var place = startIndex
    while place < endIndex {
      if self[place].lowercased().first == first, self[place...].lowercased().hasPrefix(sought) {
        return index(place, offsetBy: text.count, limitedBy: endIndex).map { place..<$0 }
      }
      place = index(after: place)
    }
    return nil
  }
}
