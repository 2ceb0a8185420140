internal import Casefile
internal import Decoding
internal import HuntPipeline

extension Model {
  /// Whether `copy` has something; asked for every frame, so it makes no text.
  package var hasCopy: Bool {
    switch focus {
    case .alerts: alerts.lineUnderCursor != nil
    case .detail: detail.alert != nil
    case .record: record.record != nil
    case .entity: entity.page != nil
    case .ask: !request.editor.isEmpty
    case .query: !query.editor.isEmpty
    case .rows: rows.row(at: rows.cursor) != nil
    case .findings: selectedFinding != nil
    case .analysis: !analysis.text.isEmpty
    case .matrix: techniqueUnderCursor != nil
    case .timeline: !timelineEntries.isEmpty
    case .meter: false
    }
  }

  /// What `copy` would put on the clipboard; nil when nothing is under the cursor.
  package var copyText: String? {
    switch focus {
    case .alerts: alerts.lineUnderCursor.map { copyText(of: $0) }
    case .detail: detailCopy?.text
    case .record: recordCopyText
    case .entity: entityCopyText
    case .ask: request.editor.isEmpty ? nil : request.editor.text
    case .query: query.editor.isEmpty ? nil : query.editor.text
    case .rows: rowCopyText
    case .findings: selectedFinding.map { escalation($0) }
    case .analysis: analysis.text.isEmpty ? nil : Defanging.defanged(analysis.text)
    case .matrix: techniqueUnderCursor.map { "\($0.id) \($0.name)" }
    case .timeline:
      timelineEntries.isEmpty
        ? nil
        : timelineEntries.map { "\(Figures.full($0.time, zone: zone)) \(zone.label)\t\(Defanging.defanged($0.about))" }.joined(
          separator: "\n")
    case .meter: nil
    }
  }

  /// Marked alerts that are copied at once.
  static let mostCopied = 2000

  mutating func copy() -> [Effect] {
    if focus == .alerts, alerts.marks.count > 1 {
      guard alerts.marks.count <= Model.mostCopied else {
        say(Wording.tooManyToCopy(alerts.marks.count, most: Model.mostCopied), .warning)
        return []
      }
      copiesGroup = false
      return [.loadAlertsToCopy(alerts.marks)]
    }
    if focus == .alerts, let group = alerts.lineUnderCursor?.group {
      guard group.count <= Model.mostCopied else {
        say(Wording.groupTooLargeToCopy(group.count, most: Model.mostCopied), .warning)
        return []
      }
      return [.loadAlertIDs(alerts.listing.members(of: group.key), .copyGroup(group.key))]
    }
    guard let text = copyText else { return [] }
    copiedThing = Wording.copyNames[focus] ?? ""
    if focus == .detail, let thing = detailCopy?.thing { copiedThing = thing }
    if focus == .record, record.cursor == 0 { copiedThing = Wording.copiedRecord }
    // It must not steer the terminal it is pasted into; a query may be a model's, a file's or a pasted one.
    return [.copy(text.harmless)]
  }

  /// Asks for the alerts of a group, unless there are too many.
  mutating func copyGroup(_ ids: [AlertID]) -> [Effect] {
    guard ids.count <= Model.mostCopied else {
      say(Wording.groupTooLargeToCopy(ids.count, most: Model.mostCopied), .warning)
      return []
    }
    copiesGroup = true
    return ids.isEmpty ? [] : [.loadAlertsToCopy(ids)]
  }

  /// The marked alerts or those of a group, a line each.
  mutating func copy(_ marked: [Alert]) -> [Effect] {
    guard !marked.isEmpty else { return [] }
    copiedThing = copiesGroup ? Wording.copiedGroup(marked.count) : Wording.copiedAlerts(marked.count)
    copiesGroup = false
    let lines = marked.map { alert in
      copyText(
        of: AlertLine(
          id: alert.id, severity: alert.severity, created: alert.created, title: alert.title, entity: alert.principalEntity?.label ?? "",
          category: alert.category, status: alert.status, source: alert.source))
    }
    return [.copy(lines.joined(separator: "\n").harmless)]
  }

  private func copyText(of line: AlertLine) -> String {
    [
      Figures.full(line.created, zone: zone) + " " + zone.label, line.severity.rawValue, Defanging.defanged(line.title), line.entity,
      line.status,
    ]
    .joined(separator: "\t")
  }

  /// The row as it came, one `name: value` a line, and what it says decoded behind it. Values are exact, for they are evidence, but for
  /// characters that could steer a terminal: these are told as marks when it is copied.
  private var rowCopyText: String? {
    guard let columns = hunt?.rows?.columns, let row = rows.rowUnderCursor else { return nil }
    return zip(columns, row.cells).enumerated().filter { !$1.1.isEmpty }.flatMap { place, pair in
      let decoded = row.decoded.first { $0.column == place }?.texts ?? []
      return ["\(pair.0.name): \(pair.1.text)"] + decoded.map { "\(pair.0.name) (decoded, \($0.label)): \($0.text)" }
    }
    .joined(separator: "\n")
  }

  /// A finding as it is handed on: what, how sure, what proves it, what to do; defanged.
  private func escalation(_ finding: Finding) -> String {
    var lines = ["\(finding.title) — \(finding.confidence.rawValue) confidence, evidence \(finding.evidence.rawValue)"]
    lines.append([finding.mitre.tactic, finding.mitre.id, finding.mitre.name].filter { !$0.isEmpty }.joined(separator: " "))
    if !finding.description.isEmpty { lines.append(finding.description) }
    for line in findings.proofs[finding.id] ?? [] {
      let time = line.time.map { Figures.full($0, zone: zone) + " " + zone.label + "  " } ?? ""
      lines.append("row \(line.row)  \(time)\(line.about)")
    }
    lines += finding.logLines.map { "> " + $0 }
    lines += finding.notFound.map { Wording.notFound($0) }
    lines += finding.doubts.map { "? \(Wording.doubtfulLabel): \($0)" }
    if !finding.provenIndicators.isEmpty { lines.append("Indicators: " + finding.provenIndicators.joined(separator: ", ")) }
    if let decision = self.findings.decisions[finding.id] {
      let note = decision.note.isEmpty ? "" : ": \(decision.note)"
      lines.append("Status: \(decision.status.rawValue), \(Figures.full(decision.time, zone: zone)) \(zone.label)\(note)")
    }
    if !finding.recommendations.isEmpty { lines.append("Next: " + finding.recommendations.map(\.rawValue).joined(separator: ", ")) }
    if let draft = hunt?.draft, !draft.isEmpty { lines += ["KQL:", draft] }
    lines.append("Source: \(finding.source) · hunt \(hunt?.id.description ?? "")")
    return lines.map(Defanging.defanged).joined(separator: "\n")
  }
}
