internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The request line.
package enum AskPane {
  static func figures(_ model: Model) -> [Figure] {
    let theme = model.theme
    let marked = model.alerts.marks.count
    let target: String =
      switch model.requestTarget {
      case .logs: marked == 0 ? Wording.askingLogs : Wording.askingLogsNot(marked)
      case .alerts where marked == 0: Wording.askingShown(model.alerts.matching)
      case .alerts: Wording.askingMarked(marked)
      }
    let style = theme[model.requestTarget == .alerts ? .mark : .titleFigure]
    guard model.focus == .ask else { return [Figure(target, style)] }
    let other = Wording.asksOther(model.keys.label(of: .toggleSubject), isLogs: model.requestTarget == .logs, marked: marked)
    return [Figure(target, style), Figure(other, theme[.footer])]
  }

  /// What a question goes to stands before what is typed, wherever that is not the logs.
  private static func prompt(_ model: Model, _ theme: Theme) -> [Span] {
    guard model.focus == .ask, model.requestTarget == .alerts else { return [Span("› ", theme[.inputPrompt])] }
    let marked = model.alerts.marks.count
    let subject = marked == 0 ? Wording.promptShown(model.alerts.matching) : Wording.promptMarked(marked)
    return [Span(subject + " ", theme[.mark]), Span("› ", theme[.inputPrompt])]
  }

  private static func hint(_ model: Model) -> String {
    model.requestTarget == .alerts && model.focus == .ask ? Wording.alertRequestHint : Wording.requestHint
  }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let line = rect.row(0).inset(1, 0)
    let (_, text) = line.cutLeft(surface.draw(prompt(model, theme), in: line))
    if model.request.isGathering {
      surface.draw(Wording.gathering, in: text, theme[.busy])
      return
    }
    let isFocused = model.focus == .ask
    if isFocused, model.request.editor.isEmpty {
      surface.draw(hint(model), in: text, theme[.inputHint])
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
