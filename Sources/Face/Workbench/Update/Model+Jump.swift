internal import Canvas
internal import Casefile
internal import HuntPipeline

extension Model {
  /// Gives the lines on screen letters.
  mutating func beginJump() -> [Effect] {
    guard !jumpTargets.isEmpty else {
      say(Wording.nothingToJumpTo, .note)
      return []
    }
    overlay = .jump
    say(Wording.jumping(keys.label(of: .overlayClose)), .note)
    return []
  }

  /// The lines that have a letter now: lists go on moving while one is waited for, and a letter means the line at which it stands.
  var jumpTargets: [JumpTarget] {
    zip(JumpTarget.letters, linesOnScreen).map { JumpTarget(letter: $0, pane: $1.pane, place: $1.place, point: $1.point) }
  }

  /// A letter goes to its line, a digit to its pane.
  mutating func jump(_ key: Key) -> [Effect] {
    guard let typed = key.typed else { return [] }
    if let pane = PaneID.allCases.first(where: { $0.number.map { Character("\($0)") } == typed }) {
      endJump()
      return focus(on: pane)
    }
    guard let target = jumpTargets.first(where: { $0.letter == typed }) else {
      say(Wording.noSuchLetter(String(typed)), .note)
      return []
    }
    endJump()
    let effects = target.pane == focus ? [] : focus(on: target.pane)
    switch target.pane {
    case .alerts: alerts.cursor = target.place
    case .rows: rows.cursor = target.place
    case .findings: findings.cursor = target.place
    case .timeline: timeline.cursor = target.place
    default: break
    }
    return effects
  }

  /// Takes the letters away, and what was said of them.
  mutating func endJump() {
    overlay = nil
    drop(Wording.jumping(keys.label(of: .overlayClose)))
  }

  /// The lines of lists that are on screen, those of the tab first, for they are fewer.
  private var linesOnScreen: [(pane: PaneID, place: Int, point: Point)] {
    let layout = ScreenLayout(self)
    func lines(_ pane: PaneID, from top: Int, count: Int, below head: Int) -> [(pane: PaneID, place: Int, point: Point)] {
      let inner = layout.inner(pane)
      guard !inner.isEmpty else { return [] }
      return (top..<max(top, min(count, top + inner.height - head))).map { place in
        (pane, place, Point(x: inner.x, y: inner.y + head + place - top))
      }
    }
    var all: [(pane: PaneID, place: Int, point: Point)] = []
    switch tab {
    case .rows where !rows.isUnfolded:
      all += lines(.rows, from: rows.top, count: shownRows, below: layout.inner(.rows).height - layout.rowLines)
    case .timeline: all += lines(.timeline, from: timeline.top, count: timelineEntries.count, below: TimelinePane.headLines)
    case .findings: all += cardsOnScreen(layout.inner(.findings))
    default: break
    }
    return all + lines(.alerts, from: alerts.top, count: alerts.lineCount, below: layout.inner(.alerts).height - layout.alertLines)
  }

  private func cardsOnScreen(_ inner: Rect) -> [(pane: PaneID, place: Int, point: Point)] {
    guard let hunt, !inner.isEmpty else { return [] }
    let head = FindingsNotice.lines(self, hunt, width: inner.width - 2).count
    var y = inner.y + head - findings.scroll
    var cards: [(pane: PaneID, place: Int, point: Point)] = []
    for (place, height) in FindingsPane.heights(self, width: inner.width).enumerated() {
      if y >= inner.y + head, y < inner.bottom { cards.append((.findings, place, Point(x: inner.x, y: y))) }
      y += height
    }
    return cards
  }
}
