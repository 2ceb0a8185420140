internal import Canvas

/// A window over the panes: its ground, its border, its title.
enum Window {
  /// Draws the frame in the middle of the screen, or at its right edge where what it changes should be seen, and gives the place for its content.
  static func open(
    _ title: String, width: Int, height: Int, isAtRight: Bool = false, _ theme: Theme, _ surface: inout Surface
  ) -> Rect {
    let area = surface.bounds.inset(surface.size.width > 60 ? 2 : 0, surface.size.height > 14 ? 1 : 0)
    var frame = area.centred(width: width, height: height)
    if isAtRight { frame = Rect(x: area.right - frame.width, y: frame.y, width: frame.width, height: frame.height) }
    surface.cursor = nil
    if !isAtRight {
      surface.restyle(surface.bounds) { style in
        style.attributes.remove(.bold)
        style.attributes.insert(.dim)
      }
    }
    surface.fill(frame, theme[.overlay].over(theme.ground))
    var borders = Borders()
    borders.add(frame, theme[.overlayBorder])
    borders.title([Span(title, theme[.overlayTitle])], on: frame)
    borders.draw(on: &surface)
    return frame.inset(2, 1)
  }

  /// The line in which a window's search is typed.
  static func drawSearch(_ editor: TextEditor, hint: String, in rect: Rect, _ theme: Theme, _ surface: inout Surface) {
    surface.draw("›", in: rect, theme[.inputPrompt])
    let (_, text) = rect.cutLeft(2)
    if editor.isEmpty { surface.draw(hint, in: text, theme[.inputHint]) }
    EditorLine.draw(editor, line: 0, isFocused: true, in: text, theme[.input], &surface)
  }

  /// A name with the letters that matched set off.
  static func matched(_ name: String, _ places: [Int], plain: Style, match: Style) -> [Span] {
    guard !places.isEmpty else { return [Span(name, plain)] }
    let hits = Set(places)
    var spans: [Span] = []
    for (index, letter) in name.enumerated() {
      let style = hits.contains(index) ? match.over(plain) : plain
      if let last = spans.last, last.style == style {
        spans[spans.count - 1].text.append(letter)
      } else {
        spans.append(Span(String(letter), style))
      }
    }
    return spans
  }

  /// Lines of a change from one of them on; the last row of the place stays free, or says how many more there are: what is sent is never
  /// taken for less than it is.
  static func draw(_ lines: [[Span]], from top: Int, in rect: Rect, _ model: Model, _ surface: inout Surface) {
    guard rect.height > 0 else { return }
    let shown = max(1, rect.height - 1)
    for (offset, line) in lines.dropFirst(top).prefix(shown).enumerated() { surface.draw(line, in: rect.row(offset)) }
    let below = lines.dropFirst(top + shown).reversed().drop(while: \.isEmpty).count
    guard below > 0, rect.height > 1 else { return }
    surface.draw(Wording.linesBelow(below, model.keys.label(of: .changeNext)), in: rect.row(rect.height - 1), model.theme[.note])
  }
}
