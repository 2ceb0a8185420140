internal import Settings
internal import Canvas
internal import Casefile
internal import HuntPipeline

extension Model {
  mutating func performOverlay(_ command: Command) -> [Effect] {
    switch command {
    case .help: toggleHelp()
    case .palette: overlay = .palette(PaletteState())
    case .chooseTheme: openThemes()
    case .chooseModel: openModels()
    case .export:
      overlay = .picker(PickerState(purpose: .export, items: Wording.exportFormats.map(\.name), notes: Wording.exportFormats.map(\.note)))
    case .overlayDown, .pickerDown: moveInOverlay(1)
    case .overlayUp, .pickerUp: moveInOverlay(-1)
    case .overlayAccept: return acceptOverlay()
    case .overlayClose: return closeOverlay()
    case .consentYes: return consent(true)
    case .consentNo: return consent(false)
    case .leaveYes: return quitNow()
    case .leaveNo: overlay = nil
    default: break
    }
    return []
  }

  /// The help that is on screen, over the panes or over another window.
  package var shownHelp: HelpState? {
    switch overlay {
    case .help(let state): state
    case let window?: windowHelp?.place == .overlay(window.kind) ? windowHelp : nil
    case nil: nil
    }
  }

  private mutating func toggleHelp() {
    if shownHelp != nil { return closeHelp() }
    let state = HelpState(place: keyPlace)
    if overlay == nil { overlay = .help(state) } else { windowHelp = state }
  }

  private mutating func closeHelp() {
    windowHelp = nil
    if case .help = overlay { overlay = nil }
  }

  /// Changes the help on screen; false where there is none.
  private mutating func changeHelp(_ change: (inout HelpState) -> Void) -> Bool {
    guard var state = shownHelp else { return false }
    change(&state)
    if case .help = overlay { overlay = .help(state) } else { windowHelp = state }
    return true
  }

  private mutating func openThemes() {
    let names = shelf.names
    var state = PickerState(purpose: .theme(before: themeName), items: names, notes: shelf.themes.map(\.summary))
    state.cursor = names.firstIndex(of: themeName) ?? 0
    overlay = .picker(state)
  }

  private mutating func openModels() {
    let items = [Wording.anyModel] + modelNames
    var state = PickerState(purpose: .model, items: items, notes: [Wording.anyModelNote] + modelNames.map { _ in "" })
    state.cursor = wantedModel.flatMap { items.firstIndex(of: $0) } ?? 0
    overlay = .picker(state)
  }

  private mutating func moveInOverlay(_ step: Int) {
    let model = self
    if changeHelp({ $0.scroll = max(0, min($0.scroll + step, HelpOverlay.rows(model, $0).count - 1)) }) { return }
    switch overlay {
    case .columns(let place): overlay = .columns(min(max(0, place + step), alerts.columns.entries.count - 1))
    case .reduction(let place): moveStep(place, by: step)
    case .preview: movePreview(step)
    case .sources(let scroll): overlay = .sources(max(0, scroll + step))
    case .writeBack, .subscriptions: _ = performWriteBack(step > 0 ? .changeNext : .changeBefore)
    case .palette(var state):
      state.cursor = max(0, min(state.cursor + step, PaletteOverlay.rows(self, state).count - 1))
      overlay = .palette(state)
    case .picker(var state):
      state.cursor = max(0, min(state.cursor + step, state.items.count - 1))
      overlay = .picker(state)
      preview(state)
    case .hunts(var state):
      state.cursor = max(0, min(state.cursor + step, state.found.count - 1))
      overlay = .hunts(state)
    case .frequency, .rowColumns: performList(step > 0 ? .listDown : .listUp)
    default: break
    }
  }

  /// A theme is shown as soon as the cursor is on it.
  private mutating func preview(_ state: PickerState) {
    guard case .theme = state.purpose, state.items.indices.contains(state.cursor) else { return }
    choose(theme: state.items[state.cursor])
  }

  mutating func choose(theme name: String, keeping kept: String? = nil) {
    themeName = name
    keptTheme = kept
    theme = Theme(named: name, from: shelf, depth: depth, keepsTerminalGround: keepsTerminalGround)
  }

