internal import Canvas
internal import Casefile
internal import HuntPipeline

extension Model {
  /// The alerts a change would be of: the marked ones, else the one under the cursor or in the detail.
  var changeable: [String] {
    if !alerts.marks.isEmpty { return alerts.marks }
    if focus == .detail || focus == .record, let alert = detail.alert { return [alert.id] }
    return alerts.lineUnderCursor.flatMap { $0.group == nil ? [$0.id] : nil } ?? []
  }

  var whyNotChange: String? {
    if place.isReadOnly { return Wording.readOnlyWorkspace }
    return changeable.isEmpty ? Wording.noAlert : nil
  }

  /// How far the change on screen is; nil where none is.
  var changePhase: WriteBackState.Phase? {
    if case .writeBack(let state) = overlay { state.phase } else { nil }
  }

  mutating func performWriteBack(_ command: Command) -> [Effect] {
    if command == .changeAlert {
      overlay = .writeBack(WriteBackState(alerts: changeable))
      return []
    }
    guard case .writeBack(var state) = overlay else { return [] }
    var effects: [Effect] = []
    switch (command, state.phase) {
    case (.changeNext, .choosing): state.cursor = min(state.cursor + 1, WriteBackState.Field.allCases.count - 1)
    case (.changeBefore, .choosing): state.cursor = max(0, state.cursor - 1)
    case (.changeNext, _): state.scroll = min(state.scroll + 1, max(0, WriteBackOverlay.lines(self, state).count - 1))
    case (.changeBefore, _): state.scroll = max(0, state.scroll - 1)
    case (.changeValue, .choosing): return changeField(state, by: 1)
    case (.changeValueBack, .choosing): return changeField(state, by: -1)
    case (.changeSend, .choosing):
      guard !state.change.isEmpty else {
        say(Wording.nothingToChange, .note)
        return []
      }
      state.phase = .drafting
      effects = [.draftTriage(state.alerts.map { TriageWish(alert: $0, change: state.change) })]
    case (.changeSend, .confirming):
      guard !state.requests.isEmpty else { return [] }
      state.phase = .sending
      effects = [.sendTriage(state.requests)]
    case (.changeUndo, .ended):
      let wishes = state.undoing
      guard !wishes.isEmpty else {
        say(Wording.nothingToUndo, .note)
        return []
      }
      state = WriteBackState(alerts: wishes.map(\.alert))
      state.isUndo = true
      state.phase = .drafting
      effects = [.draftTriage(wishes)]
    default: break
    }
    overlay = .writeBack(state)
    return effects
  }

  /// Enter goes on: it types in a field of words, and elsewhere shows or sends the requests.
  mutating func acceptChange(_ state: WriteBackState) -> [Effect] {
    switch state.phase {
    case .choosing:
      switch WriteBackState.Field.allCases[state.cursor] {
      case .assignment, .comment: return changeField(state, by: 1)
      default: return performWriteBack(.changeSend)
      }
    case .ended:
      overlay = nil
      return []
    case .confirming, .drafting, .sending: return []
    }
  }

  private mutating func changeField(_ state: WriteBackState, by step: Int) -> [Effect] {
    var state = state
    func next(_ values: [String], _ now: String?) -> String? {
      let choices = [nil] + values.map(Optional.some)
      let place = choices.firstIndex(of: now) ?? 0
      return choices[(place + step + choices.count) % choices.count]
    }
    switch WriteBackState.Field.allCases[state.cursor] {
    case .status: state.change.status = next(WriteBackState.statuses, state.change.status)
    case .classification:
      state.change.classification = next(WriteBackState.classifications, state.change.classification)
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
    let text = state.editor.text.trimmed
    switch state.purpose {
    case .assignment(var form):
      form.change.assignment = text.isEmpty ? nil : text == "-" ? .nobody : .to(text)
      overlay = .writeBack(form)
    case .comment(var form):
      form.change.comment = text.isEmpty ? nil : text
      overlay = .writeBack(form)
    default: break
    }
  }

  mutating func triageDrafted(_ drafts: [TriageDraft]) {
    guard case .writeBack(var state) = overlay, state.phase == .drafting else { return }
    state.drafts = drafts
    state.phase = .confirming
    state.scroll = 0
    overlay = .writeBack(state)
  }

  /// What became of the next request; the last one ends the sending. The list is read again, as it may show what was changed.
  mutating func triageAnswered(_ result: TriageResult) {
    guard case .writeBack(var state) = overlay, state.phase == .sending else {
      if case .failed(let problem) = result { say(Wording.line(problem), .bad) }
      return
    }
    state.results.append(result)
    if state.results.count >= state.requests.count { state.phase = .ended }
    overlay = .writeBack(state)
  }

  /// The requests could not be made ready, or not be sent.
  mutating func triageFailed() {
    guard case .writeBack(var state) = overlay else { return }
    state.phase = state.phase == .sending ? .ended : .choosing
    overlay = .writeBack(state)
  }
}
