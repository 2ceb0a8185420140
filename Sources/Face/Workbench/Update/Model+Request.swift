internal import Casefile
internal import HuntPipeline

extension Model {
  /// What a request sent now would be put to: what was chosen, else the marked alerts, else the logs.
  package var requestTarget: RequestState.Target {
    request.chosenTarget ?? (alerts.marks.isEmpty ? .logs : .alerts)
  }

  mutating func performRequest(_ command: Command) -> [Effect] {
    switch command {
    case .sendRequest: return send()
    case .toggleSubject: request.chosenTarget = requestTarget == .logs ? .alerts : .logs
    case .forgetMarks:
      say(Wording.marksForgotten(alerts.marks.count), .note)
      alerts.clearMarks()
      request.chosenTarget = nil
    case .historyOlder: walkHistory(-1)
    case .historyNewer: walkHistory(1)
    default: break
    }
    return []
  }

  private mutating func send() -> [Effect] {
    let text = request.editor.text.trimmed
    if request.history.last != text { request.history.append(text) }
    if request.history.count > 100 { request.history.removeFirst() }
    request.historyPlace = nil
    switch requestTarget {
    case .logs: return begin(text, subject: .logs)
    case .alerts where !alerts.marks.isEmpty: return begin(text, subject: .alerts(alerts.marks))
    case .alerts:
      guard alerts.matching > 0 else {
        say(Wording.noAlertsToAsk, .warning)
        return []
      }
      request.isGathering = true
      return [.loadAlertIDs(alerts.listing, .ask(text))]
    }
  }

  /// Walks through the requests that hold what was typed before the walk began; all while nothing was.
  private mutating func walkHistory(_ step: Int) {
    let count = request.history.count
    guard count > 0 else { return }
    if request.historyPlace == nil { request.unsent = request.editor.text }
    let sought = request.history.last == request.unsent ? "" : request.unsent.lowercased().trimmed
    var place = (request.historyPlace ?? count) + step
    while request.history.indices.contains(place), !sought.isEmpty, !request.history[place].lowercased().contains(sought) { place += step }
    guard place >= 0 else {
      if !sought.isEmpty { say(Wording.noOlder(sought), .note) }
      return
    }
    let isPast = place >= count
    request.editor.replace(with: isPast ? request.unsent : request.history[place])
    request.historyPlace = isPast ? nil : place
  }

  /// Starts a hunt; work of the one before is stopped.
  mutating func begin(
    _ text: String, subject: AnalystRequest.Subject, kql: String? = nil, draftsOffline: Bool = false
  ) -> [Effect] {
    request.isGathering = false
    var effects: [Effect] = []
    if let hunt, !hunt.stage.isEnding, hunt.stage != .ready, hunt.stage != .refused { effects.append(.stopHunt(hunt.id)) }
    let id = HuntID(at: now, using: &idSource)
    let asked = AnalystRequest(text: text, subject: subject, workspace: place.name, asked: now, zoneOffsetMinutes: zone.offsetMinutes)
    hunt = Hunt(id: id, request: asked, wantedModel: wantedModel, reductionSteps: reductionSteps, draftsOffline: draftsOffline)
    forgetResults()
    query.isEditing = false
    query.scroll = 0
    if let kql {
      effects += tell(.queryEdited(kql))
    } else {
      query.editor = TextEditor(isMultiline: true)
    }
    if case .alerts = subject { tab = .analysis } else { tab = .findings }
    if kql == nil {
      focus = subject == .logs ? .query : tab
      isFocusChosen = false
    }
    return effects + tell(.begun)
  }

  /// Empties what belongs to the hunt before.
  mutating func forgetResults() {
    rows = RowsState()
    let sort = findings.sort
    findings = FindingsState()
    findings.sort = sort
    analysis.clear()
    analysisSearch = AnalysisSearch()
    timeline = TimelineState()
    toast = nil
  }
}