  private mutating func acceptOverlay() -> [Effect] {
    if shownHelp != nil {
      closeHelp()
      return []
    }
    switch overlay {
    case .columns, .reduction, .preview, .sources, .signIn: overlay = nil
    case .writeBack(let state): return acceptChange(state)
    case .subscriptions(let state): return acceptSubscriptions(state)
    case .palette(let state):
      let rows = PaletteOverlay.rows(self, state)
      overlay = nil
      guard rows.indices.contains(state.cursor) else { return [] }
      return perform(rows[state.cursor].spec.command)
    case .picker(let state):
      overlay = nil
      guard state.items.indices.contains(state.cursor) else { return [] }
      return picked(state.purpose, state.items[state.cursor])
    case .hunts(let state): return acceptHunt(state)
    case .prompt(let state):
      switch state.purpose {
      case .plan(let part): return acceptPlan(part, state)
      case .followUp: return acceptFollowUp(state)
      case .huntName: return acceptHuntName(state)
      case .entity: return acceptEntityName(state)
      case .assignment, .comment: acceptChangeText(state)
      case .note(let finding):
        overlay = nil
        return decide(finding, note: state.editor.text.trimmed)
      case .parameter(let filling): return acceptParameter(filling, state)
      }
    case .frequency, .rowColumns: return acceptList()
    default: break
    }
    return []
  }

  private mutating func picked(_ purpose: PickerState.Purpose, _ item: String) -> [Effect] {
    switch purpose {
    case .theme:
      choose(theme: item)
      say(Wording.themeIs(item), .good)
      return [.saveSession(sessionText)]
    case .model:
      wantedModel = item == Wording.anyModel ? nil : item
      say(Wording.modelIs(item), .good)
      return tell(.modelWanted(wantedModel))
    case .workspace:
      guard item != place.name else { return [] }
      let stop: [Effect] = isHunting ? tell(.stopRequested) : []
      return stop + [.saveSession(sessionText), .switchWorkspace(item)]
    case .status(let finding): return Triage.Status(rawValue: item).map { decide(finding, status: $0) } ?? []
    case .export: return hunt.map { [.export($0.id, format: item)] } ?? []
    }
  }

  mutating func closeOverlay() -> [Effect] {
    if shownHelp != nil {
      closeHelp()
      return []
    }
    switch overlay {
    case .picker(let state):
      if case .theme(let before) = state.purpose { choose(theme: before) }
      overlay = nil
    case .consent: return consent(false)
    case .prompt(let state):
      overlay = nil
      if case .assignment(let form) = state.purpose { overlay = .writeBack(form) }
      if case .comment(let form) = state.purpose { overlay = .writeBack(form) }
    case .writeBack(var state) where (state.phase == .drafting || state.phase == .confirming) && !state.change.isEmpty:
      // What was chosen and typed is not thrown away with the requests made of it.
      state.phase = .choosing
      (state.drafts, state.scroll) = ([], 0)
      overlay = .writeBack(state)
    case .subscriptions(let state): closeSubscriptions(state)
    case .jump: endJump()
    case .frequency(let state):
      overlay = nil
      return state.stopsCounting
    default: overlay = nil
    }
    return []
  }

  /// A yes counts only once the question has armed; a no counts at once.
  private mutating func consent(_ isYes: Bool) -> [Effect] {
    guard case .consent(let state) = overlay else { return [] }
    if isYes, !state.isArmed { return [] }
    overlay = nil
    isCallRefused = !isYes && state.question.kind != .query
    return tell(isYes ? .consentGiven : .consentRefused)
  }

  /// Takes away what stood in a line by itself where the next thing typed is meant in its place; any other key keeps it.
  mutating func replacePrompt(byTyping isTyping: Bool) {
    guard case .prompt(var state) = overlay, state.isReplaceable else { return }
    if isTyping { state.editor.replace(with: "") }
    state.isReplaceable = false
    overlay = .prompt(state)
  }

  mutating func typeIntoOverlay(_ key: Key) { editOverlaySearch { _ = $0.take(key) } }

  mutating func editOverlaySearch(_ change: (inout TextEditor) -> Void) {
    let isHelp = changeHelp { state in
      let before = state.search.text
      change(&state.search)
      if state.search.text != before { state.scroll = 0 }
    }
    if isHelp { return }
    switch overlay {
    case .palette(var state):
      let before = state.search.text
      change(&state.search)
      if state.search.text != before { state.cursor = 0 }
      overlay = .palette(state)
    case .hunts(var state):
      let before = state.search.text
      change(&state.search)
      if state.search.text != before { state.cursor = 0 }
      overlay = .hunts(state)
    case .prompt(var state):
      change(&state.editor)
      state.problem = nil
      overlay = .prompt(state)
    default: break
    }
  }
}
