import Casefile
import Dispatch
import GRDB
import HuntPipeline

/// Cuts pages out of a listing, within one look at the store.
struct AlertPager {
  /// How long a glance looks for lines before it shows what it has.
  static let patience: UInt64 = 25_000_000

  let listing: AlertListing
  let includesSample: Bool
  let database: Database
  let cache: ListingCache
  let filter: AlertFilter
  private let stamp: Int64

  init(_ listing: AlertListing, includesSample: Bool, _ database: Database, _ cache: ListingCache) throws {
    self.listing = listing
    self.includesSample = includesSample
    self.database = database
    self.cache = cache
    filter = AlertFilter(listing, includesSample: includesSample)
    stamp = try Int64.fetchOne(database, sql: "SELECT value FROM session WHERE key = ?", arguments: [Session.alertStamp]) ?? 0
  }

  var isGrouped: Bool { listing.grouping != nil && listing.group == nil }
  private var matchesKey: ListingCache.Key { .init(matchesOf: listing, includesSample: includesSample, stamp: stamp) }

  func matches() throws -> AlertMatches { try cache.matches(matchesKey) { try AlertMatches(filter, database) } }

  /// Lines of the listing with all its counts.
  func page(_ range: Range<Int>) throws -> AlertPage {
    let matches = try self.matches()
    let groups = try isGrouped ? self.groups() : nil
    let lineCount = groups.map { self.lines(of: $0) } ?? matches.count
    let start = min(max(range.lowerBound, 0), lineCount)
    let places = start..<min(max(range.upperBound, start), lineCount)
    let lines = try groups.map { try self.page(of: $0, places) } ?? AlertLines(listing, database).lines(rows(matches, places))
    var page = AlertPage(
      start: start, lines: lines, matching: matches.count, total: try total(), lineCount: lineCount, histogram: matches.histogram,
      span: matches.span)
    page.newCount = try newRows(among: matches).count
    if page.newCount > 0 { page.newHighCount = try newRows(among: matches, isHighOnly: true).count }
    page.remark = filter.remark
    return page
  }

  /// Lines that are found at once; all of `page` where that is as quick.
  func glance(_ range: Range<Int>) throws -> AlertPage {
    if isGrouped || cache.knownMatches(matchesKey) != nil { return try page(range) }
    let scan = AlertScan(filter, database)
    if let candidates = try scan.candidates() {
      var hits: [(row: Int64, created: Int64)] = []
      try scan.look(at: candidates) { hits.append(($0.row, $0.created)) }
      cache.keep(AlertMatches(hits, range: filter.range), for: matchesKey)
      return try page(range)
    }
    let start = max(0, range.lowerBound)
    let found = try walk(skipping: start, taking: max(range.count, 0))
    let lines = try AlertLines(listing, database).lines(found.rows)
    // One more line than is known keeps the way down open.
    let known = found.skipped + lines.count + (found.isAtEnd ? 0 : 1)
    var page = AlertPage(start: start, lines: lines, matching: known, total: try total())
    page.isCounted = false
    page.remark = filter.remark
    return page
  }

  /// Goes along the listing's order until the page is full, the end is reached, or patience is.
  private func walk(skipping: Int, taking: Int) throws -> (rows: [Int64], skipped: Int, isAtEnd: Bool) {
    let scan = AlertScan(filter, database)
    let ends = self.ends
    let rows = try RawRows(database, AlertOrder(listing).texts, [ends.from, ends.to])
    defer { rows.close() }
    let start = DispatchTime.now().uptimeNanoseconds
    var found: [Int64] = []
    var (skipped, looked) = (0, 0)
    while found.count < taking {
      guard try rows.next() else { return (found, skipped, true) }
      looked += 1
      if scan.hit(rows) != nil {
        if skipped < skipping { skipped += 1 } else { found.append(rows.integer(0)) }
      }
      if looked % 256 == 0, DispatchTime.now().uptimeNanoseconds - start > AlertPager.patience { break }
    }
    return (found, skipped, false)
  }

  var ends: (from: Int64, to: Int64) { (listing.range?.from.ticks ?? .min, listing.range?.to.ticks ?? .max) }

  private func total() throws -> Int {
    try cache.total(.init(matchesOf: AlertListing(), includesSample: includesSample, stamp: stamp)) { try countAll() }
  }

  private func countAll() throws -> Int {
    let all = try Int.fetchOne(database, sql: "SELECT count(*) FROM alerts") ?? 0
    guard !includesSample else { return all }
    return all - (try Int.fetchOne(database, sql: "SELECT count(*) FROM alerts INDEXED BY alerts_of_sample WHERE _sample = 1") ?? 0)
  }

  /// Numbers of the alerts at these places; a deep place is reached from the nearer end.
  func rows(_ matches: AlertMatches, _ places: Range<Int>) throws -> [Int64] {
    guard !places.isEmpty else { return [] }
    if let rows = matches.rows, rows.count <= AlertScan.mostCandidates { return Array(try ordered(rows)[places]) }
    let isBackwards = places.lowerBound > matches.count / 2
    let skipped = isBackwards ? matches.count - places.upperBound : places.lowerBound
    let (order, ends) = (AlertOrder(listing, isBackwards: isBackwards), self.ends)
    var found: [Int64] = []
    guard let wanted = matches.rows else {
      let sql = order.rows + " LIMIT \(places.count) OFFSET \(skipped)"
      found = try Int64.fetchAll(database, sql: sql, arguments: [ends.from, ends.to])
      return isBackwards ? found.reversed() : found
    }
    let rows = try RawRows(database, order.rows, [ends.from, ends.to])
    defer { rows.close() }
    var passed = 0
    while found.count < places.count, try rows.next() {
      let row = rows.integer(0)
      guard wanted.contains(row) else { continue }
      if passed >= skipped { found.append(row) }
      passed += 1
    }
    return isBackwards ? found.reversed() : found
  }

