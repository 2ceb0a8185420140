internal import Casefile
internal import HuntPipeline

extension Model {
  /// True while the hunt works and can be stopped.
  package var isHunting: Bool { hunt.map { $0.stage.isWorking && $0.stage != .stopping } ?? false || request.isGathering }

  /// Tells the hunt what the analyst did and gives its steps to the runner.
  mutating func tell(_ event: HuntEvent) -> [Effect] {
    if case .stopRequested = event, request.isGathering { request.isGathering = false }
    guard var active = hunt else { return [] }
    hunt = nil
    let (before, hadResults) = (active.stage, active.hasResults)
    let steps = active.handle(event, at: now)
    let (id, attempt) = (active.id, active.attempt)
    let lostResults = hadResults && !active.hasResults
    hunt = active
    if lostResults { forgetResults() }
    // Where panes share the height, what comes of a run would stay folded away.
    if before != .querying, active.stage == .querying, focus == .query, isZoomed || !ScreenLayout(self).isWide { focus = tab }
    return steps.map { .perform($0, hunt: id, attempt: attempt) }
  }

  /// Takes news of the hunt. This is the one place where news of another hunt or an older attempt is dropped.
  mutating func receive(_ stamped: StampedEvent) -> [Effect] {
    now = max(now, stamped.time)
    guard isCurrent(stamped) else { return booked(stamped) }
    let before = hunt?.findings.count ?? 0
    var effects = tell(stamped.event)
    effects += follow(stamped.event, findingsBefore: before)
    return effects
  }

  /// What an older attempt or another hunt paid still counts.
  private mutating func booked(_ stamped: StampedEvent) -> [Effect] {
    guard stamped.event.isBooking else { return [] }
    guard stamped.hunt == hunt?.id else { return [.loadSpend] }
    return tell(stamped.event) + [.loadSpend] + huntToKeep
  }

  /// Asked in a function of its own, so that no copy of the hunt is held while it changes: its answer grows in place.
  private func isCurrent(_ stamped: StampedEvent) -> Bool { stamped.hunt == hunt?.id && stamped.attempt == hunt?.attempt }

  /// What the panes do with news.
  private mutating func follow(_ event: HuntEvent, findingsBefore: Int) -> [Effect] {
    switch event {
    case .planDrafted(let plan):
      if !query.isEditing { query.editor = TextEditor(plan.kql, isMultiline: true) }
      query.scroll = 0
    case .textArrived(let text): analysis.append(text)
    case .rowsArrived(let progress): rowsProgressed(progress)
    case .findingArrived(let finding):
      guard let hunt, hunt.findings.count > findingsBefore else { return [] }
      return wantProof(of: finding) + [.loadDecisions([finding.id])]
    case .foundEmpty: tab = .findings
    case .queryReviewed(let review):
      query.scroll = 0
      if case .refused(let concerns) = review { say(Wording.refused(concerns), .warning) }
      // A service may have told the columns of the query's tables only now.
      if place.asksServices { return [.loadTables] }
    case .usageReported: return [.loadSpend] + huntToKeep
    case .finished(let ending):
      let partial = hunt?.rows?.partial
      let kind: Toast.Kind = ending.cutReason != nil || partial != nil ? .warning : ending.empty == nil ? .good : .note
      say(Wording.finished(ending, findings: hunt?.findings ?? [], partial: partial), kind)
      // A terminal that goes away must not take what was found with it.
      return [.loadSpend, .saveSession(sessionText)] + huntToKeep
    case .failed(let problem):
      say(Wording.line(problem), .bad)
      if focus.isTab || focus == .query { tab = .findings }
      return huntToKeep
    case .cancelled(let kept):
      say(isCallRefused ? Wording.callRefused(kept) : Wording.cancelled(kept), .note)
      isCallRefused = false
      return [.saveSession(sessionText)] + huntToKeep
    default: break
    }
    return []
  }

  /// Opens a question when the hunt waits for one, and closes it when it no longer does.
  mutating func overlayFollowingHunt() -> [Effect] {
    if let question = hunt?.consent {
      if overlay == nil {
        overlay = .consent(ConsentState(question: question))
        return arm()
      }
    } else if case .consent = overlay {
      overlay = nil
    }
    return []
  }

}

/// Windows that ask before something is sent or paid: a yes counts only once they were on screen for a moment without keys.
extension Model {
  /// Whether the window in front counts a yes; nil where it asks nothing.
  private var isArmed: Bool? {
    switch overlay {
    case .consent(let state): state.isArmed
    case .writeBack(let state) where state.phase == .confirming: state.isArmed
    case .subscriptions(let state) where state.phase == .confirming: state.isArmed
    default: nil
    }
  }

  /// Whether a yes to the window in front would count.
  var countsYes: Bool { isArmed == true }

  /// Begins the wait.
  mutating func arm() -> [Effect] {
    armingNumber += 1
    return [.armOverlay(armingNumber)]
  }

  mutating func overlayArmed(_ number: Int) {
    // An older wait is over without having been one.
    guard number == armingNumber, isArmed == false else { return }
    switch overlay {
    case .consent(var state):
      state.isArmed = true
      overlay = .consent(state)
    case .writeBack(var state):
      state.isArmed = true
      overlay = .writeBack(state)
    case .subscriptions(var state):
      state.isArmed = true
      overlay = .subscriptions(state)
    default: break
    }
  }

  /// A key that comes while a question arms starts the wait again, so that it cannot be meant for it.
  mutating func disarm() -> [Effect] { isArmed == false ? arm() : [] }
}
