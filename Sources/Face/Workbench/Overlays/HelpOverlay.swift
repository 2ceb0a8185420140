internal import Canvas

/// The keys of the place one is in, from the command table, searched by typing.
enum HelpOverlay {
  enum Row {
    case heading(String)
    /// A command, and of its help what has room on its line.
    case command(CommandSpec, keys: String, help: String)
    /// What had no room there.
    case more(String)
  }

  private static let width = 100
  /// Where the sentences begin.
  private static let indent = 21

  static func rows(_ model: Model, _ state: HelpState) -> [Row] {
    // Sides of the screen and of the window leave this much.
    let room = max(8, min(width, model.size.width - (model.size.width > 60 ? 4 : 0)) - 4 - indent)
    let typed = state.search.text.lowercased().trimmed
    func matching(_ specs: [CommandSpec]) -> [Row] {
      specs.flatMap { spec -> [Row] in
        let keys = model.keys.keys(of: spec.command, at: state.place).map(KeyMap.label).joined(separator: " ")
        guard !keys.isEmpty else { return [] }
        let words = "\(spec.title) \(spec.help) \(keys) \(spec.command.rawValue)".lowercased()
        guard typed.isEmpty || words.contains(typed) else { return [] }
        let help = spec.help.wrapped(cells: room).map(String.init)
        return [.command(spec, keys: keys, help: help.first ?? "")] + help.dropFirst().map { .more($0) }
      }
    }
    var rows: [Row] = []
    for (name, specs) in groups(state.place) {
      let found = matching(specs)
      if !found.isEmpty { rows += [.heading(name)] + found }
    }
    return rows
  }

  private static func groups(_ place: KeyMap.Place) -> [(String, [CommandSpec])] {
    func specs(_ isWanted: (Scope) -> Bool) -> [CommandSpec] { CommandTable.rows.filter { isWanted($0.scope) } }
    let everywhere = (Wording.headingEverywhere, specs { $0 == .everywhere })
    switch place {
    case .pane(let pane):
      let own = specs { scope in
        if case .panes(let panes) = scope { return panes.contains(pane) }
        return false
      }
      return [(Wording.paneNames[pane] ?? "", own), (Wording.headingMoving, specs { $0 == .lists }), everywhere]
    case .bars: return [(Wording.headingBars, specs { $0 == .bars })] + groups(.pane(.alerts))
    case .editor(let editor): return [(Wording.headingTyping, specs { $0 == .editor(editor) || $0 == .typing }), everywhere]
    case .overlay(let kind):
      let isTyped = [.palette, .prompt, .hunts, .help].contains(kind)
      return [(Wording.headingWindow, specs { $0 == .overlay(kind) || $0 == .windows || isTyped && $0 == .typing }), everywhere]
    }
  }

  static func draw(_ model: Model, _ state: HelpState, _ theme: Theme, _ surface: inout Surface) {
    let name: String =
      switch state.place {
      case .pane(let pane): Wording.paneNames[pane] ?? ""
      case .bars: Wording.barsTitle
      case .editor(let editor): "typing (\(editor.rawValue))"
      case .overlay(let kind): Wording.windowNames[kind] ?? kind.rawValue
      }
    let inside = Window.open(Wording.helpTitle(name), width: width, height: surface.size.height - 4, theme, &surface)
    Window.drawSearch(state.search, hint: Wording.helpHint, in: inside.row(0), theme, &surface)
    let list = inside.cutTop(2).rest
    let rows = rows(model, state)
    if rows.isEmpty { surface.draw(Wording.nothingFound(state.search.text), in: list.row(0), theme[.textDim]) }
    let top = min(state.scroll, max(0, rows.count - list.height))
    for (offset, row) in rows.dropFirst(top).prefix(list.height).enumerated() {
      let line = list.row(offset)
      switch row {
      case .heading(let name): surface.draw(name, in: line, theme[.overlayTitle])
      case .command(_, let keys, let help):
        surface.draw(keys, in: Rect(x: line.x + 1, y: line.y, width: indent - 2, height: 1), theme[.footerKey])
        surface.draw(help, in: line.cutLeft(indent).rest, theme[.text])
      case .more(let help): surface.draw(help, in: line.cutLeft(indent).rest, theme[.text])
      }
    }
  }
}
