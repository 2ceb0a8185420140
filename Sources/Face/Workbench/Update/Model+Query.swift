internal import Casefile
internal import HuntPipeline

extension Model {
  mutating func performQuery(_ command: Command) -> [Effect] {
    switch command {
    case .editQuery: return editQuery()
    case .runQuery: return run()
    case .stopHunt: return tell(.stopRequested)
    case .externalEditor:
      switch activeEditor {
      case .query: return [.openEditor(query.editor.text)]
      case .request: return [.openEditor(request.editor.text)]
      default:
        say(Wording.noEditorHere, .note)
        return []
      }
    default: return []
    }
  }

  mutating func editQuery() -> [Effect] {
    if let hunt, case .alerts = hunt.request.subject, query.editor.isEmpty { say(Wording.queryFromScratch, .note) }
    let effects = focus(on: .query)
    query.isEditing = true
    return effects
  }

  mutating func editorClosed(_ text: String?) {
    guard let text else {
      say(Wording.editorLeft, .note)
      return
    }
    let whole = text.hasSuffix("\n") ? String(text.dropLast()) : text
    switch activeEditor {
    case .query: query.editor.replace(with: whole)
    case .request: request.editor.replace(with: whole)
    default: break
    }
  }

  /// Leaves the block editor; a changed text is reviewed.
  mutating func leaveQueryEditor() -> [Effect] {
    query.isEditing = false
    return reviewIfChanged()
  }

  /// Hands the text to the hunt when it differs from what was reviewed; without a hunt over logs it starts one.
  private mutating func reviewIfChanged() -> [Effect] {
    let text = query.editor.text
    guard !text.isBlank else { return [] }
    guard let hunt, hunt.request.subject == .logs else { return begin("", subject: .logs, kql: text) }
    guard text != hunt.draft else { return [] }
    if !hunt.stage.isEnding, hunt.stage != .ready, hunt.stage != .refused {
      forgetResults()
      return [.stopHunt(hunt.id)] + tell(.queryEdited(text))
    }
    forgetResults()
    return tell(.queryEdited(text))
  }

  private mutating func run() -> [Effect] {
    var effects = query.isEditing ? leaveQueryEditor() : reviewIfChanged()
    guard let hunt else { return effects }
    if case .alerts(let ids) = hunt.request.subject {
      return effects + begin(hunt.request.text, subject: .alerts(ids))
    }
    if hunt.review == nil, hunt.stage.isEnding {
      return effects + begin(hunt.request.text, subject: .logs, kql: hunt.draft.isBlank ? nil : hunt.draft)
    }
    if hunt.stage.isEnding { forgetResults() }
    effects += tell(.runRequested)
    if tab == .matrix || tab == .timeline || tab == .analysis { tab = .findings }
    return effects
  }

  /// Why `run` can do nothing now; nil when it can.
  var whyNotRun: String? {
    if query.isEditing || query.editor.text != (hunt?.draft ?? "") {
      return query.editor.text.isBlank ? Wording.noQuery : nil
    }
    guard let hunt else { return Wording.noQuery }
    switch hunt.stage {
    case .ready, .reviewing, .finished, .failed, .cancelled: return nil
    case .refused: return hunt.review.map { Wording.refused($0.concerns) } ?? hunt.problem.map { Wording.line($0) } ?? Wording.refusedHunt
    case .awaitingQueryConsent, .awaitingCostConsent, .awaitingDraftConsent: return Wording.questionWaits
    default: return Wording.stillWorking
    }
  }

  mutating func settleQuery(height: Int) {
    let count = query.editor.lineCount
    if query.isEditing {
      query.scroll = Model.top(query.scroll, cursor: query.editor.cursor.line, count: count, height: height)
    } else if query.scroll > 0 {
      query.scroll = min(max(0, query.scroll), max(0, QueryPane.contentLines(self) - height))
    }
  }
}
