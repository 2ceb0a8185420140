internal import Canvas
internal import Casefile
internal import HuntPipeline

extension EntityState {
  /// Whether the page is being read now.
  var isReading: Bool { question != nil && page == nil && problem == nil }

  /// A row's place among those kept, the newest first, from its place in the order shown.
  func kept(_ place: Int) -> Int { isOldestFirst ? (page?.kept ?? 0) - 1 - place : place }
}

extension Model {
  mutating func moveInEntity(_ command: Command) {
    let height = ScreenLayout(self).inner(.entity).height - EntityPane.headLines
    entity.cursor = moved(entity.cursor, count: entity.lineCount, page: height, command)
  }

  /// To the heading of the part behind the cursor; from the last to the first.
  mutating func goToNextSection() {
    let starts = EntitySection.allCases.map { entity.start(of: $0) }
    entity.cursor = starts.first { $0 > entity.cursor } ?? 0
    entity.top = entity.cursor
  }

  mutating func forgetEntityRows() {
    entity.rows = []
    entity.start = 0
    entity.pending = nil
    entity.unfolded = nil
    entity.cells = []
  }

  mutating func settleEntity(_ inner: Rect) {
    guard !inner.isEmpty, entity.page != nil else { return }
    entity.cursor = min(max(0, entity.cursor), max(0, entity.lineCount - 1))
    let height = max(1, inner.height - EntityPane.headLines)
    entity.top = Model.top(entity.top, cursor: entity.cursor, count: entity.lineCount, height: height)
  }

  /// Rows on screen that are not here yet.
  mutating func missingEntityRows(_ inner: Rect) -> [Effect] {
    guard !inner.isEmpty, let question = entity.question, let page = entity.page, page.kept > 0 else { return [] }
    let height = max(1, inner.height - EntityPane.headLines)
    guard let wanted = entity.rows(among: entity.top..<min(entity.lineCount, entity.top + height)) else { return [] }
    guard entity.row(at: wanted.lowerBound) == nil || entity.row(at: wanted.upperBound - 1) == nil else { return [] }
    let lower = max(0, wanted.lowerBound - (EntityState.pageLength - wanted.count) / 2)
    let shown = lower..<min(page.kept, max(wanted.upperBound, lower + EntityState.pageLength))
    let kept = entity.isOldestFirst ? (page.kept - shown.upperBound)..<(page.kept - shown.lowerBound) : shown
    guard entity.pending != kept else { return [] }
    entity.pending = kept
    return [.loadEntityRows(question, kept)]
  }

  /// Enter: unfolds the row, folds the process, goes from a table to the rows.
  mutating func openEntityLine() -> [Effect] {
    guard let question = entity.question, entity.page != nil else { return [] }
    switch entity.line(entity.cursor) {
    case .row(let place):
      let isOpen = entity.unfolded == place
      entity.cells = []
      entity.unfolded = isOpen ? nil : place
      entity.cursor = entity.start(of: .rows) + 1 + place
      return isOpen ? [] : [.loadEntityRow(question, entity.kept(place))]
    case .cell:
      entity.cursor = entity.start(of: .rows) + 1 + (entity.unfolded ?? 0)
      entity.unfolded = nil
      entity.cells = []
    case .process(let line):
      guard entity.treeLines.indices.contains(line), let tree = entity.page?.tree else { return [] }
      let place = entity.treeLines[line].place
      guard !tree.nodes[place].children.isEmpty else { return [] }
      if entity.folded.remove(place) == nil { entity.folded.insert(place) }
      entity.treeLines = tree.lines(folded: entity.folded)
    case .table, .note, .heading, .blank: break
    }
    return []
  }

  /// The line under the cursor as it is handed on; values are exact, for they are evidence.
  var entityCopyText: String? {
    guard let page = entity.page, let question = entity.question else { return nil }
    switch entity.line(entity.cursor) {
    case .row(let place): return entity.row(at: place).map { "\(moment($0.time))\t\($0.table)\t\($0.text)" }
    case .cell(let place): return entity.cells.indices.contains(place) ? entity.cells[place].text : nil
    case .process(let line):
      guard entity.treeLines.indices.contains(line) else { return nil }
      let node = page.tree.nodes[entity.treeLines[line].place]
      return node.commandLine.isEmpty ? node.name : node.commandLine
    default:
      let seen = [page.firstSeen, page.lastSeen].compactMap { $0.map(moment) }.joined(separator: " to ")
      let head = "\(question.subject.kind.rawValue) \(Defanging.defanged(question.subject.name))  \(seen)"
      let tables = page.tables.map { "\($0.name): \(Figures.grouped($0.count)) of \(Figures.grouped($0.total)) rows" }
      return ([head, Wording.prevalence(page, of: question.subject.kind)] + tables).joined(separator: "\n")
    }
  }

  private func moment(_ time: DateTime) -> String { Figures.full(time, zone: zone) + " " + zone.label }

  /// Whether the alert in the detail or a finding names this process.
  func isNamed(_ node: ProcessTree.Node) -> Bool {
    let entities = detail.alert?.entities ?? []
    let isInAlert = entities.contains { entity in
      guard entity.kind == .process else { return false }
      if !node.commandLine.isEmpty, entity.label == node.commandLine { return true }
      return node.id.map(String.init) == entity.detail("processId") && entity.fileName?.lowercased() == node.name.lowercased()
    }
    guard !isInAlert, node.commandLine.utf8.count >= 8 else { return isInAlert }
    return (hunt?.findings ?? []).contains { $0.logLines.contains { $0.contains(node.commandLine) } }
  }
}
