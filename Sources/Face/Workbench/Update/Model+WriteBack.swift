internal import Canvas
internal import Casefile
internal import HuntPipeline

extension Model {
  /// The alerts a change would be of: the marked ones, else the one under the cursor or in the detail.
  var changeable: [AlertID] { alerts.marks.isEmpty ? pointedAt.map { [$0] } ?? [] : alerts.marks }

  /// The one alert in the detail or under the cursor, which two sources may have under the same id.
  private var pointedAt: AlertID? {
    if focus == .detail || focus == .record, let alert = detail.alert { return alert.name }
    return alerts.lineUnderCursor.flatMap { $0.group == nil ? $0.name : nil }
  }

  /// The one alert of a change as it is now, where it was read; nil for several.
  func presentAlert(of state: WriteBackState) -> Alert? {
    guard state.alerts.count == 1, let alert = detail.alert, state.alerts[0].names(alert.name) else { return nil }
    return alert
  }

  /// The status that all alerts of a change have by now; nil where they differ or some are not on the page.
  private func presentStatus(of state: WriteBackState) -> String? {
    if let alert = presentAlert(of: state) { return alert.status }
    let wanted = Set(state.alerts)
    let lines = alerts.lines.filter { line in
      line.group == nil && (wanted.contains(line.name) || wanted.contains(AlertID(line.id)))
    }
    guard Set(lines.map(\.id)) == Set(wanted.map(\.id)), let status = lines.first?.status else { return nil }
    return lines.allSatisfy { $0.status == status } ? status : nil
  }

  mutating func newChange(_ alerts: [AlertID]) -> WriteBackState {
    changeCount += 1
    return WriteBackState(number: changeCount, alerts: alerts)
  }

  var whyNotChange: String? {
    if place.isReadOnly { return Wording.readOnlyWorkspace }
    if sentChange?.phase == .sending || hasUnseenChange { return nil }
    if alerts.marks.isEmpty, let source = pointedAt?.source, !WriteBackState.takesChanges(source) {
      return Wording.takesNoChange(source)
    }
    return changeable.isEmpty ? Wording.noAlert : nil
  }

  /// How far the change on screen is; nil where none is.
  var changePhase: WriteBackState.Phase? {
    switch overlay {
    case .writeBack(let state): state.phase
    case .subscriptions(let state): state.phase
    default: nil
    }
  }

  /// Why no requests can be shown now; nil where they can.
  var whyNotReview: String? {
    switch changePhase {
    case .choosing: nil
    case .confirming: Wording.requestsAreShown(keys.label(of: .changeSend))
    default: Wording.changeIsMade
    }
  }

  /// Why nothing can be sent now; nil where it can.
  var whyNotSend: String? {
    switch changePhase {
    case .confirming: nil
    case .choosing: Wording.reviewFirst(keys.label(of: .changeReview))
    default: Wording.changeIsMade
    }
  }

  mutating func performWriteBack(_ command: Command) -> [Effect] {
    if command == .changeAlert {
      openChange()
      return []
    }
    if command == .undoChange { return undoLastChange() }
    if case .subscriptions(let state) = overlay { return performSubscriptions(command, state) }
    guard case .writeBack(var state) = overlay else { return [] }
    var effects: [Effect] = []
    switch (command, state.phase) {
    case (.changeNext, .choosing): state.cursor = min(state.cursor + 1, WriteBackState.Field.allCases.count - 1)
    case (.changeBefore, .choosing): state.cursor = max(0, state.cursor - 1)
    case (.changeNext, _): state.scroll = min(state.scroll + 1, max(0, WriteBackOverlay.lines(self, state).count - 1))
    case (.changeBefore, _): state.scroll = max(0, state.scroll - 1)
    case (.changeValue, .choosing): return changeField(state, by: 1)
    case (.changeValueBack, .choosing): return changeField(state, by: -1)
    case (.changeReview, .choosing):
      guard !state.change.isEmpty else {
        say(Wording.nothingToChange, .note)
        return []
      }
      state.phase = .drafting
      effects = [
        .draftTriage(state.alerts.map { TriageWish(alert: $0.id, source: $0.source, change: state.change) }, change: state.number)
      ]
    case (.changeSend, .confirming):
      guard !state.requests.isEmpty, state.isArmed else { return [] }
      state.phase = .sending
      state.sentAt = now
      sentChange = state
      effects = [.sendTriage(state.requests, change: state.number)]
    case (.changeUndo, .choosing):
      // What was sent last is seen once more before it is undone.
      guard let sentChange, !sentChange.undoing.isEmpty else { return [] }
      state = sentChange
    case (.changeUndo, .ended): return undo(state)
    default: break
    }
    overlay = .writeBack(state)
    return effects
  }

