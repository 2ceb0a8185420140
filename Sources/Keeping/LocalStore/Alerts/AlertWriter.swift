import Casefile
import Foundation
import GRDB
import MicrosoftData

/// Keeps alerts within one transaction, with the rows they stand for in AlertInfo, AlertEvidence and SecurityAlert.
///
/// Those rows are written beside the stored rows of the same tables and bear the alert's number, so they go and come with it: to a
/// query they are one table. A row that a table already has under that alert's id is not shown twice.
struct AlertWriter {
  private let database: Database
  private let isSample: Bool
  private let updates: String
  /// When what is new was stored; what belongs to the sample is never news.
  private let stored: Int64
  private var writers: [String: RowWriter] = [:]
  private(set) var newCount = 0
  private(set) var count = 0
  private let identities: IdentityMemory
  private let names: IdentityBook
  /// Whether the names of all alerts before these are written down; nil until one is kept.
  private var isBookCurrent: Bool?

  init(_ database: Database, identities: IdentityMemory = IdentityMemory(), isSample: Bool = false) {
    self.database = database
    self.identities = identities
    names = IdentityBook(identities)
    self.isSample = isSample
    stored = isSample ? 0 : DateTime(unixSeconds: Date().timeIntervalSince1970).ticks
    let names = AlertCoding.columns.split(separator: ", ")
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    let changes = names.dropFirst(2).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    updates =
      "INSERT INTO alerts(\(AlertCoding.columns)) VALUES (\(marks)) ON CONFLICT(source, id) DO UPDATE SET \(changes) RETURNING row_id"
  }

  /// `ownTable` names the table whose stored row this alert was read from; that row stands for it there.
  mutating func keep(_ alert: Alert, ownTable: String? = nil) throws {
    let find = try database.cachedStatement(sql: "SELECT row_id FROM alerts WHERE source = ? AND id = ?")
    if isBookCurrent == nil { isBookCurrent = try IdentityMark.alerts.isCurrent(database) }
    let known = try Int64.fetchOne(find, arguments: [alert.source, alert.id])
    names.take(alert)
    let upsert = try database.cachedStatement(sql: updates)
    let number = try Int64.fetchOne(upsert, arguments: AlertCoding.arguments(alert, isSample: isSample)) ?? 0
    try AlertWriter.keepLine(of: alert, number, stored: stored, isSample: isSample, database)
    count += 1
    if known == nil { newCount += 1 }
    for table in AlertRows.tables where table != ownTable { try show(alert, number, in: table, wasKnown: known != nil) }
  }

  /// What filters look at; an alert that is known keeps the moment it was first stored.
  static func keepLine(of alert: Alert, _ number: Int64, stored: Int64, isSample: Bool, _ database: Database) throws {
    let upsert = try database.cachedStatement(
      sql: """
        INSERT INTO alert_lines(row_id, created, severity, stored, _sample, text) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT(row_id) DO UPDATE SET created = excluded.created, severity = excluded.severity, text = excluded.text
        """)
    try upsert.execute(arguments: [
      number, alert.created.ticks, AlertCoding.rank(alert.severity), stored, isSample, AlertText.text(of: alert),
    ])
  }

  private mutating func show(_ alert: Alert, _ number: Int64, in table: String, wasKnown: Bool) throws {
    guard let schema = TableReference.standard.schema(named: table) else { return }
    var writer = try writers[table] ?? RowWriter(schema, database, identities: identities, isSample: isSample)
    defer { writers[table] = writer }
    let name = writer.table.quoted
    writer.mark(alert: number)
    if wasKnown {
      try database.cachedStatement(sql: "DELETE FROM \(name) WHERE _alert = ?").execute(arguments: [number])
    }
    let identity = table == "SecurityAlert" ? "SystemAlertId" : "AlertId"
    if let column = writer.table.column(named: identity)?.physical.quotedName {
      let sql = "SELECT EXISTS(SELECT 1 FROM \(name) WHERE \(column) = ? COLLATE NOCASE AND _alert IS NULL)"
      if try Bool.fetchOne(database.cachedStatement(sql: sql), arguments: [alert.id]) == true { return }
    }
    for row in AlertRows.rows(of: alert, in: table) {
      let cells = writer.table.columns.enumerated().compactMap { place, column in row[column.column.name].map { (place, $0) } }
      try writer.append(cells.map(\.0), cells.map(\.1))
    }
  }

  /// To be called before the transaction ends: tells every process that its counts are out of date.
  mutating func finish() throws {
    for table in writers.keys { try writers[table]?.finish() }
    try names.write(database)
    if isBookCurrent == true { try IdentityMark.alerts.set(database) }
    try Session.bump(Session.alertStamp, database)
  }
}
