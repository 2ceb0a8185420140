internal import HuntPipeline
internal import Casefile
package import Canvas

extension Model {
  /// Paints the whole screen. The surface has the size the model was told; another one is clipped.
  package func draw(on surface: inout Surface) {
    surface.fill(surface.bounds, theme.ground)
    surface.cursor = nil
    let layout = ScreenLayout(self)
    guard !layout.isTooSmall else {
      let words = Wording.tooSmall(size.width, size.height)
      surface.draw(words, in: Rect(x: 0, y: size.height / 2, width: size.width, height: 1), theme[.text], align: .centre)
      return
    }
    TitleBar.draw(self, theme, &surface, layout.titleBar)
    drawLines(layout, &surface)
    for spec in PaneTable.rows {
      let inner = layout.inner(spec.id)
      guard !inner.isEmpty else { continue }
      surface.clipped(to: inner) { spec.draw(self, theme, &$0, inner) }
    }
    if let line = layout.meterLine { MeterPane.drawLine(self, theme, &surface, line) }
    StatusLine.draw(self, theme, &surface, layout.status)
    if overlay == nil { CompletionWindow.draw(self, theme, &surface) }
    drawOverlay(&surface)
    if let help = shownHelp { HelpOverlay.draw(self, help, theme, &surface) }
    if !layout.footer.isEmpty { Footer.draw(self, theme, &surface, layout.footer) }
  }

  private func drawOverlay(_ surface: inout Surface) {
    switch overlay {
    case .palette(let state): PaletteOverlay.draw(self, state, theme, &surface)
    case .picker(let state): PickerOverlay.draw(self, state, theme, &surface)
    case .columns(let place): ColumnsOverlay.draw(self, place, theme, &surface)
    case .reduction(let place): ReductionOverlay.draw(self, place, theme, &surface)
    case .preview(let state): PreviewOverlay.draw(self, state, theme, &surface)
    case .consent(let state): ConsentOverlay.draw(self, state, theme, &surface)
    case .prompt(let state): PromptOverlay.draw(self, state, theme, &surface)
    case .sources(let scroll): SourcesOverlay.draw(self, scroll, theme, &surface)
    case .signIn(let state): SignInOverlay.draw(self, state, theme, &surface)
    case .subscriptions(let state): SubscriptionsOverlay.draw(self, state, theme, &surface)
    case .writeBack(let state): WriteBackOverlay.draw(self, state, theme, &surface)
    case .hunts(let state): HuntsOverlay.draw(self, state, theme, &surface)
    case .leaving(let loss): LeavingOverlay.draw(self, loss, theme, &surface)
    case .jump: JumpOverlay.draw(self, theme, &surface)
    case .frequency(let state): FrequencyOverlay.draw(self, state, theme, &surface)
    case .rowColumns(let cursor): RowColumnsOverlay.draw(self, cursor, theme, &surface)
    case .help, nil: break
    }
  }

  /// Borders and titles; the focused pane's lines are drawn last, so that its colour wins where two share one.
  private func drawLines(_ layout: ScreenLayout, _ surface: inout Surface) {
    var borders = Borders()
    let panes = layout.frames.keys.sorted { left, right in
      left == focus ? false : right == focus ? true : left.rawValue < right.rawValue
    }
    for pane in panes {
      guard let frame = layout.frames[pane] else { continue }
      let style = theme[pane == focus ? .borderFocus : .border]
      if layout.isWide { borders.add(frame, style) } else { borders.line(from: Point(x: 0, y: frame.y), across: frame.width, style) }
      borders.title(title(pane, isWhole: true, room: frame.width - 6), on: frame)
    }
    for fold in layout.folds {
      borders.line(from: Point(x: 0, y: fold.rect.y), across: fold.rect.width, theme[fold.pane == focus ? .borderFocus : .border])
      borders.title(title(fold.pane, isWhole: false, room: fold.rect.width - 6), on: fold.rect)
    }
    borders.draw(on: &surface)
  }

  /// A pane's number and name, or the row of tabs, and its figures: all of them, or the first for a folded pane. A figure stands
  /// whole or not at all, but for those that are needed.
  private func title(_ pane: PaneID, isWhole: Bool, room: Int) -> [Span] {
    var spans = pane.isTab ? tabs(room: room) : [name(pane, theme[pane == focus ? .titleFocus : .title])]
    let figures = PaneTable[pane]?.figures(self) ?? []
    // The tab in front already shows its first figure beside its name.
    // What failed or is left out of the list does not fold away with it.
    let folded = figures.prefix(1) + (pane == .alerts ? figures.dropFirst().filter(\.isNeeded) : [])
    let rest = pane.isTab ? figures.dropFirst() : isWhole ? figures.prefix(8) : folded
    if pane == .ask, !isWhole, let text = hunt?.request.text, !text.isEmpty {
      // What the next question goes to must not be hidden by the last one.
      let subject = requestTarget == .alerts ? figures.prefix(1).flatMap { [Span(" ─ ", theme[.border]), $0.span] } : []
      return spans + subject + [Span(" ─ ", theme[.border]), Span("› \(text)", theme[.text])]
    }
    var wanted = Array(rest)
    // The first one is cut, too, rather than left out.
    if !pane.isTab, !wanted.isEmpty { wanted[0].isNeeded = true }
    for span in Figure.fitting(wanted, in: room - spans.reduce(0) { $0 + $1.text.cellWidth }) {
      spans += [Span(Figure.separator, theme[pane == focus ? .borderFocus : .border]), span]
    }
    return spans
  }

  private func name(_ pane: PaneID, _ style: Style) -> Span {
    Span((pane.number.map { "\($0) " } ?? "") + (Wording.paneNames[pane] ?? ""), style)
  }

  /// The row of tabs: with as many figures as leave room for all names, else with numbers for all names but the current one's. That rows
  /// are missing is never left out.
  private func tabs(room: Int) -> [Span] {
    let isPartial = hunt?.rows?.partial != nil
    let figured: [[PaneID]] = [[.rows, .findings, tab], [.rows, tab]] + (isPartial ? [] : [[tab]])
    let rows =
      figured.map { tabs(withFigures: $0, isShort: false) } + figured.dropFirst().map { tabs(withFigures: $0, isShort: true) }
      + (isPartial ? [] : [tabs(withFigures: [], isShort: true)])
    // The end of the last name may be cut where that is not the one in front.
    let most = room + (tab == PaneID.tabs.last ? 0 : 6)
    return rows.first { $0.reduce(0) { $0 + $1.text.cellWidth } <= most } ?? rows.last ?? []
  }

  private func tabs(withFigures figured: [PaneID], isShort: Bool) -> [Span] {
    var spans: [Span] = []
    let isRoomy = size.width >= 76
    for pane in PaneID.tabs where isRoomy || pane == tab {
      let isCurrent = pane == tab
      let style = theme[isCurrent ? (pane == focus ? .titleFocus : .tabCurrent) : .tab]
      if !spans.isEmpty { spans.append(Span(isCurrent ? " │" : " │ ", theme[.border])) }
      // Weight alone would be lost on terminals without bold.
      if isCurrent, isRoomy { spans.append(Span("▸", style)) }
      spans.append(isShort && !isCurrent && pane.number != nil ? Span("\(pane.number ?? 0)", style) : name(pane, style))
      if figured.contains(pane), let figure = PaneTable[pane]?.figures(self).first {
        spans += [Span(" ", style), figure.span]
      }
    }
    return spans
  }
}
