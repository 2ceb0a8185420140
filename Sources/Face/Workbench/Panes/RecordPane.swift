internal import Canvas
internal import Casefile

/// The source's own record of the alert: folded, searched, and drawn only where it is seen.
package enum RecordPane {
  static func figures(_ model: Model) -> [Figure] {
    guard let alert = model.detail.alert else { return [] }
    let title = Figure(alert.title, model.theme[.titleFigure])
    let cut = model.record.record?.isCut == true ? [Figure(Wording.recordCut, model.theme[.warning], isNeeded: true)] : []
    guard !model.record.search.isEmpty else { return cut + [Figure(Wording.rawRecord, model.theme[.warning], isNeeded: true), title] }
    return cut + [Figure(Wording.matches(model.record.match, model.record.matches.count), model.theme[.warning], isNeeded: true), title]
  }

  /// Lines at the bottom: the search while it is typed.
  static func footLines(_ model: Model) -> Int { model.record.editor == nil ? 0 : 1 }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let (foot, body) = rect.cutBottom(footLines(model))
    if let editor = model.record.editor {
      surface.draw("/", at: Point(x: foot.x + 1, y: foot.y), theme[.inputPrompt])
      EditorLine.draw(
        editor, line: 0, isFocused: true, in: Rect(x: foot.x + 3, y: foot.y, width: max(0, foot.width - 4), height: 1), theme[.input],
        &surface)
    }
    guard let read = model.record.record else {
      surface.draw(Wording.readingRecord, in: body.inset(1, 0), theme[.textDim])
      return
    }
    let found = Set(model.record.matches.count > 2000 ? [] : model.record.matches)
    for (offset, place) in read.visible.dropFirst(model.record.top).prefix(body.height).enumerated() {
      let row = body.row(offset)
      let isCursor = model.record.top + offset == model.record.cursor
      CursorRow.draw(isCursor, isFocused: model.focus == .record, in: row, theme, &surface)
      let isMatch = found.contains(place) || (isCursor && model.record.matches.contains(place))
      let line = spans(read.nodes[Int(place)], isFolded: read.folded.contains(place), isMatch: isMatch, theme)
      surface.draw(line, in: Rect(x: row.x + 1, y: row.y, width: max(0, row.width - 2), height: 1))
    }
  }

  private static func spans(_ node: FoldedRecord.Node, isFolded: Bool, isMatch: Bool, _ theme: Theme) -> [Span] {
    let sign = node.folds ? (isFolded ? "▸ " : "▾ ") : "  "
    let indent = String(repeating: "  ", count: min(20, Int(node.depth)))
    let style = theme[isMatch ? .match : node.folds ? .textDim : .text]
    // A value of one endless line is cut before it is measured.
    return [
      Span(indent + sign, theme[.textDim]), Span(node.key.isEmpty ? "" : String(node.key.unicodeScalars.prefix(200)) + "  ", theme[.field]),
      Span(Defanging.defanged(String(node.value.unicodeScalars.prefix(1000))), style),
    ]
  }
}
