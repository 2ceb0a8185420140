internal import Canvas
internal import HuntPipeline

/// The query while it is typed: numbered lines, what is wrong beside its line, and below what is known of the place of the cursor.
enum QueryEditorPane {
  /// Lines below the text: what the place of the cursor is, and what is wrong with its line. They are kept free even when there is nothing
  /// to say, so that the text stays where it is.
  static func footLines(height: Int) -> Int { height >= 8 ? 2 : height >= 4 ? 1 : 0 }

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    let editor = model.query.editor
    let gutter = QueryPane.numberWidth(editor.lineCount)
    let (foot, area) = rect.cutBottom(footLines(height: rect.height))
    let remarks = model.query.reading.remarks(typingAt: editor.offset)
    drawFoot(model, remarks, theme, &surface, foot)
    for offset in 0..<area.height {
      let line = model.query.scroll + offset
      guard line < editor.lineCount else { break }
      let row = area.row(offset)
      surface.draw(String(line + 1), in: Rect(x: row.x, y: row.y, width: gutter, height: 1), theme[.lineNumber], align: .right)
      let text = Rect(x: row.x + gutter + 1, y: row.y, width: row.width - gutter - 1, height: 1)
      let isCursorLine = line == editor.cursor.line
      let before = isCursorLine ? editor.beforeCursor.cellWidth : 0
      EditorLine.draw(model.query.reading.spans(line, theme), before: before, in: text, theme[.lineNumber], &surface)
      drawBrackets(model, line, shift: EditorLine.shift(before, width: text.width), theme, &surface, text)
      if let remark = remarks.first(where: { $0.line == line + 1 }) { drawBeside(remark, editor.line(line), theme, &surface, text) }
      if isCursorLine, model.overlay == nil {
        surface.cursor = Point(x: text.x + before - EditorLine.shift(before, width: text.width), y: row.y)
      }
    }
  }

  /// What is wrong with a line stands behind it where there is room; the line of the cursor has it below in full.
  private static func drawBeside(
    _ remark: QueryReading.Remark, _ line: String, _ theme: Theme, _ surface: inout Surface, _ rect: Rect
  ) {
    let used = line.cellWidth + 2
    guard rect.width - used >= 16 else { return }
    let place = Rect(x: rect.x + used, y: rect.y, width: rect.width - used, height: 1)
    surface.draw("◂ " + remark.message, in: place, theme[remark.isError ? .bad : .warning])
  }

  private static func drawBrackets(_ model: Model, _ line: Int, shift: Int, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    for place in model.query.help.brackets where place.line == line {
      let before = String(model.query.editor.lines[line].prefix(place.column)).cellWidth - shift
      guard before >= 0, before < rect.width else { continue }
      let style = theme[.match]
      surface.restyle(Rect(x: rect.x + before, y: rect.y, width: 1, height: 1)) { $0 = style.over($0) }
    }
  }

  private static func drawFoot(
    _ model: Model, _ remarks: [QueryReading.Remark], _ theme: Theme, _ surface: inout Surface, _ rect: Rect
  ) {
    guard rect.height > 0 else { return }
    let remark = remarks.first { $0.line == model.query.editor.cursor.line + 1 } ?? remarks.first
    let help = model.query.help.line(theme)
    if rect.height > 1 { surface.draw(help, in: rect.row(0).inset(1, 0)) }
    let last = rect.row(rect.height - 1).inset(1, 0)
    if let remark {
      surface.draw("✗ " + Wording.remark(remark), in: last, theme[remark.isError ? .bad : .warning])
    } else if rect.height == 1 {
      surface.draw(help, in: last)
    } else {
      surface.draw(standing(model, theme), in: last)
    }
  }

  /// Whether the plan follows what is typed.
  private static func standing(_ model: Model, _ theme: Theme) -> [Span] {
    guard model.hunt?.drafted != nil else { return [] }
    guard let plan = model.query.plan else { return [Span(Wording.beyondPlan, theme[.textDim])] }
    return [Span(Wording.planSays + " ", theme[.textDim])] + PlanReasons.figures(plan, model)
  }
}
