import Casefile
import GRDB
import HuntPipeline

/// Finds the alerts that a filter lets through: by the trigram index where few can match, else by a look at each.
struct AlertScan {
  /// An alert that matches; its text is there only while it is looked at.
  struct Hit {
    var row: Int64
    var created: Int64
    var severity: Int
    var stored: Int64
    var text: UnsafeBufferPointer<UInt8>
  }

  /// More candidates than these are not worth looking up one by one.
  static let mostCandidates = 4000

  let filter: AlertFilter
  let database: Database
  private let from: Int64
  private let to: Int64

  init(_ filter: AlertFilter, _ database: Database) {
    self.filter = filter
    self.database = database
    from = filter.range?.from.ticks ?? .min
    to = filter.range?.to.ticks ?? .max
  }

  /// Calls `body` for every match, in no order that counts.
  func forEachMatch(_ body: (Hit) throws -> Void) throws {
    if let rows = try candidates() {
      try look(at: rows, body)
    } else if filter.range != nil {
      // Another index may not be taken: only the range keeps this from being a look at all.
      try each(
        "SELECT l.row_id, l.created, l.severity, l.stored, l._sample, l.text FROM alerts AS a INDEXED BY alerts_by_time "
          + "CROSS JOIN alert_lines AS l ON l.row_id = a.row_id WHERE a.created >= ? AND a.created < ?", [from, to], body)
    } else {
      try each("SELECT row_id, created, severity, stored, _sample, text FROM alert_lines", [], body)
    }
  }

  /// Numbers of the alerts among which all matches are; nil when there may be more than a few.
  func candidates() throws -> [Int64]? {
    var phrases: [String] = []
    for term in filter.terms where !term.isNegated {
      for piece in term.pieces { phrases += AlertScan.rarest(AlertScan.trigrams(piece)) }
    }
    if !phrases.isEmpty {
      let words = Set(phrases.prefix(24)).sorted().joined(separator: " AND ")
      if let rows = try few("SELECT rowid FROM alert_text WHERE alert_text MATCH ?", [words]) { return rows }
    }
    if filter.range != nil,
      let rows = try few("SELECT row_id FROM alerts INDEXED BY alerts_by_time WHERE created >= ? AND created < ?", [from, to])
    {
      return rows
    }
    let bits = filter.severities
    guard bits != 0xFF else { return nil }
    let ranks = Severity.allCases.indices.filter { bits & (1 << UInt8($0)) != 0 }.map(String.init).joined(separator: ", ")
    return try few("SELECT row_id FROM alerts INDEXED BY alerts_by_severity WHERE severity IN (\(ranks))", [])
  }

  private func few(_ sql: String, _ arguments: StatementArguments) throws -> [Int64]? {
    let rows = try RawRows(database, sql + " LIMIT \(AlertScan.mostCandidates + 1)", arguments)
    defer { rows.close() }
    var found: [Int64] = []
    while try rows.next() { found.append(rows.integer(0)) }
    return found.count > AlertScan.mostCandidates ? nil : found
  }

  /// The matches among these alerts.
  func look(at candidates: [Int64], _ body: (Hit) throws -> Void) throws {
    let rows = try RawRows(
      database, "SELECT row_id, created, severity, stored, _sample, text FROM alert_lines WHERE row_id = ?", [Int64(0)])
    defer { rows.close() }
    for candidate in candidates {
      rows.restart(candidate)
      while try rows.next() {
        if let hit = hit(rows) { try body(hit) }
      }
    }
  }

  private func each(_ sql: String, _ arguments: StatementArguments, _ body: (Hit) throws -> Void) throws {
    let rows = try RawRows(database, sql, arguments)
    defer { rows.close() }
    while try rows.next() {
      if let hit = hit(rows) { try body(hit) }
    }
  }

  /// The alert under the cursor of a query over `row_id, created, severity, stored, _sample, text`; nil when it does not match.
  func hit(_ rows: RawRows) -> Hit? {
    if !filter.includesSample, rows.integer(4) != 0 { return nil }
    let (created, severity) = (rows.integer(1), Int(rows.integer(2)))
    guard from <= created, created < to, filter.matches(severity: severity) else { return nil }
    let text = rows.bytes(5)
    guard filter.matches(text) else { return nil }
    return Hit(row: rows.integer(0), created: created, severity: severity, stored: rows.integer(3), text: text)
  }

  /// The few that are likely to stand in the fewest alerts; each alert is looked at anyway, and long lists are slow to bring together.
  private static func rarest(_ trigrams: [String]) -> [String] {
    guard trigrams.count > 4 else { return trigrams }
    func rarity(_ trigram: String) -> Int { trigram.utf8.reduce(0) { $0 + ByteNeedle.rarity($1) } }
    return Array(trigrams.sorted { rarity($0) > rarity($1) }.prefix(4))
  }

  /// Each three characters in a row, as words of the index.
  private static func trigrams(_ piece: [UInt8]) -> [String] {
    let scalars = Array(String(decoding: piece, as: UTF8.self).unicodeScalars)
    guard scalars.count >= 3 else { return [] }
    return (0...(scalars.count - 3)).map { place in
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[place..<place + 3])
      return "\"" + String(text).replacing("\"", with: "\"\"") + "\""
    }
  }
}
