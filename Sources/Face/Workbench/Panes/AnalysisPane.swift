internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The analysis as text: it grows at the bottom, and what was read stays where it was.
package enum AnalysisPane {
  static func figures(_ model: Model) -> [Span] {
    guard let hunt = model.hunt, !hunt.answer.isEmpty else { return [] }
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
    for (offset, line) in model.analysis.lines.dropFirst(model.analysis.scroll).prefix(rect.height).enumerated() {
      let isHeading = line.hasPrefix("#")
      surface.draw(line, in: rect.row(offset).inset(1, 0), theme[isHeading ? .textStrong : .text])
    }
  }
}
