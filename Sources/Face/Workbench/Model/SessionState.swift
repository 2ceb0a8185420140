internal import Settings
package import Casefile
internal import HuntPipeline
internal import Canvas

extension Model {
  /// What is worth finding again after a restart, as JSON: focus, filter, sorting, marks, history, the text being typed, theme, zone.
  package var sessionState: JSONValue {
    [
      "version": 1, "focus": isFocusChosen ? .string(focus.rawValue) : .null, "tab": .string(tab.rawValue), "zoomed": .bool(isZoomed),
      "theme": .string(keptTheme ?? themeName), "configured_theme": .string(configuredTheme),
      "mouse": .bool(hasMouse), "hides_hints": .bool(hidesHints), "terminal_background": .bool(keepsTerminalGround),
      "local_time": .bool(zone.isLocal),
      "filter": .string(alerts.listing.filter),
      "sort": .string(alerts.listing.sort.rawValue),
      "descending": .bool(alerts.listing.isDescending), "marks": .array(alerts.marks.map(\.json)),
      "request": .string(request.editor.text), "history": .array(request.history.map(JSONValue.string)),
      "range": alerts.listing.range.map { .array([.integer($0.from.ticks), .integer($0.to.ticks)]) } ?? .null,
      "grouping": alerts.listing.grouping.map { .string($0.rawValue) } ?? .null, "columns": .string(alerts.columns.text),
      "seen": .integer((alerts.seen ?? alerts.listing.newSince ?? now).ticks), "query": .string(query.editor.text),
      "model": wantedModel.map(JSONValue.string) ?? .null,
      "steps_off": .array(stepsOff.map { .string($0.rawValue) }),
      "hunt": hunt?.kept ?? .null,
      "row_columns": columnMemory.json, "finding_sort": .string(findings.sort.rawValue),
    ]
  }

  /// Shows an ended hunt as it was left: its request, query, analysis and findings; the rows come from the store.
  mutating func reopen(_ ended: Hunt) {
    hunt = ended
    analysis.append(ended.answer)
    if let rows = ended.rows { rowsProgressed(rows) }
    query.editor.replace(with: ended.draft)
    say(Wording.reopened(ended.findings.count), .note)
  }

  /// Shows a theme for this run alone; the one to come back to stays remembered.
  package mutating func showForThisRun(theme name: String) {
    let kept = themeName
    choose(theme: name)
    keptTheme = kept
  }

  var sessionText: String { sessionState.text }

  /// Takes up a session where it was left; parts that are missing or wrong are left as they are.
  package mutating func restore(_ state: JSONValue) {
    if let name = state["focus"]?.string, let pane = PaneID(rawValue: name), ![.meter, .record, .entity].contains(pane) { focus = pane }
    if let name = state["tab"]?.string, let pane = PaneID(rawValue: name), pane.isTab { tab = pane }
    if focus.isTab { tab = focus }
    isZoomed = state["zoomed"]?.bool ?? isZoomed
    // A theme changed in the configuration since then was meant for now.
    let isConfiguredAsBefore = (state["configured_theme"]?.string ?? "dusk") == configuredTheme
    hasMouse = state["mouse"]?.bool ?? hasMouse
    hidesHints = state["hides_hints"]?.bool ?? hidesHints
    keepsTerminalGround = state["terminal_background"]?.bool ?? keepsTerminalGround
    choose(theme: themeName)
    if let name = state["theme"]?.string, shelf[name] != nil, isConfiguredAsBefore { choose(theme: name) }
    zone.isLocal = state["local_time"]?.bool ?? zone.isLocal
    alerts.listing.filter = state["filter"]?.string ?? alerts.listing.filter
    if let sort = state["sort"]?.string.flatMap(AlertListing.SortKey.init(rawValue:)) { alerts.listing.sort = sort }
    alerts.listing.isDescending = state["descending"]?.bool ?? alerts.listing.isDescending
    restoreList(state)
    alerts.mark((state["marks"]?.array ?? []).compactMap(AlertID.init(json:)))
    if let text = state["request"]?.string { request.editor = TextEditor(text) }
    if let texts = state["history"]?.array { request.history = Array(texts.compactMap(\.string).suffix(100)) }
    // Letters pressed on a screen that just came up are commands, not words.
    if focus == .ask { focus = .alerts }
    if let sort = state["finding_sort"]?.string.flatMap(FindingsState.Sort.init(rawValue:)) { findings.sort = sort }
    if let columns = state["row_columns"] { columnMemory.restore(columns) }
    if let ended = state["hunt"].flatMap(Hunt.init(kept:)), ended.request.workspace == place.name { reopen(ended) }
    if let text = state["query"]?.string { query.editor = TextEditor(text, isMultiline: true) }
    let off = (state["steps_off"]?.array ?? []).compactMap { $0.string.flatMap(ReductionStep.init(rawValue:)) }
    reductionSteps = ReductionStep.all.subtracting(off)
    if let name = state["model"]?.string, modelNames.contains(name) { wantedModel = name }
  }

  /// The alert list's range, groups and columns, and since when alerts are new.
  private mutating func restoreList(_ state: JSONValue) {
    let ends = (state["range"]?.array ?? []).compactMap(\.integer)
    if ends.count == 2, ends[0] < ends[1] {
      alerts.listing.range = TimeRange(from: DateTime(ticks: ends[0]), to: DateTime(ticks: ends[1]))
    }
    alerts.listing.grouping = state["grouping"]?.string.flatMap(AlertListing.Grouping.init(rawValue:))
    if let columns = state["columns"]?.string.flatMap(AlertColumns.init) { alerts.columns = columns }
    if let seen = state["seen"]?.integer { alerts.listing.newSince = DateTime(ticks: seen) }
  }
}
