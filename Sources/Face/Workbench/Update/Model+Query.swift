internal import Casefile
internal import KQL
internal import HuntPipeline

extension Model {
  mutating func performQuery(_ command: Command) -> [Effect] {
    switch command {
    case .editQuery: return editQuery()
    case .runQuery: return run()
    case .draftOffline: return hunt.map { begin($0.request.text, subject: .logs, draftsOffline: true) } ?? []
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
      return [.stopHunt(hunt.id)] + tell(.queryEdited(text, plan: query.plan))
    }
    return tell(.queryEdited(text, plan: query.plan))
  }

  private mutating func run() -> [Effect] {
    var effects = query.isEditing ? leaveQueryEditor() : reviewIfChanged()
    guard let hunt else { return effects }
    if case .alerts(let ids) = hunt.request.subject {
      return effects + begin(hunt.request.text, subject: .alerts(ids))
    }
    if hunt.review == nil, hunt.stage.isEnding {
      // A hunt that was opened again, or refused: its query is reviewed anew, and runs when it is allowed.
      let kql = hunt.draft.isBlank ? nil : hunt.draft
      effects += begin(hunt.request.text, subject: .logs, kql: kql)
      return kql == nil ? effects : effects + tell(.runRequested)
    }
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

  /// Reads the query anew when it changed: its words, its errors, what it still says as a plan, and what is at the cursor.
  mutating func followQuery() {
    let source = QueryState.PlanSource(hunt: hunt?.id, attempt: hunt?.attempt ?? 0, hasDraft: hunt?.drafted != nil)
    let isOther = source != query.planSource
    query.planSource = source
    if query.reading.follow(query.editor, tables, now: queryMoment) || isOther { followPlan() }
    if query.isEditing { query.help.follow(query.editor, query.reading, tables, now: queryMoment) }
  }

  /// What the text says as a plan; none when it says more than a plan can, or no plan was drafted.
  private mutating func followPlan() {
    query.plan = nil
    query.changedParts = []
    guard let hunt, let drafted = hunt.drafted else { return }
    if query.editor.text == drafted.kql {
      query.plan = drafted
      return
    }
    guard let schema = tables.schema(named: query.reading.tables.first ?? drafted.table) else { return }
    let plan = (hunt.plan ?? drafted).edited(by: query.reading.query, schema: schema, now: hunt.request.asked)
    query.plan = plan
    guard let plan else { return }
    // A draft is held against what its own text says: a model may have planned what no query shows.
    let own = tables.schema(named: drafted.table)
    let before = own.flatMap { drafted.edited(by: KQLQuery(parsing: drafted.kql), schema: $0, now: hunt.request.asked) } ?? drafted
    query.changedParts = plan.parts(differingFrom: before)
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
