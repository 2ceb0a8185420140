internal import Canvas
internal import Casefile
internal import HuntPipeline

extension Model {
  mutating func performAlerts(_ command: Command) -> [Effect] {
    switch command {
    case .filter:
      focus = .alerts
      alerts.before = AlertsState.Before(filter: alerts.listing.filter, id: alerts.lineUnderCursor?.name)
      alerts.filterEditor = TextEditor(alerts.listing.filter)
    case .acceptFilter: alerts.filterEditor = nil
    case .sortNext:
      let keys: [AlertListing.SortKey] =
        [.time, .severity, .title, .entity, .tactic, .status, .source] + (alerts.listing.grouping == nil ? [] : [.count])
      let next = ((keys.firstIndex(of: alerts.listing.sort) ?? 0) + 1) % keys.count
      return list { listing in
        listing.sort = keys[next]
        listing.isDescending = keys[next].isNaturallyDescending
      }
    case .sortReverse: return list { $0.isDescending.toggle() }
    case .mark:
      let line = alerts.lineUnderCursor
      move(.moveDown)
      if let group = line?.group { return markGroup(group) }
      if let line { alerts.toggleMark(line) }
    case .markRange: return markRange()
    case .markAll: return [.loadAlertIDs(alerts.listing.flat, .markAll)]
    case .clearMarks: alerts.clearMarks()
    case .refresh:
      say(Wording.refreshing, .note)
      return sources.sources.isEmpty ? [.refreshAlerts] : fetch()
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
    drop(Wording.rangeStarted(keys.label(of: .markRange)))
    let (lower, upper) = (min(start, alerts.cursor), max(start, alerts.cursor))
    let lines = (lower...upper).compactMap { place in alerts.line(at: place).flatMap { $0.group == nil ? $0 : nil } }
    if lines.count == upper - lower + 1 {
      alerts.mark(lines.map(\.name))
      return []
    }
    guard alerts.listing.grouping == nil else {
      say(Wording.rangeIsTooLong, .warning)
      return []
    }
    return [.loadAlertIDs(alerts.listing, .markRange(lower, upper))]
  }

  /// Changes what is listed and asks for its first page.
  mutating func list(_ change: (inout AlertListing) -> Void) -> [Effect] {
    var listing = alerts.listing
    change(&listing)
    guard listing != alerts.listing else { return [] }
    alerts.cursor = 0
    alerts.top = 0
    alerts.walk = nil
    return ask(for: listing)
  }

  /// Changes what is listed where the cursor is to stay.
  mutating func relist(_ change: (inout AlertListing) -> Void) -> [Effect] {
    var listing = alerts.listing
    change(&listing)
    guard listing != alerts.listing else { return [] }
    return ask(for: listing)
  }

  private mutating func ask(for listing: AlertListing) -> [Effect] {
    // Marks of whole groups are told by keys, which mean something else in other groups.
    if listing.grouping != alerts.listing.grouping || listing.flat != alerts.listing.flat { alerts.markedGroups = [:] }
    alerts.listing = listing
    alerts.held = nil
    alerts.sought = nil
    // What was said is of the list before.
    if toast?.kind == .note { toast = nil }
    alerts.rangeStart = nil
    let range = alerts.wantedRange(height: size.height)
    alerts.pending = range
    alerts.problem = nil
    return [.loadAlerts(listing, range)]
  }

  mutating func filterTyped(_ text: String) -> [Effect] {
    list { $0.filter = text.trimmed }
  }

  mutating func alertsArrived(_ page: AlertPage, of listing: AlertListing) -> [Effect] {
    guard listing == alerts.listing else { return [] }
    let before = alerts
    alerts.holdAnew()
    alerts.take(page)
    alerts.followHeld(isCounted: page.isCounted)
    // The count is on its way; what is known by now is shown.
    guard page.isCounted else { return [] }
    alerts.pending = nil
    alerts.arrived = now
    drop(Wording.refreshing)
    alerts.newCount = max(0, page.newCount)
    if !page.histogram.isEmpty || page.matching == 0 {
      alerts.histogram = page.histogram
      alerts.span = page.span
    }
    // What is not in the list is not under the cursor.
    if alerts.matching == 0 { detail = DetailState() }
    return settleRefresh(page, before: before)
  }

  mutating func alertsChanged() -> [Effect] {
    matrix.countedListing = nil
    return reread()
  }

  mutating func alertIDsArrived(_ ids: [AlertID], of listing: AlertListing, for purpose: IDPurpose) -> [Effect] {
    switch purpose {
    case .ask(let text):
      // It was stopped meanwhile, and asking may cost money.
      guard request.isGathering else { return [] }
      request.isGathering = false
      guard !ids.isEmpty else {
        say(Wording.noAlertsToAsk, .warning)
        return []
      }
      return begin(text, subject: .alerts(ids))
    case .markAll:
      guard listing == alerts.listing.flat else { return [] }
      alerts.mark(ids)
      say(Wording.marked(alerts.marks.count), .good)
    case .markGroup(let key):
      guard listing == alerts.listing.members(of: key) else { return [] }
      groupIDsArrived(ids, key: key)
    case .copyGroup(let key):
      guard listing == alerts.listing.members(of: key) else { return [] }
      return copyGroup(ids)
    case .markRange(let lower, let upper):
      guard listing == alerts.listing, lower < ids.count, lower <= upper else { return [] }
      alerts.mark(ids[max(0, lower)...min(upper, ids.count - 1)])
      say(Wording.marked(alerts.marks.count), .good)
    }
    return []
  }

  /// Holds the cursor inside the list; what is scrolled to stays as it is while the list is not on screen.
  mutating func settleAlerts(height: Int, isShown: Bool) {
    alerts.cursor = min(max(0, alerts.cursor), max(0, alerts.lineCount - 1))
    settleWalk()
    guard isShown else { return }
    alerts.seen = alerts.arrived ?? alerts.seen
    alerts.top = Model.top(alerts.top, cursor: alerts.cursor, count: alerts.lineCount, height: height)
  }
}
