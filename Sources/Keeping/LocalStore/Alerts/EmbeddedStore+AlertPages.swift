import Casefile
import GRDB
package import HuntPipeline

extension EmbeddedStore {
  /// Slices of a page's histogram.
  package static let histogramSlices = 48

  /// Lines `range` (0-based, clamped) of a listing, with counts and histogram of all that match.
  package func alertPage(_ listing: AlertListing, _ range: Range<Int>) async throws -> AlertPage {
    try await alertPage(listing, range, includesSample: true)
  }

  func alertPage(_ listing: AlertListing, _ range: Range<Int>, includesSample: Bool) async throws -> AlertPage {
    let listings = self.listings
    return try await read { database in
      let filter = AlertFilter(listing.filter, range: listing.range, includesSample: includesSample)
      let stamp = try Int64.fetchOne(database, sql: "SELECT value FROM session WHERE key = ?", arguments: [Session.alertStamp]) ?? 0
      let key = ListingCache.Key(filter: listing.filter, range: listing.range, includesSample: includesSample, stamp: stamp)
      let around = try listings.surroundings(key) { try EmbeddedStore.surroundings(filter, listing.range, includesSample, database) }
      let start = min(max(range.lowerBound, 0), around.matching)
      let count = min(max(range.upperBound, start), around.matching) - start
      let lines = try EmbeddedStore.lines(listing, filter, start, count, matching: around.matching, database)
      return AlertPage(
        start: start, lines: lines, matching: around.matching, total: around.total, histogram: around.histogram, span: around.span)
    }
  }

  /// Ids of all alerts of a listing, in its order.
  package func alertIDs(_ listing: AlertListing) async throws -> [String] {
    try await alertIDs(listing, includesSample: true)
  }

  func alertIDs(_ listing: AlertListing, includesSample: Bool) async throws -> [String] {
    try await read { database in
      let filter = AlertFilter(listing.filter, range: listing.range, includesSample: includesSample)
      let order = EmbeddedStore.order(listing, backwards: false)
      return try SQLRequest<String>(literal: "SELECT id FROM alerts WHERE \(filter.condition) ORDER BY \(order)").fetchAll(database)
    }
  }

  /// Deep pages are read from the nearer end.
  private static func lines(
    _ listing: AlertListing, _ filter: AlertFilter, _ start: Int, _ count: Int, matching: Int, _ database: Database
  ) throws -> [AlertLine] {
    guard count > 0 else { return [] }
    let isBackwards = start > matching / 2
    let offset = isBackwards ? matching - start - count : start
    let order = self.order(listing, backwards: isBackwards)
    let places: SQL = "SELECT row_id FROM alerts WHERE \(filter.condition) ORDER BY \(order) LIMIT \(count) OFFSET \(offset)"
    let fields: SQL = "id, severity, created, title, entity, category, status, source"
    let rows = try SQLRequest<Row>(
      literal: "SELECT \(fields) FROM alerts WHERE row_id IN (\(places)) ORDER BY \(self.order(listing, backwards: false))"
    ).fetchAll(database)
    return rows.map { row in
      AlertLine(
        id: row[0], severity: AlertCoding.severity(row[1]), created: DateTime(ticks: row[2]), title: row[3], entity: row[4],
        category: row[5], status: row[6], source: row[7])
    }
  }

  private static func order(_ listing: AlertListing, backwards: Bool) -> SQL {
    let direction: SQL = listing.isDescending != backwards ? "DESC" : "ASC"
    let key: SQL =
      switch listing.sort {
      case .time: "created"
      case .severity: "severity"
      case .title: "title COLLATE NOCASE"
      case .entity: "entity COLLATE NOCASE"
      case .status: "status COLLATE NOCASE"
      case .source: "source COLLATE NOCASE"
      }
    if listing.sort == .time { return "\(key) \(direction), row_id \(direction)" }
    return "\(key) \(direction), created \(direction), row_id \(direction)"
  }

  /// 1990 began: earlier dates are what sources write for want of one, and would stretch the histogram over centuries.
  private static let firstDate: Int64 = 726_467 * 864_000_000_000

  /// Oldest and newest of the matching alerts from a date on; nil when there are none.
  private static func dates(_ filter: AlertFilter, from date: Int64, _ database: Database) throws -> (first: Int64, last: Int64)? {
    let newest: SQL = "SELECT max(created) FROM alerts WHERE \(filter.condition) AND created >= \(date)"
    let oldest: SQL = "SELECT min(created) FROM alerts WHERE \(filter.condition) AND created >= \(date)"
    guard let last = try SQLRequest<Int64>(literal: newest).fetchOne(database),
      let first = try SQLRequest<Int64>(literal: oldest).fetchOne(database)
    else { return nil }
    return (first, last)
  }

  private static func surroundings(
    _ filter: AlertFilter, _ range: TimeRange?, _ includesSample: Bool, _ database: Database
  ) throws -> ListingCache.Surroundings {
    let own = includesSample ? "" : " WHERE _sample = 0"
    let total = try Int.fetchOne(database, sql: "SELECT count(*) FROM alerts" + own) ?? 0
    guard let dates = try dates(filter, from: range?.from.ticks ?? firstDate, database) ?? dates(filter, from: .min, database) else {
      return ListingCache.Surroundings(matching: 0, total: total, histogram: [], span: range)
    }
    let span = range ?? TimeRange(from: DateTime(ticks: dates.first), to: DateTime(ticks: dates.last &+ 1))
    let histogram = try self.histogram(filter, span, database)
    let before: SQL = "SELECT count(*) FROM alerts WHERE \(filter.condition) AND created < \(span.from.ticks)"
    let matching = histogram.reduce(0, +) + (try SQLRequest<Int>(literal: before).fetchOne(database) ?? 0)
    return ListingCache.Surroundings(matching: matching, total: total, histogram: histogram, span: span)
  }

  /// Without words each slice is one look into the index; with words the matching alerts are counted once.
  private static func histogram(_ filter: AlertFilter, _ span: TimeRange, _ database: Database) throws -> [Int] {
    let slices = Int64(histogramSlices)
    let width = max((span.length.ticks + slices - 1) / slices, 1)
    var counts = [Int](repeating: 0, count: histogramSlices)
    let matching: SQL = "\(filter.condition) AND created >= \(span.from.ticks)"
    let sql: SQL = "SELECT (created - \(span.from.ticks)) / \(width) AS slice, count(*) FROM alerts WHERE \(matching) GROUP BY slice"
    if filter.isEmpty {
      let statement = try database.makeStatement(sql: "SELECT count(*) FROM alerts WHERE created >= ? AND created < ?")
      for slice in counts.indices {
        let from = span.from.ticks &+ Int64(slice) &* width
        counts[slice] = try Int.fetchOne(statement, arguments: [from, from &+ width]) ?? 0
      }
      return counts
    }
    for row in try SQLRequest<Row>(literal: sql).fetchAll(database) {
      counts[min(max(row[0] as Int, 0), histogramSlices - 1)] += row[1] as Int
    }
    return counts
  }
}