  /// Opens a new change, but what is being sent, or has ended unseen, comes first.
  private mutating func openChange() {
    if let sentChange, sentChange.phase == .sending || hasUnseenChange {
      if sentChange.phase == .sending { say(Wording.changeUnderWay, .note) }
      hasUnseenChange = false
      overlay = .writeBack(sentChange)
    } else {
      overlay = .writeBack(newChange(changeable))
    }
  }

  /// Enter goes on: it types in a field of words, and elsewhere shows the requests; it never sends.
  mutating func acceptChange(_ state: WriteBackState) -> [Effect] {
    switch state.phase {
    case .choosing:
      switch WriteBackState.Field.allCases[state.cursor] {
      case .assignment, .comment: return changeField(state, by: 1)
      default: return performWriteBack(.changeReview)
      }
    case .ended:
      overlay = nil
      return []
    case .confirming, .drafting, .sending: return []
    }
  }

  private mutating func changeField(_ state: WriteBackState, by step: Int) -> [Effect] {
    var state = state
    drop(Wording.nothingToChange)
    func next(_ values: [String], _ now: String?) -> String? {
      let choices = [nil] + values.map(Optional.some)
      let place = choices.firstIndex(of: now) ?? 0
      return choices[(place + step + choices.count) % choices.count]
    }
    switch WriteBackState.Field.allCases[state.cursor] {
    case .status: state.change.status = next(WriteBackState.statuses(beside: presentStatus(of: state)), state.change.status)
    case .classification:
      state.change.classification = next(
        WriteBackState.classifications(last: presentAlert(of: state)?.classification), state.change.classification)
      state.change.determination = nil
    case .determination:
      guard let classification = state.change.classification else {
        say(Wording.classifyFirst, .note)
        return []
      }
      state.change.determination = next(Verdict.determinations(for: classification), state.change.determination)
    case .assignment:
      let now: String? = if case .to(let name)? = state.change.assignment { name } else { nil }
      overlay = .prompt(PromptState(.assignment(state), now ?? alerts.listing.analyst))
      return []
    case .comment:
      overlay = .prompt(PromptState(.comment(state), state.change.comment ?? ""))
      return []
    }
    overlay = .writeBack(state)
    return []
  }

  /// What was typed for a field; empty takes it back, `-` assigns to nobody.
  mutating func acceptChangeText(_ state: PromptState) {
    var state = state
    let text = state.editor.text.trimmed
    switch state.purpose {
    case .assignment(var form):
      if !text.isEmpty, text != "-", let objection = AlertChange.objection(toAssignee: text, sources: form.alerts.map(\.source)) {
        state.problem = objection
        overlay = .prompt(state)
        return
      }
      form.change.assignment = text.isEmpty ? nil : text == "-" ? .nobody : .to(text)
      overlay = .writeBack(form)
    case .comment(var form):
      form.change.comment = text.isEmpty ? nil : text
      overlay = .writeBack(form)
    default: break
    }
  }

  mutating func triageDrafted(_ drafts: [TriageDraft], _ change: Int) -> [Effect] {
    guard case .writeBack(var state) = overlay, state.phase == .drafting, state.number == change else { return [] }
    state.drafts = drafts
    state.phase = .confirming
    (state.scroll, state.isArmed) = (0, false)
    overlay = .writeBack(state)
    return arm()
  }

  /// What became of the next request of a change; its last one ends the sending. The list is read again, as it may show what was changed.
  mutating func triageAnswered(_ result: TriageResult, _ change: Int) {
    guard sentChange?.take(result, of: change) == true, let sent = sentChange else { return }
    if let shown = sent.shown(in: overlay?.change) {
      overlay = .writeBack(shown)
    } else if sent.phase == .ended {
      hasUnseenChange = true
      let isWhole = sent.answeredCount == sent.requests.count
      say(Wording.changeEnded(sent, key: keys.label(of: .changeAlert)), isWhole ? .good : .bad)
    }
  }

  /// The requests could not be made ready.
  mutating func triageNotDrafted(_ change: Int) {
    guard case .writeBack(var state) = overlay, state.number == change, state.phase == .drafting else { return }
    state.phase = .choosing
    overlay = .writeBack(state)
  }
}
