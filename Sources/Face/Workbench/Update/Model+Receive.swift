internal import Canvas
package import Casefile
internal import HuntPipeline

extension Model {
  /// Takes one message and says what is to be done now.
  package mutating func receive(_ message: Message) -> [Effect] {
    let marked = alerts.marks.count
    var effects = route(message)
    if alerts.marks.count != marked { drop(Wording.marked(marked)) }
    settle()
    effects += overlayFollowingHunt()
    effects += missingPages()
    effects += timedRefresh()
    effects += scheduledTick()
    return effects
  }

  private mutating func route(_ message: Message) -> [Effect] {
    switch message {
    case .input(let event): return receive(event)
    case .tick(let moment):
      tick(moment)
      if let until = leavingUntil, until <= now { leavingUntil = nil }
    case .hunt(let stamped): return receive(stamped)
    case .alertsArrived(let page, let listing): return alertsArrived(page, of: listing)
    case .alertArrived(let alert): alertArrived(alert)
    case .alertIDsArrived(let ids, let listing, let purpose): return alertIDsArrived(ids, of: listing, for: purpose)
    case .alertPlaceFound(let id, let place, let listing): alertPlaceFound(id, place, of: listing)
    case .newAlertFound(let place, let listing, let isForward): newAlertFound(place, of: listing, isForward: isForward)
    case .alertJumpFound(let place, let listing, let start, let jump, let isForward):
      alertJumpFound(place, of: listing, from: start, jump, isForward: isForward)
    case .alertsToCopy(let alerts): return copy(alerts)
    case .sourceChanged(let news): sourceChanged(news)
    case .fetchEnded: return fetchEnded()
    case .signInNeeded(let question): return signInNeeded(question)
    case .signInUnanswered: signInUnanswered()
    case .subscriptionsArrived(let offers, let window): subscriptionsArrived(offers, window)
    case .subscriptionAnswered(let result, let window): subscriptionAnswered(result, window)
    case .triageDrafted(let drafts, let change): return triageDrafted(drafts, change)
    case .triageAnswered(let result, let change): triageAnswered(result, change)
    case .alertsChanged: return alertsChanged()
    case .techniquesCounted(let counts, let listing): techniquesCounted(counts, of: listing)
    case .rowsArrived(let view, let start, let rows): rowsArrived(view, start: start, rows: rows)
    case .wholeRowArrived(let resultSet, let row): wholeRowArrived(resultSet, row)
    case .rowsOrdered(let view, let progress): rowsOrdered(view, progress)
    case .rowFound(let view, let row, let place): rowFound(view, row: row, place: place)
    case .valuesCounting(let view, let column, let looked): valuesCounting(view, column, looked)
    case .valuesCounted(let view, let column, let frequency): valuesCounted(view, column, frequency)
    case .proofArrived(let resultSet, let finding, let rows): proofArrived(resultSet, finding: finding, rows: rows)
    case .tablesArrived(let schemas, let own): tablesArrived(schemas, own: own)
    case .tablesReread(let count, let time): tablesReread(count, at: time)
    case .valuesArrived(let values, let column, let table): valuesArrived(values, of: column, table: table)
    case .decisionsArrived(let decisions): decisionsArrived(decisions)
    case .previewArrived(let call): previewArrived(call)
    case .huntsArrived(let entries, let problem): huntsArrived(entries, problem)
    case .huntOpened(let kept): return huntOpened(kept)
    case .savedHuntArrived(let name, let text): return savedHuntArrived(name, text)
    case .huntSaved(let file): say(Wording.huntSaved(file), .good)
    case .spendArrived(let money): spend.today = money
    case .pivotDrafted, .entityProgressed, .entityArrived, .entityRowsArrived, .entityRowArrived: return entityNews(message)
    case .entityKindFound(let name, let subject): return entityKindFound(name, subject)
    case .recordRead(let id, let read): recordRead(id, read)
    case .overlayArmed(let number): overlayArmed(number)
    case .editorClosed(let text): editorClosed(text)
    case .copied(let how): say(Wording.copied(copiedThing, how), .good)
    case .exported(let file): say(Wording.exported(file), .good)
    case .notDone(let effect, let problem): notDone(effect, problem)
    case .failed(let problem): say(Wording.line(problem), .bad)
    case .noted(let text): say(text, .note)
    }
    return []
  }

