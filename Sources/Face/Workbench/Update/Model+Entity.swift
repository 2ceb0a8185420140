internal import Canvas
package import Casefile
internal import HuntPipeline

extension Model {
  mutating func performEntity(_ command: Command) -> [Effect] {
    switch command {
    case .huntHost: return pivot(.host)
    case .huntUser: return pivot(.user)
    case .huntAddress: return pivot(.address)
    case .huntHash: return pivot(.hash)
    case .huntFile: return pivot(.file)
    case .entityPage: return subjectUnderCursor.map { openEntity($0) } ?? []
    case .entityNamed: overlay = .prompt(PromptState(.entity, nameAtHand))
    case .focusEntity: return showEntity()
    case .entityWindow:
      let all = EntityWindow.allCases
      guard var question = entity.question, let place = all.firstIndex(of: question.window) else { return [] }
      question.window = all[(place + 1) % all.count]
      return ask(question)
    case .entityOrder:
      entity.isOldestFirst.toggle()
      forgetEntityRows()
      entity.cursor = entity.start(of: .rows)
    case .entitySection: goToNextSection()
    default: break
    }
    return []
  }

  /// What the page is opened of: the entity under the cursor, else what the alert is mostly about; on the page what it shows.
  var subjectUnderCursor: EntitySubject? {
    if focus == .entity { return entity.question?.subject }
    return (entityUnderCursor ?? detail.alert?.principalEntity).flatMap { EntitySubject.subjects(of: $0).first }
  }

  /// The subject of a pivot: of the entity under the cursor, else of the first one that has any.
  private func subject(_ kind: EntitySubject.Kind) -> EntitySubject? {
    if focus == .entity { return entity.question.flatMap { $0.subject.kind == kind ? $0.subject : nil } }
    let entities = [entityUnderCursor].compactMap { $0 } + (detail.alert?.entities ?? [])
    return entities.lazy.flatMap { EntitySubject.subjects(of: $0) }.first { $0.kind == kind }
  }

  /// Why there is nothing of that kind to hunt; nil when there is.
  func whyNoPivot(_ kind: EntitySubject.Kind) -> String? {
    if focus != .entity, detail.alert == nil { return Wording.noAlert }
    guard subject(kind) == nil else { return nil }
    return focus == .entity ? Wording.pageIsNo(kind.rawValue) : Wording.noEntity(kind.rawValue)
  }

  /// The moment that windows lie around: when the alert's activity began.
  private var moment: DateTime {
    if focus == .entity, let question = entity.question { return question.moment }
    return detail.alert.map { $0.firstActivity ?? $0.created } ?? now
  }

  private mutating func pivot(_ kind: EntitySubject.Kind) -> [Effect] {
    subject(kind).map { [.draftPivot(EntityPivot($0, moment: moment))] } ?? []
  }

  private mutating func pivotDrafted(_ draft: PivotDraft) -> [Effect] {
    switch draft {
    case .impossible(let why):
      say(why, .warning)
      return []
    case .query(let asked, let kql):
      query.editor = TextEditor(isMultiline: true)
      var effects = begin(asked, subject: .logs, kql: kql)
      query.editor = TextEditor(kql, isMultiline: true)
      isZoomed = false
      effects += focus(on: .query)
      say(Wording.pivotReady(keys.label(of: .runQuery)), .good)
      return effects
    }
  }

  private mutating func openEntity(_ subject: EntitySubject) -> [Effect] {
    let window = entity.question?.window ?? .day
    let around = moment
    if focus != .entity { entity.cameFrom = focus }
    return ask(EntityQuestion(subject, window: window, moment: around)) + focus(on: .entity)
  }

  private mutating func showEntity() -> [Effect] {
    if focus != .entity { entity.cameFrom = focus }
    return focus(on: .entity)
  }

  private mutating func ask(_ question: EntityQuestion) -> [Effect] {
    var fresh = EntityState()
    fresh.cameFrom = entity.cameFrom
    fresh.isOldestFirst = entity.isOldestFirst
    fresh.question = question
    entity = fresh
    return [.loadEntity(question)]
  }

  /// Esc on the page: stops the reading, closes the unfolded row, goes back.
  mutating func leaveEntity() -> [Effect] {
    if entity.isReading {
      entity.problem = Wording.entityStopped
      return [.stopEntity]
    }
    if let row = entity.unfolded {
      entity.unfolded = nil
      entity.cells = []
      entity.cursor = entity.start(of: .rows) + 1 + row
      return []
    }
    return focus(on: entity.cameFrom)
  }

  mutating func entityNews(_ message: Message) -> [Effect] {
    switch message {
    case .pivotDrafted(let draft): return pivotDrafted(draft)
    case .entityProgressed(let question, let progress): if question == entity.question { entity.progress = progress }
    case .entityArrived(let question, let page, let problem):
      guard question == entity.question, entity.isReading else { return [] }
      entity.page = page
      entity.problem = page == nil ? problem ?? Wording.neverRead : nil
      entity.treeLines = page?.tree.lines(folded: []) ?? []
    case .entityRowsArrived(let question, let start, let rows):
      guard question == entity.question, let kept = entity.page?.kept else { return [] }
      entity.pending = nil
      entity.start = entity.isOldestFirst ? max(0, kept - start - rows.count) : start
      entity.rows = entity.isOldestFirst ? rows.reversed() : rows
    case .entityRowArrived(let question, let place, let cells):
      guard question == entity.question, let row = entity.unfolded, entity.kept(row) == place else { return [] }
      entity.cells = cells
    default: break
    }
    return []
  }

  /// What `entityNamed` offers: the cell under the cursor, or the entity under it.
  private var nameAtHand: String {
    if focus == .rows, let row = rows.rowUnderCursor, let column = rows.currentColumn, row.cells.indices.contains(column) {
      let text = row.cells[column].text
      return EntitySubject.isBareName(text) ? text : EntitySubject(reading: text)?.name ?? ""
    }
    guard focus == .detail, let subject = subjectUnderCursor else { return "" }
    // A bare name alone would not tell what the alert does.
    return EntitySubject(reading: subject.name)?.kind == subject.kind ? subject.name : "\(subject.kind.rawValue):\(subject.name)"
  }

  mutating func acceptEntityName(_ state: PromptState) -> [Effect] {
    let text = state.editor.text.trimmed
    let parts = text.split(separator: ":", maxSplits: 1).map { String($0).trimmed }
    var subject = EntitySubject(reading: text)
    if parts.count == 2, let kind = EntitySubject.Kind(rawValue: parts[0].lowercased()), !parts[1].isEmpty {
      subject = EntitySubject(kind, parts[1])
    }
    if subject == nil, EntitySubject.isBareName(text) { return [.findEntityKind(text)] }
    guard let subject else {
      var state = state
      state.problem = Wording.entityNameRefused
      overlay = .prompt(state)
      return []
    }
    overlay = nil
    return openEntity(subject)
  }

  /// What the columns of identities say a bare name is: its page, or why none is opened.
  mutating func entityKindFound(_ name: String, _ subject: EntitySubject?) -> [Effect] {
    guard case .prompt(var state) = overlay, case .entity = state.purpose, state.editor.text.trimmed == name else { return [] }
    guard let subject else {
      state.problem = Wording.entityKindUnknown(name)
      overlay = .prompt(state)
      return []
    }
    overlay = nil
    say(Wording.entityKindKnown(name, subject.kind), .note)
    return openEntity(subject)
  }

  /// Takes the analyst's own lists.
  package mutating func take(_ lists: ContextLists) { context = lists }
}
