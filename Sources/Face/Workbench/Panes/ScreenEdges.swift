internal import Canvas
internal import Casefile
internal import HuntPipeline

/// The line at the top: where one is, with which model, under which rules, and what time it is.
enum TitleBar {
  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    surface.fill(rect, theme[.bar].over(theme.ground))
    let isShort = rect.width < 64
    let clock =
      isShort ? "\(Figures.clock(model.now, zone: model.zone).prefix(5)) \(model.zone.label)" : Figures.heading(model.now, zone: model.zone)
    let (right, rest) = rect.cutRight(clock.cellWidth + (rect.width < 100 ? 0 : 1))
    surface.draw(clock, in: right, theme[.bar])
    let place = model.place
    var name = place.name
    if let request = model.hunt?.request, rest.width > 110 { name += request.subject == .logs ? " ▸ hunt" : " ▸ alerts" }
    let start = [Span(" \(Wording.program)  ", theme[.barName]), Span(name, theme[.barName])]
    // A blank stands between the rules and the clock.
    let room = rest.width - 1 - start.reduce(0) { $0 + $1.text.cellWidth }
    let wordings = endings(model)
    let ending = wordings.first { $0.cellWidth <= room } ?? wordings.last ?? ""
    surface.draw(start + [Span(ending, theme[.bar])], in: rest)
  }

  /// What follows the name, from all of it to the least; the widest that fits is shown.
  private static func endings(_ model: Model) -> [String] {
    let place = model.place
    let write = place.isReadOnly ? Wording.readOnly : Wording.mayWrite
    let stays = place.asksServices ? Wording.rowsStay : Wording.nothingLeaves
    let names = place.hasPseudonyms ? Wording.pseudonyms : place.leavesMachine ? Wording.noPseudonyms : stays
    let reader = model.wantedModel ?? place.model
    // What is safe to do must not depend on the width: the notes give way first.
    let short = place.isReadOnly ? Wording.readOnly : Wording.mayWriteShort
    let rules = ["  \(reader) · \(names) · \(write)", "  \(names) · \(write)", "  \(names) · \(short)", "  \(write)", "  \(short)"]
    guard !place.note.isEmpty else { return rules }
    let note = " — \(place.note), \(Wording.analysed(by: reader))"
    let shorter = " — \(place.note), \(reader)"
    return ["\(note)  \(names) · \(write)", "\(shorter)  \(names) · \(write)"] + rules
  }
}

/// The line above the hints: what is being done, or what came of it.
enum StatusLine {
  private static let spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    var rest = rect.inset(1, 0)
    if let hunt = model.hunt, hunt.stage.isWorking {
      let elapsed = hunt.workStarted.map { model.now - $0 } ?? TimeSpan(ticks: 0)
      let step = surface.glyphs.isASCII ? "*" : spinner[Int((max(0, elapsed.ticks) / 2_000_000) % Int64(spinner.count))]
      let stop = hunt.stage == .stopping ? "" : "   \(model.keys.keys(of: .back).map(KeyMap.label).last ?? "") \(Wording.stop)"
      let doing = [
        Span("\(step) \(model.doing(hunt)) … \(Figures.elapsed(elapsed))", theme[.busy]), Span(stop, theme[.footerKey]),
      ]
      let used = surface.draw(doing, in: rest)
      rest = Rect(x: rest.x + used + 3, y: rest.y, width: rest.width - used - 3, height: 1)
    }
    if model.focus == .alerts, model.overlay == nil, let words = model.sliceWords {
      surface.draw(words, in: rest, theme[.note])
    } else if model.alerts.filterEditor != nil, let remark = model.alerts.remark {
      surface.draw([Span("! ", theme[.warning]), Span(Wording.remark(remark), theme[.warning])], in: rest)
    } else if let spans = RowsPane.remark(model) {
      surface.draw(spans, in: rest)
    } else if let words = model.signInWords, model.huntWaitsForSignIn == nil, model.toast?.kind != .bad, model.toast?.kind != .warning {
      surface.draw([Span("! ", theme[.warning]), Span(words, theme[.warning])], in: rest)
    } else if let toast = model.toast {
      let (sign, role) = mark(toast.kind)
      surface.draw([Span("\(sign) ", theme[role]), Span(toast.text, theme[role])], in: rest)
    } else if model.focus == .alerts, let remark = model.alerts.remark {
      surface.draw([Span("! ", theme[.warning]), Span(Wording.remark(remark), theme[.warning])], in: rest)
    } else if model.focus == .alerts, let field = FilterWords.unknownField(in: model.alerts.listing.filter) {
      surface.draw([Span("! ", theme[.warning]), Span(Wording.unknownField(field), theme[.warning])], in: rest)
    } else if let hunt = model.hunt, let words = Wording.standing(hunt, runKey: runKey(model)) {
      surface.draw(words, in: rest, theme[.note])
    }
  }

  /// The key that runs the query where one is: no letter while text is typed.
  private static func runKey(_ model: Model) -> String {
    model.keys.label(of: .runQuery, at: model.keyPlace) ?? model.keys.label(of: .runQuery)
  }

  private static func mark(_ kind: Toast.Kind) -> (String, Role) {
    switch kind {
    case .good: ("✓", .good)
    case .note: ("·", .note)
    case .warning: ("!", .warning)
    case .bad: ("✗", .bad)
    }
  }
}

