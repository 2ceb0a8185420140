internal import Canvas
internal import KQL

/// The list of what could be typed, beside the cursor of the query.
enum CompletionWindow {
  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface) {
    guard model.query.isEditing, let state = model.query.completion, let cursor = surface.cursor else { return }
    let items = state.completion.items
    let height = min(CompletionState.height, items.count)
    let body = Rect(x: 0, y: 1, width: surface.size.width, height: surface.size.height - 3)
    let isBelow = cursor.y + 1 + height <= body.bottom || cursor.y - body.y < height
    let lines = isBelow ? min(height, body.bottom - cursor.y - 1) : min(height, cursor.y - body.y)
    guard lines > 0 else { return }
    let names = min(40, items.lazy.prefix(200).map(\.label.cellWidth).max() ?? 8)
    let width = min(body.width, max(30, names + 4 + 40))
    let x = max(0, min(cursor.x - state.completion.prefix.cellWidth - 3, body.right - width))
    let frame = Rect(x: x, y: isBelow ? cursor.y + 1 : cursor.y - lines, width: width, height: lines)
    surface.fill(frame, theme[.overlay].over(theme.ground))
    let top = Model.top(0, cursor: state.cursor, count: items.count, height: lines)
    for (offset, item) in items.dropFirst(top).prefix(lines).enumerated() {
      let isCursor = top + offset == state.cursor
      draw(
        item, isCursor: isCursor, isChosen: state.isChosen, prefix: state.completion.prefix, names: names, theme, &surface,
        frame.row(offset))
    }
    let place = "\(state.cursor + 1)/\(items.count)"
    if items.count > lines { surface.draw(place, in: frame.row(lines - 1).inset(1, 0), theme[.textDim], align: .right) }
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
