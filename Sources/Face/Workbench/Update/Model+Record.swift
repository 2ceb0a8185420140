internal import Canvas
internal import Casefile

extension Model {
  mutating func performRecord(_ command: Command) {
    switch command {
    case .foldNode: record.cursor = record.record?.fold(line: record.cursor) ?? 0
    case .unfoldNode: record.cursor = record.record?.unfold(line: record.cursor) ?? 0
    case .toggleNode: record.cursor = record.record?.toggle(line: record.cursor) ?? 0
    case .searchRecord: record.editor = TextEditor(record.search)
    case .keepRecordSearch: record.editor = nil
    case .nextMatch: goToMatch(record.match + 1)
    case .previousMatch: goToMatch(record.match - 1)
    default: break
    }
  }

  mutating func recordRead(_ alert: AlertID, _ read: FoldedRecord) {
    guard record.alert == alert else { return }
    record.record = read
  }

  /// Lines of the record that are not folded away.
  var recordLines: Int { record.record?.visible.count ?? 0 }

  /// Why there is no other match to go to in the pane that has the focus; nil when there is one.
  var whyNoMatch: String? {
    // The analysis may grow what it does not have yet.
    if focus == .analysis { return analysisSearch.text.isEmpty ? Wording.nothingSearchedHere(keys.label(of: .searchAnalysis)) : nil }
    return record.search.isEmpty ? Wording.nothingSearched : record.matches.isEmpty ? Wording.noMatch : nil
  }

  /// Looks for the text from the cursor on.
  mutating func recordSearchTyped(_ text: String) {
    guard text != record.search else { return }
    record.search = text
    record.matches = record.record?.matches(text) ?? []
    record.match = 0
    guard let read = record.record, !record.matches.isEmpty else { return }
    let here = read.visible.indices.contains(record.cursor) ? read.visible[record.cursor] : 0
    goToMatch(record.matches.firstIndex { $0 >= here } ?? 0)
  }

  private mutating func goToMatch(_ number: Int) {
    let count = record.matches.count
    guard count > 0 else { return }
    record.match = (number + count) % count
    record.cursor = record.record?.reveal(record.matches[record.match]) ?? 0
  }

  mutating func settleRecord(height: Int) {
    guard height > 0, record.record != nil else { return }
    record.cursor = min(max(0, record.cursor), max(0, recordLines - 1))
    let room = max(1, height - RecordPane.footLines(self))
    record.top = Model.top(record.top, cursor: record.cursor, count: recordLines, height: room)
  }

  /// The whole record at its first line, else the member under the cursor with all that is in it.
  var recordCopyText: String? {
    guard let read = record.record, read.visible.indices.contains(record.cursor) else { return nil }
    if record.cursor == 0 { return detail.alert?.raw }
    let place = Int(read.visible[record.cursor])
    let node = read.nodes[place]
    guard node.folds else { return node.value }
    let within = read.nodes[place..<Int(node.end)].prefix(10_000)
    return within.map { String(repeating: "  ", count: Int($0.depth - node.depth)) + ($0.key.isEmpty ? "" : $0.key + ": ") + $0.value }
      .joined(separator: "\n")
  }
}
