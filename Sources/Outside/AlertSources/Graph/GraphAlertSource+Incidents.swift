import Casefile
import HuntPipeline
import Locking
import MicrosoftData

extension GraphAlertSource {
  /// Incidents with their alerts; where the service cannot expand them, both lists are read and put together here.
  func fetchIncidents(
    _ query: AlertQuery, _ filter: GraphFilter, progress: @escaping @Sendable (AlertProgress) -> Void,
    deliver: @Sendable ([Alert]) async throws -> Void
  ) async throws -> AlertFetch {
    var question = question(query, filter)
    question.expandsAlerts = true
    let merged = Locked(0)
    var fetching = GraphFetching(
      connection, question, held: filter.held, limit: query.limit, progress: progress,
      alerts: { item in
        let incident = GraphIncident(item.object)
        if incident.redirect != nil { merged.withLock { $0 += 1 } }
        return incident.hasAlerts
          ? incident.alerts(source: GraphEndpoint.alerts.source) : [incident.alert(source: GraphEndpoint.incidents.source)]
      })
    let ending = try await fetching.run(deliver: deliver)
    var notes = filter.notes
    if filter.text != nil { notes.append("The filter was asked of the incidents; each brings all of its alerts.") }
    if case .broken(let refusal as GraphRefusal) = ending, refusal.kind == .service {
      question.expandsAlerts = false
      let apart = IncidentsApart(question: question, filter: filter, limit: query.limit, connection: connection, progress: progress)
      return try await apart.fetch(after: fetching, notes: notes, deliver: deliver)
    }
    let count = merged.withLock { $0 }
    if count > 0 { notes.append("\(count) of the incidents were merged into others; each names the one it is now.") }
    return try GraphReport(fetching, ending, limit: query.limit).fetch(notes: notes)
  }
}

/// Incidents and alerts read one after the other and put together by the incident's id.
struct IncidentsApart: Sendable {
  /// An alert may have been updated last a little before its incident was made of it.
  static let lead = TimeSpan.hours(24)

  let question: GraphQuery
  let filter: GraphFilter
  let limit: Int?
  let connection: GraphConnection
  let progress: @Sendable (AlertProgress) -> Void

  /// `first` is the run that broke; what it delivered does not come again.
  func fetch(
    after first: GraphFetching, notes: [String], deliver: @Sendable ([Alert]) async throws -> Void
  ) async throws -> AlertFetch {
    let found = Locked<[String: GraphIncident]>([:])
    let remaining = limit.map { $0 - first.count }
    var incidents = GraphFetching(
      connection, question, held: nil, limit: nil, progress: progress,
      alerts: { item in
        let incident = GraphIncident(item.object)
        found.withLock { $0[incident.id] = incident }
        return []
      })
    incidents.recent = first.recent
    incidents.itemLimit = remaining
    let ending = try await incidents.run(deliver: deliver)
    let report = GraphReport(incidents, ending, limit: limit)
    var gaps = try report.gaps(after: first.pages > 0)
    var isOnlyLimited = gaps.isEmpty || report.shortfall == .beyondLimit
    var notes = notes
    notes.append("The service could not send incidents with their alerts, so both were read and put together here.")
    let matched = found.withLock { $0 }
    let read = try await alerts(of: matched, remaining, deliver: deliver)
    gaps += read.gaps
    isOnlyLimited = isOnlyLimited && read.isOnlyLimited
    var count = first.count + read.count
    // Without a whole list of alerts, an incident that seems to have none may have some.
    let alone = (Task.isCancelled ? [] : matched.values.filter { !read.met.contains($0.id) }).sorted {
      ($0.created ?? .minimum) > ($1.created ?? .minimum)
    }
    let own = alone.map { $0.alert(source: GraphEndpoint.incidents.source) }.filter { filter.held?.matches($0) ?? true }
    let wanted = Array(own.prefix(limit.map { max($0 - count, 0) } ?? own.count))
    if !wanted.isEmpty { try await deliver(wanted) }
    count += wanted.count
    if wanted.count < own.count, let limit { gaps.append("More match; the limit was \(limit).") }
    progress(.read(count, of: nil))
    // Both lists may end for the same reason.
    let distinct = gaps.enumerated().filter { !gaps.prefix($0.offset).contains($0.element) }.map(\.element)
    return AlertFetch(
      count: count, partial: distinct.isEmpty ? nil : distinct.joined(separator: " "), shortfall: isOnlyLimited ? .beyondLimit : .rest,
      notes: notes)
  }

  private func alerts(
    of incidents: [String: GraphIncident], _ remaining: Int?, deliver: @Sendable ([Alert]) async throws -> Void
  ) async throws -> (count: Int, met: Set<String>, gaps: [String], isOnlyLimited: Bool) {
    guard let earliest = incidents.values.compactMap(\.created).min() else { return (0, [], [], true) }
    var question = GraphQuery(endpoint: .alerts, top: GraphEndpoint.alerts.pageSize)
    let from = DateTime(ticks: max(earliest.ticks - IncidentsApart.lead.ticks, 0))
    question.bounds = [GraphQuery.Bound(property: "lastUpdateDateTime", comparison: "ge", moment: from)]
    let met = Locked<Set<String>>([])
    var fetching = GraphFetching(
      connection, question, held: filter.held, limit: remaining, progress: progress,
      alerts: { item in
        guard let id = item.object["incidentId"]?.string, let incident = incidents[id] else { return [] }
        met.withLock { _ = $0.insert(id) }
        return [incident.alert(.object(item.object), source: GraphEndpoint.alerts.source)]
      })
    let ending = try await fetching.run(deliver: deliver)
    let report = GraphReport(fetching, ending, limit: limit)
    var gaps = try report.gaps(after: true)
    let isOnlyLimited = gaps.isEmpty || report.shortfall == .beyondLimit
    if !gaps.isEmpty, fetching.pages == 0 { gaps.insert("The alerts of the incidents are missing.", at: 0) }
    return (fetching.count, met.withLock { $0 }, gaps, isOnlyLimited)
  }
}
