internal import Canvas
internal import Casefile
internal import HuntPipeline

/// What is sent to a model, to the letter, under a line that says how many names it hides.
enum PreviewOverlay {
  static func draw(_ model: Model, _ state: PreviewState, _ theme: Theme, _ surface: inout Surface) {
    let width = min(120, surface.size.width - 2)
    let inside = Window.open(Wording.previewTitle, width: width, height: surface.size.height - 2, theme, &surface)
    guard let call = state.call else {
      surface.draw(Wording.previewComing, in: inside.row(0), theme[.textDim])
      return
    }
    surface.draw(Wording.hidden(call), in: inside.row(0), theme[call.hidden.isEmpty && call.leavesMachine ? .warning : .good])
    let body = inside.cutTop(2).rest
    let lines = lines(call, width: body.width)
    let top = min(state.scroll, max(0, lines.count - body.height))
    for (offset, line) in lines.dropFirst(top).prefix(body.height).enumerated() {
      surface.draw(line.text, in: body.row(offset), theme[line.isHeading ? .field : .text])
    }
  }

  struct Line {
    var text: String
    var isHeading = false
  }

  /// All lines at this width.
  static func lines(_ call: OutgoingCalls, width: Int) -> [Line] {
    call.calls.enumerated().flatMap { place, one in
      let number = call.calls.count > 1 ? [Line(text: Wording.callNumber(place + 1, of: call.calls.count), isHeading: true)] : []
      return number + lines(one, width: width)
    }
  }

  private static func lines(_ call: ModelCall, width: Int) -> [Line] {
    var lines: [Line] = []
    for message in call.messages {
      lines.append(Line(text: message.role.rawValue, isHeading: true))
      for line in message.text.split(separator: "\n", omittingEmptySubsequences: false) {
        let safe = String(line).harmless
        lines += safe.isEmpty ? [Line(text: "")] : safe.wrapped(cells: max(8, width)).map { Line(text: String($0)) }
      }
      lines.append(Line(text: ""))
    }
    let forms = [
      call.tool.map { ("tool \($0.name)", $0.parameters) }, call.answerSchema.map { ("schema \($0.name)", $0.schema) },
    ]
    for (name, form) in forms.compactMap({ $0 }) {
      lines.append(Line(text: name, isHeading: true))
      lines += form.text.wrapped(cells: max(8, width)).map { Line(text: String($0)) } + [Line(text: "")]
    }
    return lines
  }
}
