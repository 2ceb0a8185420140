package import Casefile
internal import Canvas
internal import HuntPipeline

extension Model {
  /// The finding under the cursor.
  package var selectedFinding: Finding? {
    guard let all = hunt?.findings, findings.shown.indices.contains(findings.cursor) else { return nil }
    let place = findings.shown[findings.cursor]
    return all.indices.contains(place) ? all[place] : nil
  }

  /// Opens what is under the cursor of the pane that has the focus.
  mutating func open() -> [Effect] {
    switch focus {
    case .alerts where alerts.lineUnderCursor?.group != nil: return fold()
    case .alerts:
      let effects = focus(on: .detail)
      isZoomed = ScreenLayout(self).isWide
      return effects
    case .query: return editQuery()
    case .rows:
      rows.isUnfolded.toggle()
      // What could not be read is asked for anew.
      if rows.whole?.number != rows.wholeAsked { rows.wholeAsked = nil }
      rows.unfoldedScroll = 0
    case .findings: return showProof()
    case .matrix: return openTechnique()
    case .timeline: return openMoment()
    case .detail: return performDetail(.showRaw)
    case .record: performRecord(.toggleNode)
    case .entity: return openEntityLine()
    case .ask, .analysis, .meter: break
    }
    return []
  }

  /// Why Enter does nothing here; nil when it does something.
  var whyNotOpen: String? {
    switch focus {
    case .alerts: alerts.lineUnderCursor == nil ? Wording.noAlert : nil
    case .detail: detail.alert == nil ? Wording.noAlert : nil
    case .record, .entity: nil
    case .rows: (hunt?.rows?.count ?? 0) == 0 ? Wording.noRows : nil
    case .findings: selectedFinding == nil ? Wording.noFinding : selectedFinding?.rows.isEmpty == true ? Wording.noProof : nil
    case .matrix: techniqueUnderCursor == nil ? Wording.noTechnique : nil
    case .timeline: timelineEntries.isEmpty ? Wording.noFinding : nil
    case .analysis: Wording.nothingToOpen
    case .query, .ask, .meter: nil
    }
  }

  private mutating func showProof() -> [Effect] {
    guard let row = selectedFinding?.rows.first else { return [] }
    return show(row: row)
  }

  /// Goes to a row by its 1-based number, under whatever sorting or filter.
  mutating func show(row number: Int) -> [Effect] {
    rows.isUnfolded = false
    let effects = focus(on: .rows)
    goTo(row: number, mustShow: true)
    return effects
  }

  /// Asks for the rows that prove a finding, a hundred at most.
  func wantProof(of finding: Finding) -> [Effect] {
    guard let resultSet = hunt?.rows?.resultSet, !finding.rows.isEmpty else { return [] }
    return [.loadProof(resultSet, finding: finding.id, rows: Array(finding.rows.prefix(100)))]
  }

  mutating func proofArrived(_ resultSet: ResultSetID, finding: String, rows: [ProvingRow]) {
    guard let progress = hunt?.rows, progress.resultSet == resultSet else { return }
    let schema = TableSchema(name: "", columns: progress.columns)
    let time = schema.timeColumn ?? progress.columns.first { $0.type == .datetime }?.name
    let timePlace = progress.columns.firstIndex { $0.name == time }
    let names = [
      "DeviceName", "Computer", "AccountName", "UserPrincipalName", "InitiatingProcessAccountName", "RemoteIP", "IPAddress", "Entity",
    ]
    let places = names.compactMap { name in progress.columns.firstIndex { $0.name == name } }
    findings.proofs[finding] = rows.prefix(100).map { row in
      var moment: DateTime?
      if let timePlace, row.cells.indices.contains(timePlace), case .datetime(let value) = row.cells[timePlace] { moment = value }
      var about: [String] = []
      for place in places where row.cells.indices.contains(place) {
        let text = String(row.cells[place].text.prefix(60))
        if !text.isEmpty, !about.contains(text) { about.append(text) }
      }
      return ProofLine(row: row.number, time: moment, about: about.prefix(3).joined(separator: " · "))
    }
  }

  mutating func settleFindings(_ inner: Rect) {
    let count = findings.shown.count
    findings.cursor = min(max(0, findings.cursor), max(0, count - 1))
    guard inner.width > 4, inner.height > 0, count > 0, let hunt else { return }
    // The cards begin below what stands above them.
    let above = FindingsNotice.lines(self, hunt, width: inner.width - 2).count + (findings.filterEditor == nil ? 0 : 1)
    let inner = Rect(x: inner.x, y: inner.y, width: inner.width, height: max(1, inner.height - above))
    let shape = FindingsState.Shape(
      cursor: findings.cursor, shown: findings.shown, proofs: findings.proofs.count, width: inner.width, height: inner.height,
      attempt: hunt.attempt, decisions: findings.decisionCount)
    guard shape != findings.settled else { return }
    findings.settled = shape
    let heights = FindingsPane.heights(self, width: inner.width)
    let before = heights.prefix(findings.cursor).reduce(0, +)
    let own = min(heights[findings.cursor], inner.height)
    if before < findings.scroll { findings.scroll = before }
    if before + own > findings.scroll + inner.height { findings.scroll = before + own - inner.height }
    findings.scroll = max(0, min(findings.scroll, max(0, heights.reduce(0, +) - inner.height)))
  }
}
