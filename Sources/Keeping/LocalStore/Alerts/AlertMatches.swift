import Casefile
import GRDB
import HuntPipeline

/// All that a filter lets through, counted.
struct AlertMatches: Sendable {
  /// Nil stands for every alert.
  var rows: RowSet?
  var count: Int
  var histogram: [Int]
  var span: TimeRange?

  /// 1990 began: earlier dates are what sources write for want of one, and would stretch the histogram over centuries.
  private static let firstDate: Int64 = 726_467 * 864_000_000_000
  static let slices = 48

  /// Looks at every alert that can match; without words the indexes tell all.
  init(_ filter: AlertFilter, _ database: Database) throws {
    let hasSample = try !filter.includesSample && AlertMatches.hasSample(database)
    if filter.terms.isEmpty, !hasSample {
      self = try AlertMatches(countingAllIn: filter.range, database)
      return
    }
    var rows = RowSet()
    var moments: [Int64] = []
    try AlertMatches.each(filter, database) { row, created in
      rows.insert(row)
      moments.append(created)
    }
    self.init(rows: rows, moments: moments, range: filter.range)
  }

  /// Few matches that were found already.
  init(_ hits: [(row: Int64, created: Int64)], range: TimeRange?) {
    var rows = RowSet()
    for hit in hits { rows.insert(hit.row) }
    self.init(rows: rows, moments: hits.map(\.created), range: range)
  }

  private init(rows: RowSet, moments: [Int64], range: TimeRange?) {
    self.rows = rows
    count = rows.count
    let dated = moments.filter { $0 >= AlertMatches.firstDate }
    let shown = range == nil && !dated.isEmpty ? dated : moments
    let last = shown.max().map { $0 &+ 1 }
    let ends = shown.min().flatMap { first in last.map { TimeRange(from: DateTime(ticks: first), to: DateTime(ticks: $0)) } }
    span = range ?? ends
    histogram = count == 0 ? [] : [Int](repeating: 0, count: AlertMatches.slices)
    guard let span, count > 0 else { return }
    let width = AlertMatches.width(span)
    for moment in shown { histogram[min(Int((moment - span.from.ticks) / width), AlertMatches.slices - 1)] += 1 }
  }

  private init(countingAllIn range: TimeRange?, _ database: Database) throws {
    func count(_ from: Int64, _ to: Int64) throws -> Int {
      let statement = try database.cachedStatement(sql: "SELECT count(*) FROM alerts WHERE created >= ? AND created < ?")
      return try Int.fetchOne(statement, arguments: [from, to]) ?? 0
    }
    func moment(_ which: String, from: Int64) throws -> Int64? {
      try Int64.fetchOne(database, sql: "SELECT \(which)(created) FROM alerts WHERE created >= ?", arguments: [from])
    }
    let floor = try moment("min", from: AlertMatches.firstDate) == nil ? Int64.min : AlertMatches.firstDate
    if let first = try moment("min", from: floor), let last = try moment("max", from: floor) {
      span = range ?? TimeRange(from: DateTime(ticks: first), to: DateTime(ticks: last &+ 1))
    } else {
      span = range
    }
    (rows, histogram, self.count) = (nil, [], 0)
    guard let span else { return }
    let width = AlertMatches.width(span)
    histogram = try (0..<Int64(AlertMatches.slices)).map { slice in
      let from = span.from.ticks &+ slice &* width
      return try count(from, slice == Int64(AlertMatches.slices) - 1 ? span.to.ticks : min(from &+ width, span.to.ticks))
    }
    self.count = histogram.reduce(0, +) + (range == nil ? try count(.min, span.from.ticks) : 0)
    if self.count == 0 { histogram = [] }
  }

  static func width(_ span: TimeRange) -> Int64 { max((span.length.ticks + Int64(slices) - 1) / Int64(slices), 1) }

  static func hasSample(_ database: Database) throws -> Bool {
    try Bool.fetchOne(database, sql: "SELECT EXISTS(SELECT 1 FROM alerts INDEXED BY alerts_of_sample WHERE _sample = 1)") ?? false
  }

  private static func each(_ filter: AlertFilter, _ database: Database, _ body: (Int64, Int64) -> Void) throws {
    if filter.needsText { return try AlertScan(filter, database).forEachMatch { body($0.row, $0.created) } }
    // Severity and time stand in an index: no text is read.
    var sample = RowSet()
    if !filter.includesSample {
      for row in try Int64.fetchAll(database, sql: "SELECT row_id FROM alerts INDEXED BY alerts_of_sample WHERE _sample = 1") {
        sample.insert(row)
      }
    }
    let (from, to) = (filter.range?.from.ticks ?? .min, filter.range?.to.ticks ?? .max)
    let rows = try RawRows(
      database, "SELECT row_id, created, severity FROM alerts INDEXED BY alerts_by_severity WHERE created >= ? AND created < ?", [from, to])
    defer { rows.close() }
    while try rows.next() {
      let row = rows.integer(0)
      if filter.matches(severity: Int(rows.integer(2))), !sample.contains(row) { body(row, rows.integer(1)) }
    }
  }
}
