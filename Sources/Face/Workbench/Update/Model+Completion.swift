internal import Canvas
internal import Casefile
internal import HuntPipeline
internal import KQL

extension Model {
  mutating func performCompletion(_ command: Command) -> [Effect] {
    switch command {
    case .complete: return complete()
    case .completionNext: query.completion?.move(1)
    case .completionPrevious: query.completion?.move(-1)
    case .completionTake: return takeCompletion()
    case .completionEnter:
      if query.completion?.isChosen ?? false { return takeCompletion() }
      query.completion = nil
      return edit(.query) { $0.insert("\n", isPaste: true) }
    case .completionClose: query.completion = nil
    case .formatQuery: return formatQuery()
    default: break
    }
    return []
  }

  /// The moment that `now()` and `ago(…)` of the query mean.
  var queryMoment: DateTime { hunt?.request.asked ?? now }

  /// Opens the list by key; what has one answer only is put in at once, and where there is none two blanks are.
  private mutating func complete() -> [Effect] {
    let list = completions()
    if list.items.isEmpty, query.editor.beforeCursor.allSatisfy(\.isWhitespace) { return edit(.query) { $0.insert("  ", isPaste: true) } }
    query.completion = CompletionState(list, isWanted: true)
    guard list.items.count == 1 else {
      if list.items.isEmpty {
        query.completion = nil
        say(Wording.nothingToComplete, .note)
      }
      return wantValues(list)
    }
    return takeCompletion()
  }

  private func completions() -> KQLCompletion {
    tables.assistant(now: queryMoment).completion(of: KQLQuery(parsing: query.editor.text), at: query.editor.offset)
  }

  private mutating func takeCompletion() -> [Effect] {
    guard let state = query.completion, let item = state.item else { return [] }
    query.completion = nil
    query.editor.replace(state.completion.range, with: item.insertion)
    return []
  }

  /// Called after a key changed the query: opens, narrows or closes the list.
  mutating func completionFollows(_ key: Key) -> [Effect] {
    let isWanted = query.completion?.isWanted ?? false
    let isOpen = query.completion != nil
    query.completion = nil
    let isTyped = key.typed.map { $0.isLetter || $0.isNumber || "_.$!\"'~".contains($0) } ?? false
    guard isTyped || (isOpen && key.code == .backspace) || (key.typed == " " && isAfterPipe) else { return [] }
    guard query.editor.lineCount <= 2000, query.reading.query.text.utf8.count <= QueryHelp.longest else { return [] }
    let list = completions()
    let isWhole = list.items.count == 1 && list.items[0].label == list.prefix
    let isBegun = !list.prefix.isEmpty || isWanted || key.typed != " " && key.code != .backspace || isAfterPipe
    if !list.items.isEmpty, !isWhole, isBegun { query.completion = CompletionState(list, isWanted: isWanted) }
    return wantValues(list)
  }

  private var isAfterPipe: Bool { query.editor.beforeCursor.last { !$0.isWhitespace } == "|" }

  /// Asks for values of the column that one compares with, once for each.
  private mutating func wantValues(_ list: KQLCompletion) -> [Effect] {
    guard let place = list.comparedColumn, tables.wants(place), let table = place.table else { return [] }
    return [.loadValues(place.column, table: table)]
  }

  /// Tables came while one types: what was begun without them is completed with them.
  mutating func tablesArrived(_ schemas: [TableSchema], own: Set<String>) {
    tables.take(schemas, own: own)
    guard query.isEditing, query.completion?.isChosen != true, query.editor.lineCount <= 2000 else { return }
    let list = completions()
    let isWhole = list.items.count == 1 && list.items[0].label == list.prefix
    guard !list.items.isEmpty, !list.prefix.isEmpty, !isWhole else { return }
    query.completion = CompletionState(list, isWanted: query.completion?.isWanted ?? false)
  }

  /// Values came while one types: the list shows them at once.
  mutating func valuesArrived(_ values: [Value], of column: Column, table: String) {
    tables.take(values, of: KQLCompletion.ColumnPlace(table: table, column: column))
    guard query.isEditing, query.completion?.isChosen != true else { return }
    let list = completions()
    guard list.comparedColumn?.table == table, list.comparedColumn?.column == column, !list.items.isEmpty else { return }
    query.completion = CompletionState(list, isWanted: query.completion?.isWanted ?? true)
  }

  private mutating func formatQuery() -> [Effect] {
    let reading = query.reading.query
    let width = max(40, ScreenLayout(self).inner(.query).width - 6)
    let laidOut = reading.formatted(width: min(100, width))
    guard laidOut.text != reading.text else {
      say(Wording.formattedAlready, .note)
      return []
    }
    let offset = reading.offset(query.editor.offset, in: laidOut)
    query.completion = nil
    query.editor.replace(with: laidOut.text)
    let place = query.editor.place(of: offset)
    query.editor.move(line: place.line, column: place.column)
    return query.isEditing ? [] : leaveQueryEditor()
  }
}
