package import Casefile
import GRDB
package import HuntPipeline

extension EmbeddedStore: AlertSource, AlertKeeper {
  /// The name of this source of alerts and rows.
  package var name: String { "store" }

  /// Keeps alerts; one that is already stored under the same source and id is brought up to date. Returns how many were new.
  @discardableResult
  package func keep(_ alerts: [Alert]) async throws -> Int {
    let identities = identities
    return try await write { database in
      var writer = AlertWriter(database, identities: identities)
      for alert in alerts { try writer.keep(alert) }
      try writer.finish()
      return writer.newCount
    }
  }

  /// These alerts, in the order asked; of an id without its source the one stored last, where two sources use it.
  package func alerts(withIDs ids: [AlertID]) async throws -> [Alert] { try await alerts(withIDs: ids, includesSample: true) }

  func alerts(withIDs ids: [AlertID], includesSample: Bool) async throws -> [Alert] {
    try await read { database in
      let own = includesSample ? "" : " AND source <> '\(EmbeddedStore.sampleSource)'"
      let exact = try database.makeStatement(sql: "SELECT * FROM alerts WHERE id = ? AND source = ?\(own)")
      let last = try database.makeStatement(sql: "SELECT * FROM alerts WHERE id = ?\(own) ORDER BY row_id DESC LIMIT 1")
      return try ids.compactMap { wanted in
        let row =
          if let source = wanted.source {
            try Row.fetchOne(exact, arguments: [wanted.id, source])
          } else {
            try Row.fetchOne(last, arguments: [wanted.id])
          }
        return row.map(AlertCoding.alert)
      }
    }
  }

  /// Every alert that bears one of these ids, in the order asked; several where sources use the same id, the one stored last first.
  package func alerts(bearing ids: [String]) async throws -> [Alert] {
    try await read { database in
      let statement = try database.makeStatement(sql: "SELECT * FROM alerts WHERE id = ? ORDER BY row_id DESC")
      return try ids.flatMap { try Row.fetchAll(statement, arguments: [$0]).map(AlertCoding.alert) }
    }
  }

  /// Alerts by row; one that was removed meanwhile is left out.
  private func alerts(inRows rows: [Int64]) async throws -> [Alert] {
    try await read { database in
      let statement = try database.makeStatement(sql: "SELECT * FROM alerts WHERE row_id = ?")
      return try rows.compactMap { try Row.fetchOne(statement, arguments: [$0]).map(AlertCoding.alert) }
    }
  }

  /// Stored alerts, newest first, in pages of 200.
  package func fetch(
    _ query: AlertQuery, progress: @escaping @Sendable (AlertProgress) -> Void, deliver: @Sendable ([Alert]) async throws -> Void
  ) async throws -> AlertFetch {
    try await fetch(query, includesSample: true, deliver: deliver)
  }

  func fetch(
    _ query: AlertQuery, includesSample: Bool, deliver: @Sendable ([Alert]) async throws -> Void
  ) async throws -> AlertFetch {
    if AlertSelection.isOData(query.filter) {
      return try await fetch(try AlertSelection(query.filter), query.limit, includesSample: includesSample, deliver: deliver)
    }
    let rows = try await alertRows(AlertListing(filter: query.filter), includesSample: includesSample)
    let wanted = rows.prefix(query.limit.map { max($0, 0) } ?? rows.count)
    var count = 0
    while count < wanted.count {
      try Task.checkCancellation()
      let page = try await alerts(inRows: Array(wanted[count..<min(count + 200, wanted.count)]))
      try await deliver(page)
      count = min(count + 200, wanted.count)
    }
    let partial = wanted.count < rows.count ? "\(rows.count - wanted.count) more match; the limit was \(wanted.count)." : nil
    return AlertFetch(count: wanted.count, partial: partial, shortfall: .beyondLimit)
  }

  /// OData compares properties, which no index holds: each alert is looked at.
  private func fetch(
    _ selection: AlertSelection, _ limit: Int?, includesSample: Bool, deliver: @Sendable ([Alert]) async throws -> Void
  ) async throws -> AlertFetch {
    let rows = try await alertRows(AlertListing(), includesSample: includesSample)
    var (place, count, beyond) = (0, 0, 0)
    while place < rows.count {
      try Task.checkCancellation()
      let page = try await alerts(inRows: Array(rows[place..<min(place + 200, rows.count)])).filter { selection.matches($0) }
      place += 200
      let wanted = Array(page.prefix(limit.map { max($0 - count, 0) } ?? page.count))
      count += wanted.count
      beyond += page.count - wanted.count
      if !wanted.isEmpty { try await deliver(wanted) }
    }
    return AlertFetch(
      count: count, partial: beyond > 0 ? "\(beyond) more match; the limit was \(count)." : nil, shortfall: .beyondLimit)
  }
}
