package import Casefile
internal import HuntPipeline
package import Workbench

/// The alerts and rows of a story, and the answers a store would give.
package struct DeskStore: Sendable {
  package var alerts: [Alert]
  package var rows: [[Value]]
  package var today: Money?
  /// When alerts were stored, by id; those that are not here were always there.
  package var stored: [String: DateTime] = [:]
  /// True leaves what concerns rows unanswered, as while a large result is gone through.
  package var isSlow = false
  /// True leaves ids of all alerts unanswered.
  package var holdsIDs = false

  package init(alerts: [Alert] = DeskSample.alerts(63), rows: [[Value]] = DeskSample.rows(4812), today: Money? = Money(dollars: 0.04)) {
    self.alerts = alerts
    self.rows = rows
    self.today = today
  }

  /// The message that answers an effect; nil for effects that a store does not answer.
  package func answer(_ effect: Effect) -> Message? {
    switch effect {
    case .loadAlerts(let listing, let range): return .alertsArrived(page(listing, range), of: listing)
    case .findNewAlert(let listing, let place, let isForward):
      let lines = lines(listing)
      let found = isForward ? lines.indices.first { $0 > place && lines[$0].isNew } : lines.indices.last { $0 < place && lines[$0].isNew }
      return .newAlertFound(found, of: listing, isForward: isForward)
    case .jumpAlerts(let listing, let place, let jump, let isForward):
      let found = AlertJumpWalk(jump, from: place, isForward: isForward).place(in: lines(listing))
      return .alertJumpFound(found, of: listing, from: place, jump, isForward: isForward)
    case .findAlert(let id, let listing): return .alertPlaceFound(id, matching(listing).firstIndex { id.names($0.name) }, of: listing)
    case .loadAlertsToCopy(let ids): return .alertsToCopy(ids.compactMap { id in alerts.first { id.names($0.name) } })
    case .loadAlert(let id): return .alertArrived(alerts.first { id.names($0.name) })
    case .loadAlertIDs where holdsIDs: return nil
    case .loadAlertIDs(let listing, let purpose): return .alertIDsArrived(matching(listing).map(\.name), of: listing, for: purpose)
    case .countTechniques(let listing):
      return .techniquesCounted(matching(listing).flatMap(\.techniques).reduce(into: [:]) { $0[$1, default: 0] += 1 }, of: listing)
    case .loadRows, .loadWholeRow, .orderRows, .findRow, .countValues: return isSlow ? nil : DeskRows(rows: rows).answer(effect)
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
    case .findEntityKind(let name):
      let known = alerts.lazy.flatMap(\.entities).compactMap { entity -> EntitySubject? in
        switch entity.kind {
        case .user where AccountName(entity.label).account == name.lowercased(): EntitySubject(.user, name)
        case .host where HostName(entity.label).short == name.lowercased(): EntitySubject(.host, name)
        default: nil
        }
      }
      return .entityKindFound(name, known.first)
    case .readRecord(let id, let text): return .recordRead(id, FoldedRecord(text))
    default: return nil
    }
  }

  private func page(_ listing: AlertListing, _ range: Range<Int>) -> AlertPage {
    let found = matching(listing)
    let lines = lines(listing)
    let span = listing.range ?? TimeRange(from: Desk.opening - .days(14), to: Desk.opening)
    var page = AlertPage(
      start: range.lowerBound, lines: Array(lines.dropFirst(range.lowerBound).prefix(range.count)), matching: found.count,
      total: alerts.count, lineCount: lines.count, histogram: histogram(found, span), span: found.isEmpty ? nil : span)
    page.newCount = found.count { stored[$0.id] ?? .minimum > listing.newSince ?? .maximum }
    page.newHighCount = found.count { $0.severity == .high && stored[$0.id] ?? .minimum > listing.newSince ?? .maximum }
    return page
  }

  /// Alerts, or groups with what is unfolded below them.
  private func lines(_ listing: AlertListing) -> [AlertLine] {
    let found = matching(listing)
    guard let grouping = listing.grouping, listing.group == nil else { return found.map { line($0, listing) } }
    var order: [String] = []
    var members: [String: [Alert]] = [:]
    for alert in found {
      let key = grouping.value(of: alert).lowercased()
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(alert)
    }
    return order.flatMap { key -> [AlertLine] in
      let all = members[key] ?? []
      guard let newest = all.max(by: { $0.created < $1.created }) else { return [] }
      var head = line(newest, listing)
      head.severity = all.map(\.severity).max() ?? .unknown
      head.isNew = all.contains { line($0, listing).isNew }
      let isUnfolded = listing.unfolded.contains(key)
      head.group = AlertGroup(key: key, label: grouping.value(of: newest), count: all.count, isUnfolded: isUnfolded)
      guard isUnfolded else { return [head] }
      return [head]
        + all.map { alert in
          var member = line(alert, listing)
          member.memberOf = key
          return member
        }
    }
  }

  private func matching(_ listing: AlertListing) -> [Alert] {
    let words = listing.filter.lowercased().split(separator: " ")
    let found = alerts.filter { alert in
      guard listing.range?.contains(alert.created) ?? true else { return false }
      if let grouping = listing.grouping, let group = listing.group, grouping.value(of: alert).lowercased() != group { return false }
      let text = ([alert.title, alert.category, alert.status] + alert.entities.map(\.label) + alert.techniques).joined(separator: " ")
        .lowercased()
      return words.allSatisfy { word in
        if word == "assigned:me" { return alert.assignedTo == listing.analyst }
        if word == "assigned:none" { return alert.assignedTo.isEmpty }
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

  private func line(_ alert: Alert, _ listing: AlertListing) -> AlertLine {
    var line = AlertLine(
      id: alert.id, severity: alert.severity, created: alert.created, title: alert.title, entity: alert.principalEntity?.label ?? "",
      category: alert.category, status: alert.status, source: alert.source)
    line.isNew = stored[alert.id] ?? .minimum > listing.newSince ?? .maximum
    return line
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

extension AlertListing.Grouping {
  fileprivate func value(of alert: Alert) -> String {
    switch self {
    case .title: alert.title
    case .entity: alert.principalEntity?.label ?? ""
    case .tactic: alert.category
    case .incident: alert.incidentID
    }
  }
}
