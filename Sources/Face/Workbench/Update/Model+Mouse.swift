internal import Canvas
internal import HuntPipeline

extension Model {
  /// A click goes to the pane and line under it, the wheel moves in the pane under it; nothing needs either.
  mutating func receive(_ mouse: MouseEvent) -> [Effect] {
    guard hasMouse, overlay == nil else { return [] }
    switch (mouse.action, mouse.button) {
    case (.press, .left): return click(at: mouse.position)
    case (.scrollUp, _), (.scrollDown, _):
      guard let pane = pane(at: mouse.position) else { return [] }
      let effects = pane == focus ? [] : focus(on: pane)
      for _ in 0..<3 { move(mouse.action == .scrollUp ? .moveUp : .moveDown) }
      return effects
    default: return []
    }
  }

  private func pane(at point: Point) -> PaneID? {
    let layout = ScreenLayout(self)
    let folded = layout.folds.first { $0.rect.contains(point) }?.pane
    // Neighbours share a line: the one whose inside is hit wins.
    let inside = layout.frames.keys.first { layout.inner($0).contains(point) }
    return folded ?? inside ?? layout.frames.first { $0.value.contains(point) && $0.key != .meter }?.key
  }

  /// Puts the query's cursor on the character at a cell of a line, the line numbers and what is scrolled out at the left included.
  private mutating func place(cursorAt line: Int, cell: Int) {
    query.completion = nil
    guard line < query.editor.lineCount else { return query.editor.move(line: line, column: Int.max) }
    let gutter = QueryPane.numberWidth(query.editor.lineCount) + 1
    let isCursorLine = line == query.editor.cursor.line
    let width = ScreenLayout(self).inner(.query).width - gutter
    let wanted = max(0, cell - gutter) + (isCursorLine ? EditorLine.shift(query.editor.beforeCursor.cellWidth, width: width) : 0)
    var used = 0
    let column = query.editor.lines[line].firstIndex { character in
      used += String(character).cellWidth
      return used > wanted
    }
    query.editor.move(line: line, column: column ?? Int.max)
  }

  private mutating func click(at point: Point) -> [Effect] {
    guard let pane = pane(at: point), pane != .meter else { return [] }
    let effects = pane == focus ? [] : focus(on: pane)
    let layout = ScreenLayout(self)
    let inner = layout.inner(pane)
    let line = point.y - inner.y
    guard inner.contains(point) else { return effects }
    switch pane {
    case .alerts:
      let place = alerts.top + line - (inner.height - layout.alertLines)
      if place >= alerts.top, place < alerts.lineCount { alerts.cursor = place }
    case .rows:
      let place = rows.top + line - (inner.height - layout.rowLines)
      if place >= rows.top, place < shownRows, !rows.isUnfolded { rows.cursor = place }
    case .timeline:
      let place = timeline.top + line - TimelinePane.headLines
      if place >= timeline.top, timelineEntries.indices.contains(place) { timeline.cursor = place }
    case .query where query.isEditing: place(cursorAt: query.scroll + line, cell: point.x - inner.x)
    default: break
    }
    return effects
  }
}
