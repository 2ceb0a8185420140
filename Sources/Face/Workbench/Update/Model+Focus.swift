internal import HuntPipeline
internal import Canvas
internal import Casefile

extension Model {
  mutating func performFocus(_ command: Command) -> [Effect] {
    switch command {
    case .focusAlerts: return focus(on: .alerts)
    case .focusRequest, .ask: return focus(on: .ask)
    case .focusQuery: return focus(on: .query)
    case .focusRows: return focus(on: .rows)
    case .focusFindings: return focus(on: .findings)
    case .focusAnalysis: return focus(on: .analysis)
    case .focusMatrix: return focus(on: .matrix)
    case .focusTimeline: return focus(on: .timeline)
    case .focusDetail: return focus(on: .detail)
    case .focusNext: return stepFocus(1)
    case .focusPrevious: return stepFocus(-1)
    case .nextTab: return stepTab(1)
    case .previousTab: return stepTab(-1)
    case .zoom: isZoomed.toggle()
    default: break
    }
    return []
  }

  /// Gives the keys to a pane; leaving the query editor has its text reviewed.
  mutating func focus(on pane: PaneID) -> [Effect] {
    let effects = query.isEditing && pane != .query ? leaveQueryEditor() : []
    alerts.filterEditor = nil
    findings.filterEditor = nil
    alerts.walk = nil
    rows.filterEditor = nil
    record.editor = nil
    analysisSearch.editor = nil
    focus = pane == .detail && detail.showsRaw ? .record : pane
    isFocusChosen = true
    if pane == .ask { request.offerReplacing() }
    if pane.isTab { tab = pane }
    return effects
  }

  private mutating func stepFocus(_ step: Int) -> [Effect] {
    let ring: [PaneID] = [.alerts, .ask, .query, tab, detail.showsRaw ? .record : .detail]
    let place = ring.firstIndex(of: focus) ?? 0
    return focus(on: ring[(place + step + ring.count) % ring.count])
  }

  private mutating func stepTab(_ step: Int) -> [Effect] {
    let tabs = PaneID.tabs
    let place = tabs.firstIndex(of: tab) ?? 0
    let next = tabs[(place + step + tabs.count) % tabs.count]
    if focus.isTab { return focus(on: next) }
    tab = next
    return []
  }

  /// Moves the cursor or the scroll of the pane that has the focus.
  mutating func move(_ command: Command) {
    switch focus {
    case .alerts: alerts.cursor = moved(alerts.cursor, count: alerts.lineCount, page: ScreenLayout(self).alertLines, command)
    case .detail: moveInDetail(command)
    case .record: record.cursor = moved(record.cursor, count: recordLines, page: ScreenLayout(self).inner(.record).height, command)
    case .entity: moveInEntity(command)
    case .query: query.scroll = moved(query.scroll, count: Int.max, page: ScreenLayout(self).queryLines, command)
    case .rows: moveInRows(command)
    case .findings: findings.cursor = moved(findings.cursor, count: findings.shown.count, page: 4, command)
    case .analysis: moveInAnalysis(command)
    case .matrix: moveInMatrix(command)
    case .timeline:
      timeline.cursor = moved(timeline.cursor, count: timelineEntries.count, page: ScreenLayout(self).inner(.timeline).height, command)
    case .ask, .meter: break
    }
  }

  /// A place after a movement, held inside `0..<count`.
  func moved(_ place: Int, count: Int, page: Int, _ command: Command) -> Int {
    let page = max(1, page)
    let wanted =
      switch command {
      case .moveDown: place + 1
      case .moveUp: place - 1
      case .halfPageDown: place + max(1, page / 2)
      case .halfPageUp: place - max(1, page / 2)
      case .pageDown: place + page
      case .pageUp: place - page
      case .first: 0
      case .last: max(0, count - 1)
      default: place
      }
    return min(max(0, wanted), max(0, count - 1))
  }

  private mutating func moveInAnalysis(_ command: Command) {
    let height = max(1, ScreenLayout(self).inner(.analysis).height)
    analysis.scroll = moved(analysis.scroll, count: analysis.lines.count, page: height, command)
    analysis.isFollowing = command == .last
  }

  mutating func settleAnalysis(height: Int) {
    let most = max(0, analysis.lines.count - max(1, height))
    analysis.scroll = analysis.isFollowing ? most : min(analysis.scroll, most)
  }

  /// First place on screen, so that the cursor is on screen too.
  static func top(_ top: Int, cursor: Int, count: Int, height: Int) -> Int {
    let height = max(1, height)
    var top = min(top, max(0, count - height))
    if cursor < top { top = cursor }
    if cursor >= top + height { top = cursor - height + 1 }
    return max(0, top)
  }
}
