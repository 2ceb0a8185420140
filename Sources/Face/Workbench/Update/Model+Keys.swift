internal import Canvas
internal import Casefile

extension Model {
  /// Where keys are looked up now: the window, the editor, or the pane that has the focus.
  package var keyPlace: KeyMap.Place {
    if shownHelp != nil { return .overlay(.help) }
    if let overlay { return .overlay(overlay.kind) }
    if let editor = activeEditor { return .editor(editor == .query && query.completion != nil ? .completion : editor) }
    return focus == .alerts && alerts.walk != nil ? .bars : .pane(focus)
  }

  /// The editor that takes typed characters now; nil when none does.
  package var activeEditor: EditorID? {
    if alerts.filterEditor != nil { return .filter }
    if focus == .findings, findings.filterEditor != nil { return .findingFilter }
    if focus == .rows, rows.filterEditor != nil { return .rowFilter }
    if focus == .record, record.editor != nil { return .recordSearch }
    if focus == .analysis, analysisSearch.editor != nil { return .analysisSearch }
    if focus == .ask { return .request }
    if focus == .query, query.isEditing { return .query }
    return nil
  }

  mutating func press(_ key: Key) -> [Effect] {
    let place = keyPlace
    var effects = disarm()
    forgetUnanswered()
    if toast?.kind == .bad { toast = nil }
    toast?.isSeen = true
    if place == .editor(.request) { request.replaceSent(byTyping: key.typed != nil || key.code == .backspace) }
    if case .overlay = place { replacePrompt(byTyping: key.typed != nil || key.code == .backspace) }
    if let command = keys.command(for: key, at: place) { return effects + perform(command) }
    if case .overlay = place, keys.command(for: key, at: .pane(focus)) == .interrupt { return effects + perform(.interrupt) }
    switch place {
    case .overlay:
      if case .jump = overlay { return effects + jump(key) }
      typeIntoOverlay(key)
    case .editor(.query), .editor(.completion):
      effects += edit(.query) { _ = $0.take(key) }
      effects += completionFollows(key)
    case .editor(let editor): effects += edit(editor) { _ = $0.take(key) }
    case .pane, .bars: tellUnanswered(key)
    }
    return effects
  }

  /// A paste goes into the editor in one piece, and nowhere else: it is never a row of commands.
  mutating func paste(_ text: String) -> [Effect] {
    if overlay != nil {
      replacePrompt(byTyping: true)
      editOverlaySearch { $0.insert(text, isPaste: true) }
      return disarm()
    }
    if activeEditor == .request { request.replaceSent(byTyping: true) }
    if let editor = activeEditor { return edit(editor) { $0.insert(text, isPaste: true) } }
    guard focus == .query else {
      say(Wording.pasteNowhere, .note)
      return []
    }
    query.isEditing = true
    return edit(.query) { $0.insert(text, isPaste: true) }
  }

  /// Changes an editor's text and does what follows from it.
  mutating func edit(_ editor: EditorID, _ change: (inout TextEditor) -> Void) -> [Effect] {
    switch editor {
    case .request:
      change(&request.editor)
      request.historyPlace = nil
    case .query, .completion:
      change(&query.editor)
      query.completion = nil
    case .findingFilter:
      guard var text = findings.filterEditor else { return [] }
      change(&text)
      findings.filterEditor = text
      findingFilterTyped(text.text)
    case .recordSearch:
      guard var text = record.editor else { return [] }
      change(&text)
      record.editor = text
      recordSearchTyped(text.text)
    case .analysisSearch:
      guard var text = analysisSearch.editor else { return [] }
      change(&text)
      analysisSearch.editor = text
      analysisSearchTyped(text.text)
    case .filter:
      guard var text = alerts.filterEditor else { return [] }
      change(&text)
      alerts.filterEditor = text
      return filterTyped(text.text)
    case .rowFilter:
      guard var text = rows.filterEditor else { return [] }
      change(&text)
      rows.filterEditor = text
      filterRows(text.text.trimmed)
    }
    return []
  }

  /// Typing commands of the table, on the window's search line or whichever editor is active.
  mutating func performTyping(_ command: Command) -> [Effect] {
    if overlay != nil {
      editOverlaySearch { Model.apply(command, to: &$0) }
      return []
    }
    guard let editor = activeEditor else { return [] }
    return edit(editor) { Model.apply(command, to: &$0) }
  }

  private static func apply(_ command: Command, to text: inout TextEditor) {
    switch command {
    case .undo: text.undo()
    case .redo: text.redo()
    case .wordLeft: text.wordLeft()
    case .wordRight: text.wordRight()
    case .lineStart: text.lineStart()
    case .lineEnd: text.lineEnd()
    case .deleteWord: text.deleteWord()
    case .deleteToStart: text.deleteToStart()
    case .deleteToEnd: text.deleteToEnd()
    default: break
    }
  }
}
