internal import KQL
internal import Canvas
internal import Casefile
internal import HuntPipeline

/// One line to be typed, what may be typed, and what is made of it.
enum PromptOverlay {
  static func draw(_ model: Model, _ state: PromptState, _ theme: Theme, _ surface: inout Surface) {
    let width = min(96, surface.size.width - 4)
    let notes = notes(model, state, theme, width: width - 4)
    let inside = Window.open(Wording.promptTitle(state.purpose), width: width, height: notes.count + 4, theme, &surface)
    Window.drawSearch(state.editor, hint: Wording.promptHint(state.purpose), in: inside.row(0), theme, &surface)
    for (offset, line) in notes.enumerated() where offset + 2 < inside.height { surface.draw(line, in: inside.row(offset + 2)) }
  }

  private static func notes(_ model: Model, _ state: PromptState, _ theme: Theme, width: Int) -> [[Span]] {
    func lines(_ text: String, _ role: Role, most: Int) -> [[Span]] {
      text.wrapped(cells: max(8, width)).prefix(most).map { [Span(String($0), theme[role])] }
    }
    if let problem = state.problem { return lines("✗ " + problem, .bad, most: 4) }
    switch state.purpose {
    case .plan(.range):
      guard let range = model.range(reading: state.editor.text) else { return lines(Wording.rangeUnread, .textDim, most: 2) }
      return lines(Figures.whole(range, zone: model.zone), .good, most: 2)
    case .plan(.table): return lines(names(model.tables.list?.tableNames ?? [], state).joined(separator: "  "), .textDim, most: 5)
    case .plan(.fields), .plan(.filters):
      let columns = model.query.plan.flatMap { model.tables.schema(named: $0.table) }?.columns.map(\.name) ?? []
      return lines(names(columns, state).joined(separator: "  "), .textDim, most: 5)
    case .plan(.limit): return []
    case .note: return lines(Wording.noteHint, .textDim, most: 2)
    case .followUp: return lines(Wording.followUpNote, .textDim, most: 3)
    case .huntName: return lines(Wording.saveHint, .textDim, most: 3)
    case .entity: return lines(Wording.entityNameHint, .textDim, most: 3)
    case .assignment: return lines(Wording.assignmentHint, .textDim, most: 2)
    case .comment: return lines(Wording.commentHint, .textDim, most: 2)
    case .parameter(let filling): return lines(filling.text.split(separator: "\n").first.map(String.init) ?? "", .textDim, most: 1)
    }
  }

  /// Names that go on what is typed of the last word; all while none is typed.
  private static func names(_ names: [String], _ state: PromptState) -> [String] {
    let typed = state.editor.beforeCursor.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.last.map { $0.lowercased() } ?? ""
    let found = names.filter { $0.lowercased().hasPrefix(typed) }
    return found.isEmpty ? names : found
  }
}

/// Hunts to open again.
enum HuntsOverlay {
  static func draw(_ model: Model, _ state: HuntsState, _ theme: Theme, _ surface: inout Surface) {
    let inside = Window.open("\(Wording.huntsTitle) · \(model.zone.label)", width: 110, height: 24, theme, &surface)
    Window.drawSearch(state.search, hint: Wording.helpHint, in: inside.row(0), theme, &surface)
    var list = inside.cutTop(2).rest
    if let problem = state.problem {
      let lines = Wording.line(problem).wrapped(cells: max(8, list.width)).prefix(3)
      for (offset, line) in lines.enumerated() { surface.draw(String(line), in: list.row(offset), theme[.warning]) }
      list = list.cutTop(lines.count + 1).rest
    }
    let found = state.found
    if found.isEmpty, state.problem == nil || !state.entries.isEmpty {
      let words =
        !state.hasArrived ? Wording.loadingHunts : state.entries.isEmpty ? Wording.noHunts : Wording.nothingFound(state.search.text)
      surface.drawWrapped(words, in: list, theme[.textDim])
    }
    let top = Model.top(0, cursor: state.cursor, count: found.count, height: list.height)
    let isThisYear = found.compactMap(\.time).allSatisfy { Figures.isThisYear($0, now: model.now, zone: model.zone) }
    for (offset, entry) in found.dropFirst(top).prefix(list.height).enumerated() {
      let isCursor = top + offset == state.cursor
      let line = list.row(offset)
      if isCursor { surface.fill(line, theme[.selection]) }
      let when = entry.time.map { Figures.moment($0, now: model.now, zone: model.zone, seconds: false) } ?? Wording.savedSign
      let (time, rest) = line.cutLeft(Figures.momentWidth(isThisYear, seconds: false) + 4)
      surface.draw((isCursor ? "› " : "  ") + when, in: time, theme[isCursor ? .selection : .time])
      let (title, note) = rest.cutLeft(rest.width * 6 / 10)
      surface.draw(entry.title, in: title, theme[isCursor ? .selection : .text])
      surface.draw(entry.note, in: note.inset(1, 0), theme[isCursor ? .selection : .textDim])
    }
  }
}
