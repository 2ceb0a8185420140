internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The request line.
package enum AskPane {
  static func figures(_ model: Model) -> [Span] {
    let theme = model.theme
    let target: String =
      switch model.requestTarget {
      case .logs: Wording.askingLogs
      case .alerts where model.alerts.marks.isEmpty: Wording.askingShown(model.alerts.matching)
      case .alerts: Wording.askingMarked(model.alerts.marks.count)
      }
    let style = theme[model.requestTarget == .alerts ? .mark : .titleFigure]
    guard model.focus == .ask else { return [Span(target, style)] }
    return [Span(target, style), Span("\(model.keys.label(of: .toggleSubject)) switches", theme[.footer])]
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let line = rect.row(0).inset(1, 0)
    surface.draw("›", in: line, theme[.inputPrompt])
    let (_, text) = line.cutLeft(2)
    if model.request.isGathering {
      surface.draw(Wording.gathering, in: text, theme[.busy])
      return
    }
    let isFocused = model.focus == .ask
    if isFocused, model.request.editor.isEmpty {
      surface.draw(Wording.requestHint, in: text, theme[.inputHint])
    } else if !isFocused {
      let asked = model.hunt?.request.text ?? ""
      let shown = asked.isEmpty ? model.request.editor.text : asked
      surface.draw(shown.isEmpty ? Wording.requestHint : shown, in: text, theme[shown.isEmpty ? .inputHint : .text])
      return
    }
    let style = theme[model.request.isReplaceable ? .inputHint : .input]
    EditorLine.draw(model.request.editor, line: 0, isFocused: model.overlay == nil, in: text, style, &surface)
  }
}
