internal import Canvas
internal import Casefile
internal import HuntPipeline

extension Model {
  mutating func performAlerts(_ command: Command) -> [Effect] {
    switch command {
    case .filter:
      focus = .alerts
      alerts.filterEditor = TextEditor(alerts.listing.filter)
    case .acceptFilter: alerts.filterEditor = nil
    case .sortNext:
      let keys: [AlertListing.SortKey] = [.time, .severity, .title, .entity, .status]
      let next = ((keys.firstIndex(of: alerts.listing.sort) ?? 0) + 1) % keys.count
      return list { listing in
        listing.sort = keys[next]
        listing.isDescending = keys[next] == .time || keys[next] == .severity
      }
    case .sortReverse: return list { $0.isDescending.toggle() }
    case .mark:
      if let id = alerts.lineUnderCursor?.id { alerts.toggleMark(id) }
      move(.moveDown)
    case .markRange: return markRange()
    case .markAll: return [.loadAlertIDs(alerts.listing, .markAll)]
    case .clearMarks: alerts.clearMarks()
    case .refresh:
      say(Wording.refreshing, .note)
      return [.refreshAlerts]
    default: break
    }
    return []
  }

  private mutating func markRange() -> [Effect] {
    guard let start = alerts.rangeStart else {
      alerts.rangeStart = alerts.cursor
      say(Wording.rangeStarted(keys.label(of: .markRange)), .note)
      return []
    }
    alerts.rangeStart = nil
    let (lower, upper) = (min(start, alerts.cursor), max(start, alerts.cursor))
    let ids = (lower...upper).compactMap { alerts.line(at: $0)?.id }
    if ids.count == upper - lower + 1 {
      alerts.mark(ids)
      return []
    }
    return [.loadAlertIDs(alerts.listing, .markRange(lower, upper))]
  }

  /// Changes what is listed and asks for its first page; the cursor stays on its alert when only the order changed.
  mutating func list(_ change: (inout AlertListing) -> Void) -> [Effect] {
    var listing = alerts.listing
    change(&listing)
    guard listing != alerts.listing else { return [] }
    alerts.listing = listing
    alerts.cursor = 0
    alerts.top = 0
    alerts.rangeStart = nil
    let range = alerts.wantedRange(height: size.height)
    alerts.pending = range
    return [.loadAlerts(listing, range)]
  }

  mutating func filterTyped(_ text: String) -> [Effect] {
    list { $0.filter = text.trimmed }
  }

  mutating func alertsArrived(_ page: AlertPage, of listing: AlertListing) -> [Effect] {
    guard listing == alerts.listing else { return [] }
    let held = alerts.lineUnderCursor?.id
    alerts.pending = nil
    alerts.hasArrived = true
    alerts.start = max(0, page.start)
    alerts.lines = page.lines
    alerts.entityWidth = page.lines.lazy.map { EntityLabel.short($0.entity).cellWidth }.max() ?? 0
    alerts.matching = max(0, page.matching)
    alerts.total = max(0, page.total)
    if !page.histogram.isEmpty || page.matching == 0 {
      alerts.histogram = page.histogram
      alerts.span = page.span
    }
    // What is not in the list is not under the cursor.
    if alerts.matching == 0 { detail = DetailState() }
    // New alerts push the list down; the cursor stays on the alert it was on.
    if let held, alerts.lineUnderCursor?.id != held, alerts.cursor > 0, let index = page.lines.firstIndex(where: { $0.id == held }) {
      alerts.cursor = alerts.start + index
    }
    return []
  }

  mutating func alertsChanged() -> [Effect] {
    let range = alerts.wantedRange(height: size.height)
    alerts.pending = range
    matrix.countedListing = nil
    detail.wanted = nil
    return [.loadAlerts(alerts.listing, range)]
  }

  mutating func alertIDsArrived(_ ids: [String], of listing: AlertListing, for purpose: IDPurpose) -> [Effect] {
    switch purpose {
    case .ask(let text):
      request.isGathering = false
      guard !ids.isEmpty else {
        say(Wording.noAlertsToAsk, .warning)
        return []
      }
      return begin(text, subject: .alerts(ids))
    case .markAll:
      alerts.mark(ids)
      say(Wording.marked(alerts.marks.count), .good)
    case .markRange(let lower, let upper):
      guard listing == alerts.listing, lower < ids.count, lower <= upper else { return [] }
      alerts.mark(ids[max(0, lower)...min(upper, ids.count - 1)])
      say(Wording.marked(alerts.marks.count), .good)
    }
    return []
  }

  /// Holds the cursor inside the list; what is scrolled to stays as it is while the list is not on screen.
  mutating func settleAlerts(height: Int, isShown: Bool) {
    alerts.cursor = min(max(0, alerts.cursor), max(0, alerts.matching - 1))
    guard isShown else { return }
    alerts.top = Model.top(alerts.top, cursor: alerts.cursor, count: alerts.matching, height: height)
  }
}
