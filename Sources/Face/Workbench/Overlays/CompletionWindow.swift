internal import Canvas
internal import KQL

/// The list of what could be typed, beside the cursor of the query.
enum CompletionWindow {
  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface) {
    guard model.query.isEditing, let state = model.query.completion, let cursor = surface.cursor else { return }
    let items = state.completion.items
    let body = Rect(x: 0, y: 1, width: surface.size.width, height: surface.size.height - 3)
    let (below, above) = (body.bottom - cursor.y - 1, cursor.y - body.y)
    let wanted = min(CompletionState.height, items.count) + 2
    let isBelow = below >= wanted || below >= above
    let room = min(wanted, isBelow ? below : above)
    guard room > 0 else { return }
    let names = min(40, items.lazy.prefix(200).map(\.label.cellWidth).max() ?? 8)
    // What stands beside the query stays to be seen, unless its pane is too narrow for names.
    let pane = ScreenLayout(model).frames[.query] ?? body
    let area = pane.width >= 44 ? pane : body
    let width = min(area.width, max(32, names + 6 + 40))
    let x = max(area.x, min(cursor.x - state.completion.prefix.cellWidth - 4, area.right - width))
    let outside = Rect(x: x, y: isBelow ? cursor.y + 1 : cursor.y - room, width: width, height: room)
    let place = items.count > room - 2 ? "\(state.cursor + 1)/\(items.count)" : ""
    let frame = drawFrame(outside, place, theme, &surface)
    let lines = frame.height
    let top = Model.top(0, cursor: state.cursor, count: items.count, height: lines)
    for (offset, item) in items.dropFirst(top).prefix(lines).enumerated() {
      let isCursor = top + offset == state.cursor
      draw(
        item, isCursor: isCursor, isChosen: state.isChosen, prefix: state.completion.prefix, names: names, theme, &surface,
        frame.row(offset))
    }
  }

  /// The ground of the list, with a line around it where that leaves room for an item; returns where the items go.
  private static func drawFrame(_ outside: Rect, _ place: String, _ theme: Theme, _ surface: inout Surface) -> Rect {
    surface.fill(outside, theme[.overlay].over(theme.ground))
    guard outside.height >= 3 else { return outside }
    var borders = Borders()
    borders.add(outside, theme[.overlayBorder])
    if !place.isEmpty { borders.footer([Span(place, theme[.textDim])], on: outside) }
    borders.draw(on: &surface)
    return outside.inset()
  }

  private static func draw(
    _ item: KQLCompletion.Item, isCursor: Bool, isChosen: Bool, prefix: String, names: Int, _ theme: Theme, _ surface: inout Surface,
    _ line: Rect
  ) {
    let plain = theme[isCursor ? .selection : .overlay]
    if isCursor { surface.fill(line, theme[.selection]) }
    let (sign, rest) = line.inset(1, 0).cutLeft(2)
    surface.draw(isCursor ? (isChosen ? "▶" : "›") : letter(item.kind), in: sign, theme[isCursor ? .selection : .textDim])
    let (name, detail) = rest.cutLeft(min(names, rest.width))
    let places = FuzzyMatch(prefix, in: item.label)?.places ?? []
    surface.draw(Window.matched(item.label, places, plain: plain, match: theme[.match]), in: name)
    surface.draw(item.detail, in: detail.inset(1, 0), theme[isCursor ? .selection : .textDim])
  }

  /// What a thing is, as one letter.
  private static func letter(_ kind: KQLCompletion.Item.Kind) -> String {
    switch kind {
    case .table: "T"
    case .column: "c"
    case .function: "ƒ"
    case .operator: "|"
    case .keyword: "k"
    case .value: "="
    case .variable: "v"
    }
  }
}
