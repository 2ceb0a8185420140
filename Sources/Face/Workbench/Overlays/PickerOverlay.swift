internal import Canvas

/// A choice from a short list; themes are shown as the cursor moves.
enum PickerOverlay {
  static func draw(_ model: Model, _ state: PickerState, _ theme: Theme, _ surface: inout Surface) {
    let title: String =
      switch state.purpose {
      case .theme: Wording.themesTitle
      case .model: Wording.modelsTitle
      case .workspace: Wording.workspacesTitle
      case .export: Wording.exportTitle
      case .status: Wording.statusTitle
      }
    let inside = Window.open(title, width: 72, height: state.items.count + 2, theme, &surface)
    let top = Model.top(0, cursor: state.cursor, count: state.items.count, height: inside.height)
    for (offset, item) in state.items.dropFirst(top).prefix(inside.height).enumerated() {
      let line = inside.row(offset)
      let isCursor = top + offset == state.cursor
      if isCursor { surface.fill(line, theme[.selection]) }
      surface.draw((isCursor ? "› " : "  ") + item, in: line, theme[isCursor ? .selection : .text])
      let note = state.notes.indices.contains(top + offset) ? state.notes[top + offset] : ""
      surface.draw(note, in: line.cutLeft(20).rest, theme[isCursor ? .selection : .textDim])
    }
  }
}

/// Asks before leaving.
enum LeavingOverlay {
  static func draw(_ model: Model, _ loss: String, _ theme: Theme, _ surface: inout Surface) {
    let width = min(64, surface.size.width - 4)
    let lines = loss.wrapped(cells: width - 4)
    let inside = Window.open(Wording.leavingTitle, width: width, height: lines.count + 4, theme, &surface)
    for (offset, line) in lines.enumerated() { surface.draw(String(line), in: inside.row(offset), theme[.text]) }
    let yes = model.keys.keys(of: .leaveYes).map(KeyMap.label).joined(separator: "/")
    let no = model.keys.keys(of: .leaveNo).map(KeyMap.label).joined(separator: "/")
    surface.draw("\(yes) leave   \(no) stay", in: inside.row(inside.height - 1), theme[.overlayTitle])
  }
}