/// The line at the bottom: the keys that matter here, as many as fit.
enum Footer {
  static func draw(_ model: Model, _ theme: Theme, _ surface: inout Surface, _ rect: Rect) {
    var x = rect.x + 1
    for spec in specs(model) {
      guard let hint = spec.hint, let key = model.keys.label(of: spec.command, at: model.keyPlace) else { continue }
      let width = key.cellWidth + 1 + hint.cellWidth
      guard x + width < rect.right else { continue }
      x += surface.draw(key, at: Point(x: x, y: rect.y), theme[.footerKey]) + 1
      x += surface.draw(hint, at: Point(x: x, y: rect.y), theme[.footer]) + 2
    }
  }

  /// Keys of the place one is in first, then those that count everywhere; help and back always find room.
  private static func specs(_ model: Model) -> [CommandSpec] {
    let usable = CommandTable.rows.filter { $0.hint != nil && $0.unavailable(model) == nil }
    switch model.keyPlace {
    case .overlay(.jump): return usable.filter { $0.command == .overlayClose }
    case .overlay(let kind):
      let hints: [OverlayKind: String] = [
        .prompt: "take", .help: "close", .palette: "run", .hunts: "open", .sources: "close", .signIn: "close", .preview: "close",
        .columns: "close", .reduction: "close",
      ]
      let own = usable.filter { $0.scope == .overlay(kind) || ($0.scope == .windows && kind != .consent && kind != .leaving) }.map { spec in
        let hint = kind == .writeBack ? Wording.changeHint(spec.command, model) : spec.command == .overlayAccept ? hints[kind] : nil
        return hint.map { spec.hinting($0) } ?? spec
      }.filter { $0.hint?.isEmpty != true }
      return own + usable.filter { $0.command == .help && kind != .help }
    case .editor(let editor):
      let isFilter =
        editor == .filter || editor == .rowFilter || editor == .findingFilter || editor == .recordSearch
        || editor == .analysisSearch
      let hint = editor == .filter || editor == .rowFilter ? "as before" : isFilter ? "clear" : "leave"
      let back = CommandSpec(.back, "", hint: hint, help: "", keys: [])
      let own = usable.filter { $0.scope == .editor(editor) || ($0.scope == .typing && !isFilter) }
      let wanted: [Command] = editor == .query ? [.runQuery, .palette, .help] : [.palette, .help]
      return own + [back] + usable.filter { wanted.contains($0.command) }
    case .bars:
      let own: [Command] = [.zoomOut, .palette, .help, .back]
      return usable.filter { $0.scope == .bars } + usable.filter { own.contains($0.command) }
    case .pane(let pane):
      let own = usable.filter { spec in
        if case .panes(let panes) = spec.scope { return panes.contains(pane) }
        return false
      }
      let last: [Command] = [.palette, .help, .back]
      let everywhere = usable.filter { $0.scope == .everywhere && $0.command != .backOrQuit }
      var tail = everywhere.filter { last.contains($0.command) && !($0.command == .back && model.isAtBottom) }
      if pane == .rows, !model.rows.filter.isEmpty, !model.rows.isUnfolded, let place = tail.firstIndex(where: { $0.command == .back }) {
        tail[place] = CommandSpec(.back, "", hint: Wording.clearsFilter, help: "", keys: [])
      }
      // Esc stops what runs before it goes back, and is told so.
      if model.isHunting, let place = tail.firstIndex(where: { $0.command == .back }) { tail[place] = tail[place].hinting(Wording.stop) }
      let leaving = model.isAtBottom ? [CommandSpec(.backOrQuit, "", hint: "quit", help: "", keys: [])] : []
      // A query in hand is run next.
      let run = pane == .query && model.hunt?.stage == .ready ? everywhere.filter { $0.command == .runQuery } : []
      let others = everywhere.filter { spec in !last.contains(spec.command) && !run.contains { $0.command == spec.command } }
      // What went wrong is looked at next.
      let signIn = model.whyNoSignIn == nil ? [CommandTable[.showSignIn]].compactMap { $0?.hinting(Wording.signInKey) } : []
      let failing = model.sources.failed.isEmpty ? [] : [CommandTable[.showSources]].compactMap { $0?.hinting(Wording.sourcesHint) }
      // What can be changed, and what can be read anew, is not left to be guessed.
      let change = own.filter { $0.command == .changeAlert }
      let refresh =
        pane == .alerts && !model.sources.sources.isEmpty ? [CommandTable[.refresh]].compactMap { $0?.hinting(Wording.refreshHint) } : []
      let most = own.filter { $0.command != .changeAlert }.prefix(4)
      let first = most.prefix(4 - change.count - refresh.count)
      return run + signIn + failing + change + first + tail + refresh + leaving + most.dropFirst(first.count) + others
    }
  }
}