  private mutating func receive(_ event: InputEvent) -> [Effect] {
    switch event {
    case .key(let key): return press(key)
    case .paste(let text): return paste(text)
    case .resize(let size):
      self.size = size
      return []
    case .colours(let depth):
      // A theme is worked out colour by colour; at start it was made for the commonest depth already.
      guard depth != self.depth else { return [] }
      self.depth = depth
      choose(theme: themeName, keeping: keptTheme)
      return []
    case .resumed: return [.redraw]
    case .mouse(let mouse): return receive(mouse)
    case .focus: return []
    }
  }

  /// Sets the clock without anything else: news fades and presses follow each other by it, so every key should find it right.
  package mutating func tick(_ moment: DateTime) {
    now = max(now, moment)
    if let nextTick, nextTick <= now { self.nextTick = nil }
    if let until = toast?.until, until <= now { toast = nil }
  }

  /// Shows one line of news for a while; failures stay until the next news.
  mutating func say(_ text: String, _ kind: Toast.Kind) {
    toast = Toast(kind: kind, text: ToldTimes.shown(text, zone: zone), until: kind == .bad ? nil : now + .seconds(6))
  }

  /// Asks for the next tick when none is due before it: for the spinner, for a toast to go, for the clock to turn.
  mutating func scheduledTick() -> [Effect] {
    let minute = Int64(60) * DateTime.ticksPerSecond
    var due = DateTime(ticks: (now.ticks / minute + 1) * minute)
    if let until = toast?.until, until > now { due = min(due, until) }
    if let until = leavingUntil, until > now { due = min(due, until) }
    if signIn != nil || sources.isWaiting || sentChange?.phase == .sending { due = min(due, now + .seconds(1)) }
    if isHunting { due = min(due, now + .seconds(0.2)) }
    // A moment that is past would come at once, again and again.
    if let read = refreshDue, read > now { due = min(due, read) }
    if let age = alerts.refresh.nextAge(of: listRead, after: now) { due = min(due, age) }
    if let nextTick, nextTick <= due, nextTick > now { return [] }
    nextTick = due
    return [.tick(at: due)]
  }

  /// Holds cursors and scrolls inside what there is, at the size there is.
  private mutating func settle() {
    followQuery()
    let layout = ScreenLayout(self)
    settleAlerts(height: layout.alertLines, isShown: !layout.inner(.alerts).isEmpty)
    if !layout.inner(.analysis).isEmpty { analysis.rewrap(width: layout.inner(.analysis).width - 2) }
    analysisSearch.follow(analysis)
    settleAnalysis(height: layout.inner(.analysis).height)
    settleRows(layout.inner(.rows), lines: layout.rowLines)
    followFindings()
    if tab == .findings { settleFindings(layout.inner(.findings)) }
    settleMatrix()
    settleTimeline(height: layout.inner(.timeline).height)
    settleQuery(height: layout.queryLines)
    settleDetail(layout.inner(.detail))
    settleRecord(height: layout.inner(.record).height)
    settleEntity(layout.inner(.entity))
  }

  private func missingAlerts(_ layout: ScreenLayout) -> Range<Int>? {
    // While a count is on its way the rest of the page is too; asking again would begin it anew.
    guard alerts.pending == nil, alerts.problem == nil, alerts.hasArrived, alerts.isCounted, !alerts.covers(height: layout.alertLines)
    else { return nil }
    return alerts.wantedRange(height: layout.alertLines)
  }

  /// Pages that are on screen and not here yet.
  private mutating func missingPages() -> [Effect] {
    let layout = ScreenLayout(self)
    var effects: [Effect] = []
    if let range = missingAlerts(layout) {
      alerts.pending = range
      effects.append(.loadAlerts(alerts.listing, range))
    }
    if let line = alerts.lineUnderCursor, detail.alert?.name != line.name || detail.isStale, detail.wanted != line.name {
      detail.wanted = line.name
      detail.problem = nil
      effects.append(.loadAlert(line.name))
    }
    // Its title tells a figure even where only the title is on screen.
    if tab == .matrix, alerts.hasArrived, alerts.isCounted, matrix.countedListing != alerts.listing.flat {
      matrix.countedListing = alerts.listing.flat
      effects.append(.countTechniques(alerts.listing.flat))
    }
    return effects + missingRows(layout) + missingEntityRows(layout.inner(.entity))
  }
}