  /// A small set in the listing's order; the order is kept for the next page.
  func ordered(_ rows: RowSet) throws -> [Int64] {
    let key = ListingCache.Key(groupsOf: listing, includesSample: includesSample, stamp: stamp)
    return try cache.members(key) { try AlertOrder(listing).sorted(rows.all, database) }
  }
}

extension AlertPager {
  func groups() throws -> AlertGroups {
    let key = ListingCache.Key(groupsOf: listing, includesSample: includesSample, stamp: stamp)
    return try cache.groups(key) { try AlertGroups(listing, filter, database) }
  }

  private func lines(of groups: AlertGroups) -> Int {
    guard !listing.unfolded.isEmpty else { return groups.groups.count }
    return groups.groups.reduce(0) { $0 + 1 + (listing.unfolded.contains($1.key) ? $1.count : 0) }
  }

  /// Groups and what is unfolded below them, at these places.
  private func page(of groups: AlertGroups, _ places: Range<Int>) throws -> [AlertLine] {
    let reader = AlertLines(listing, database)
    var lines: [AlertLine] = []
    var place = 0
    for group in groups.groups {
      guard place < places.upperBound else { break }
      if place >= places.lowerBound { lines += try reader.lines([group.lead]).map { reader.line(of: group, lead: $0) } }
      place += 1
      guard listing.unfolded.contains(group.key) else { continue }
      let shown = places.clamped(to: place..<place + group.count)
      if !shown.isEmpty {
        let own = (shown.lowerBound - place)..<(shown.upperBound - place)
        lines += try reader.lines(members(of: group.key, own)).map { reader.member($0, of: group.key) }
      }
      place += group.count
    }
    return lines
  }

  /// A page of a group's alerts, found as any other listing's.
  func members(of group: String, _ places: Range<Int>) throws -> [Int64] {
    let pager = try AlertPager(listing.members(of: group), includesSample: includesSample, database, cache)
    let matches = try pager.matches()
    return try pager.rows(matches, places.clamped(to: 0..<matches.count))
  }

  /// Numbers of matches that were first stored after the moment the listing names.
  func newRows(among matches: AlertMatches, isHighOnly: Bool = false) throws -> RowSet {
    var found = RowSet()
    guard let since = listing.newSince, matches.count > 0 else { return found }
    let rows = try RawRows(
      database, "SELECT row_id, created, severity FROM alert_lines INDEXED BY alert_lines_by_stored WHERE stored > ?", [since.ticks])
    defer { rows.close() }
    let ends = self.ends
    while try rows.next() {
      let row = rows.integer(0)
      if isHighOnly, AlertCoding.severity(Int(rows.integer(2))) != .high { continue }
      if let known = matches.rows {
        if known.contains(row) { found.insert(row) }
      } else if ends.from <= rows.integer(1), rows.integer(1) < ends.to {
        found.insert(row)
      }
    }
    return found
  }

  func placeOfNew(from place: Int, isForward: Bool) throws -> Int? {
    var best: Int?
    func isFound(_ at: Int) -> Bool {
      if isForward, at > place { best = best ?? at } else if !isForward, at < place { best = at }
      return isForward ? best != nil : at + 1 >= place
    }
    if isGrouped {
      var at = 0
      for group in try groups().groups {
        if group.newCount > 0, isFound(at) { break }
        at += 1 + (listing.unfolded.contains(group.key) ? group.count : 0)
      }
      return best
    }
    let matches = try self.matches()
    let new = try newRows(among: matches)
    guard new.count > 0 else { return nil }
    let rows = try RawRows(database, AlertOrder(listing).rows, [ends.from, ends.to])
    defer { rows.close() }
    var at = 0
    while try rows.next() {
      let row = rows.integer(0)
      guard matches.rows?.contains(row) ?? true else { continue }
      if new.contains(row), isFound(at) { break }
      at += 1
      if !isForward, at >= place { break }
    }
    return best
  }

  /// Where an alert stands among the lines; nil in groups, and where the filter leaves it out.
  func place(ofAlert id: AlertID) throws -> Int? {
    let sql = "SELECT row_id FROM alerts WHERE id = ?1 AND (?2 IS NULL OR source = ?2)"
    guard !isGrouped, let sought = try Int64.fetchOne(database, sql: sql, arguments: [id.id, id.source]) else { return nil }
    let matches = try self.matches()
    let rows = try RawRows(database, AlertOrder(listing).rows, [ends.from, ends.to])
    defer { rows.close() }
    var at = 0
    while try rows.next() {
      let row = rows.integer(0)
      guard matches.rows?.contains(row) ?? true else { continue }
      if row == sought { return at }
      at += 1
    }
    return nil
  }
}
