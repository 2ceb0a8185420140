package import Casefile
internal import HuntPipeline
package import Workbench

/// The alerts and rows of a story, and the answers a store would give.
package struct DeskStore: Sendable {
  package var alerts: [Alert]
  package var rows: [[Value]]
  package var today: Money?

  package init(alerts: [Alert] = DeskSample.alerts(63), rows: [[Value]] = DeskSample.rows(4812), today: Money? = Money(dollars: 0.04)) {
    self.alerts = alerts
    self.rows = rows
    self.today = today
  }

  /// The message that answers an effect; nil for effects that a store does not answer.
  package func answer(_ effect: Effect) -> Message? {
    switch effect {
    case .loadAlerts(let listing, let range):
      let found = matching(listing)
      let lines = found.dropFirst(range.lowerBound).prefix(range.count).map(line)
      let span = TimeRange(from: Desk.opening - .days(14), to: Desk.opening)
      let page = AlertPage(
        start: range.lowerBound, lines: Array(lines), matching: found.count, total: alerts.count, histogram: histogram(found, span),
        span: found.isEmpty ? nil : span)
      return .alertsArrived(page, of: listing)
    case .loadAlert(let id): return .alertArrived(alerts.first { $0.id == id })
    case .loadAlertIDs(let listing, let purpose): return .alertIDsArrived(matching(listing).map(\.id), of: listing, for: purpose)
    case .countTechniques(let listing):
      return .techniquesCounted(matching(listing).flatMap(\.techniques).reduce(into: [:]) { $0[$1, default: 0] += 1 }, of: listing)
    case .loadRows(let resultSet, let range):
      return .rowsArrived(resultSet, start: range.lowerBound, rows: Array(rows.dropFirst(range.lowerBound).prefix(range.count)))
    case .loadProof(let resultSet, let finding, let numbers):
      let found = numbers.filter { $0 >= 1 && $0 <= rows.count }.map { ProvingRow(number: $0, cells: rows[$0 - 1]) }
      return .proofArrived(resultSet, finding: finding, rows: found)
    case .loadSpend: return .spendArrived(today)
    case .loadDecisions: return .decisionsArrived([:])
    case .keepDecision(let triage, let finding, _): return .decisionsArrived([finding: triage])
    case .loadTables: return .tablesArrived(DeskSample.tables)
    case .loadValues(let column, let table):
      guard table == "DeviceProcessEvents", let place = DeskSample.columns.firstIndex(of: column) else { return nil }
      let seen = rows.prefix(2000).reduce(into: [Value]()) { seen, row in if !seen.contains(row[place]) { seen.append(row[place]) } }
      return .valuesArrived(Array(seen.prefix(60)), of: column, table: table)
    case .readRecord(let id, let text): return .recordRead(id, FoldedRecord(text))
    default: return nil
    }
  }

  private func matching(_ listing: AlertListing) -> [Alert] {
    let words = listing.filter.lowercased().split(separator: " ")
    let found = alerts.filter { alert in
      let text = ([alert.title, alert.category, alert.status] + alert.entities.map(\.label) + alert.techniques).joined(separator: " ")
        .lowercased()
      return words.allSatisfy { word in
        let isInverse = word.hasPrefix("!")
        let wanted = (isInverse ? word.dropFirst() : word).split(separator: ":").last ?? ""
        return text.contains(wanted) != isInverse
      }
    }
    let sorted = found.sorted { one, two in
      switch listing.sort {
      case .severity: (one.severity, one.created) > (two.severity, two.created)
      case .title: one.title < two.title
      case .entity: (one.principalEntity?.label ?? "") < (two.principalEntity?.label ?? "")
      default: one.created > two.created
      }
    }
    let isNatural = listing.sort == .time || listing.sort == .severity
    return listing.isDescending == isNatural ? sorted : sorted.reversed()
  }

  private func line(_ alert: Alert) -> AlertLine {
    AlertLine(
      id: alert.id, severity: alert.severity, created: alert.created, title: alert.title, entity: alert.principalEntity?.label ?? "",
      category: alert.category, status: alert.status, source: alert.source)
  }

  private func histogram(_ found: [Alert], _ span: TimeRange) -> [Int] {
    var counts = [Int](repeating: 0, count: 56)
    for alert in found {
      let place = (alert.created - span.from).totalSeconds / max(1, span.length.totalSeconds) * 56
      counts[min(55, max(0, Int(place)))] += 1
    }
    return counts
  }
}
