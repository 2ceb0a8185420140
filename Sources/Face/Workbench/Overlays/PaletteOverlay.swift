internal import Canvas

/// All commands, found by letters of their names, each with its keys and whether it can run now.
enum PaletteOverlay {
  struct Row {
    let spec: CommandSpec
    let places: [Int]
    let whyNot: String?
    let score: Int
  }

  /// The commands that match, best first; those that cannot run now stand last among equals.
  static func rows(_ model: Model, _ state: PaletteState) -> [Row] {
    // No title is longer; a pasted text must not be matched letter by letter with every command.
    let typed = String(state.search.text.prefix(200))
    let found = CommandTable.rows.filter { isOffered($0) }.compactMap { spec -> Row? in
      let whyNot = spec.unavailable(model) ?? whyNotHere(spec, model)
      if aliases[typed.lowercased().trimmed] == spec.command { return Row(spec: spec, places: [], whyNot: whyNot, score: .max / 4) }
      if let match = FuzzyMatch(typed, in: spec.title) {
        return Row(spec: spec, places: match.places, whyNot: whyNot, score: match.score + 4)
      }
      guard let match = FuzzyMatch(typed, in: spec.command.rawValue) else { return nil }
      return Row(spec: spec, places: [], whyNot: whyNot, score: match.score)
    }
    let order = Dictionary(uniqueKeysWithValues: CommandTable.rows.enumerated().map { ($1.command, $0) })
    return found.sorted { left, right in
      let (one, two) = (rank(left), rank(right))
      if one != two { return one > two }
      return (order[left.spec.command] ?? 0) < (order[right.spec.command] ?? 0)
    }
  }

  /// What is typed for these in other programs.
  private static let aliases: [String: Command] = [
    "q": .quit, "q!": .quit, "wq": .quit, "quit": .quit, "exit": .quit, "w": .saveHunt, "h": .help, "help": .help, "e": .editQuery,
    "r": .runQuery, "run": .runQuery,
  ]

  private static func rank(_ row: Row) -> Int { row.score * 2 + (row.whyNot == nil ? 1 : 0) }

  /// Keys that only mean something inside windows are not offered.
  private static func isOffered(_ spec: CommandSpec) -> Bool {
    switch spec.scope {
    case .overlay, .windows, .bars: false
    default: spec.command != .palette
    }
  }

  /// Commands of a pane or an editor need it to have the focus.
  private static func whyNotHere(_ spec: CommandSpec, _ model: Model) -> String? {
    switch spec.scope {
    case .panes(let panes): panes.contains(model.focus) ? nil : Wording.onlyIn(panes)
    case .typing: model.activeEditor == nil ? Wording.onlyTyping : nil
    case .editor(let editor): model.activeEditor == editor ? nil : Wording.onlyThere
    default: nil
    }
  }

  static func draw(_ model: Model, _ state: PaletteState, _ theme: Theme, _ surface: inout Surface) {
    let rows = rows(model, state)
    let inside = Window.open(Wording.paletteTitle, width: 84, height: 22, theme, &surface)
    Window.drawSearch(state.search, hint: Wording.paletteHint, in: inside.row(0), theme, &surface)
    let list = inside.cutTop(2).rest
    if rows.isEmpty { surface.draw(Wording.nothingFound(state.search.text), in: list.row(0), theme[.textDim]) }
    let top = Model.top(0, cursor: state.cursor, count: rows.count, height: list.height)
    for (offset, row) in rows.dropFirst(top).prefix(list.height).enumerated() {
      let line = list.row(offset)
      let isCursor = top + offset == state.cursor
      if isCursor { surface.fill(line, theme[.selection]) }
      draw(row, isCursor: isCursor, model, theme, &surface, line)
    }
  }

  private static func draw(_ row: Row, isCursor: Bool, _ model: Model, _ theme: Theme, _ surface: inout Surface, _ line: Rect) {
    let (keys, rest) = line.cutLeft(11)
    let plain = theme[row.whyNot != nil ? .textDim : isCursor ? .selection : .text]
    surface.draw(model.keys.label(of: row.spec.command), in: keys, theme[.footerKey])
    let used = surface.draw(Window.matched(row.spec.title, row.places, plain: plain, match: theme[.match]), in: rest)
    let note = Rect(x: rest.x + max(24, used + 2), y: rest.y, width: rest.width - max(24, used + 2), height: 1)
    surface.draw(row.whyNot ?? row.spec.help, in: note, theme[isCursor ? .selection : row.whyNot == nil ? .textDim : .warning])
  }
}
