internal import Canvas
internal import Casefile
package import HuntPipeline

extension AlertListing {
  /// The same alerts without groups and without what is new: what counts over all of them depend on.
  package var flat: AlertListing {
    var flat = self
    flat.grouping = nil
    flat.group = nil
    flat.unfolded = []
    flat.newSince = nil
    return flat
  }
}

extension Model {
  mutating func performAlertList(_ command: Command) -> [Effect] {
    switch command {
    case .groupAlerts: return group()
    case .foldGroup: return fold()
    case .walkHistogram:
      alerts.walk = HistogramWalk(slice: sliceUnderCursor)
    case .zoomOut: return zoomOut()
    case .chooseColumns: overlay = .columns(0)
    case .mineOnly: return toggleAssigned("assigned:me")
    case .unassignedOnly: return toggleAssigned("assigned:none")
    case .nextNew: return [.findNewAlert(alerts.listing, from: alerts.cursor, isForward: true)]
    case .previousNew: return [.findNewAlert(alerts.listing, from: alerts.cursor, isForward: false)]
    case .pauseRefresh:
      alerts.refresh.isPaused.toggle()
      say(Wording.paused(alerts.refresh.isPaused, seconds: alerts.refresh.seconds), .note)
    default: break
    }
    return []
  }

  /// Tells the workbench what the configuration says of the list: who `me` is, and when it is read again by itself.
  package mutating func setUpAlerts(analyst: String, refreshSeconds: Int, rings: Bool) {
    alerts.listing.analyst = analyst
    alerts.refresh.seconds = max(0, refreshSeconds)
    alerts.refresh.rings = rings
  }

  private mutating func toggleAssigned(_ word: String) -> [Effect] {
    let filter = FilterWords.toggling(word, in: alerts.listing.filter)
    let isOn = filter.contains(word)
    let isMine = word.hasSuffix("me")
    if isMine, isOn, alerts.listing.analyst.isBlank {
      say(Wording.noAnalyst, .warning)
      return []
    }
    let effects = list { $0.filter = filter }
    say(isMine ? Wording.mine(alerts.listing.analyst, isOn: isOn) : Wording.unassigned(isOn: isOn), .note)
    return effects
  }

  // Groups.

  /// None, then title, entity, tactic, incident, and none again; the list begins anew, for its lines are others.
  private mutating func group() -> [Effect] {
    let all: [AlertListing.Grouping?] = [nil] + AlertListing.Grouping.allCases
    let next = all[((all.firstIndex(of: alerts.listing.grouping) ?? 0) + 1) % all.count]
    let effects = list { listing in
      listing.grouping = next
      listing.unfolded = []
      if next == nil, listing.sort == .count { listing.sort = .time }
    }
    // That there are no groups is seen by there being none.
    if let next { say(Wording.grouped(next), .note) }
    return effects
  }

  /// Why there is nothing to fold; nil when there is.
  var whyNotFold: String? {
    if alerts.listing.grouping == nil { return Wording.noGroup }
    return foldableKey == nil ? Wording.noGroupHere : nil
  }

  private var foldableKey: String? { alerts.lineUnderCursor.flatMap { $0.group?.key ?? $0.memberOf } }

  /// Unfolds the group under the cursor, or folds it; from one of its alerts the cursor goes to the group's line.
  mutating func fold() -> [Effect] {
    guard let key = foldableKey else { return [] }
    let isFolding = alerts.listing.unfolded.contains(key)
    if isFolding, let home = (alerts.start...max(alerts.start, alerts.cursor)).last(where: { alerts.line(at: $0)?.group?.key == key }) {
      alerts.cursor = home
    }
    return relist { listing in
      if isFolding { listing.unfolded.remove(key) } else { listing.unfolded.insert(key) }
    }
  }

  /// Marks or unmarks all alerts of the group under the cursor.
  mutating func markGroup(_ group: AlertGroup) -> [Effect] {
    [.loadAlertIDs(alerts.listing.members(of: group.key), .markGroup(group.key))]
  }

  mutating func groupIDsArrived(_ ids: [AlertID], key: String) {
    if !ids.isEmpty, ids.allSatisfy(alerts.isMarked) {
      alerts.unmark(ids)
      alerts.markedGroups[key] = nil
    } else {
      alerts.mark(ids)
      alerts.markedGroups[key] = ids.count
    }
    say(Wording.marked(alerts.marks.count), .good)
  }

  // New alerts.

  mutating func newAlertFound(_ place: Int?, of listing: AlertListing, isForward: Bool) {
    guard listing == alerts.listing else { return }
    guard let place else { return say(Wording.noFurtherNew(isForward: isForward), .note) }
    alerts.cursor = place
  }

  // Reading again by itself.

  /// When the alerts on screen were read: from their sources, or where there are none from the store.
  var listRead: DateTime? { sources.sources.isEmpty ? alerts.refresh.read : sources.read }

  /// When the list is read again by itself; nil where it is not, and while a filter is typed.
  var refreshDue: DateTime? { alerts.filterEditor == nil ? alerts.refresh.due : nil }

  /// Reads the list again when it is time; nothing on screen moves for it.
  mutating func timedRefresh() -> [Effect] {
    guard let due = refreshDue, due <= now else { return [] }
    alerts.refresh.isUnderWay = true
    return sources.sources.isEmpty ? reread() : fetch(isAsked: false)
  }

  /// Asks for the page on screen again and stays on the alert under the cursor.
  mutating func reread() -> [Effect] {
    alerts.hold()
    // What the list tells of the alert may be the same where the alert is not.
    detail.isStale = true
    detail.wanted = nil
    let range = alerts.wantedRange(height: ScreenLayout(self).alertLines)
    alerts.pending = range
    alerts.problem = nil
    return [.loadAlerts(alerts.listing, range)]
  }

  /// What else is to be done once a page is counted: the bell, and counts over alerts that are others now.
  mutating func settleRefresh(_ page: AlertPage, before: AlertsState) -> [Effect] {
    let wasTimed = alerts.refresh.isUnderWay
    alerts.refresh.end(at: now)
    if page.total != before.total || page.matching != before.matching || page.lines != before.lines {
      matrix.countedListing = nil
    }
    let grew = page.newHighCount > alerts.newHighCount
    alerts.newHighCount = page.newHighCount
    return wasTimed && grew && alerts.refresh.rings ? [.bell] : []
  }
}
