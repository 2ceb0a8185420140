import Casefile
import GRDB

/// Keeps alerts within one transaction, with the rows they stand for in AlertInfo, AlertEvidence and SecurityAlert.
struct AlertWriter {
  private let database: Database
  private let isSample: Bool
  private(set) var newCount = 0
  private(set) var count = 0

  init(_ database: Database, isSample: Bool = false) {
    self.database = database
    self.isSample = isSample
  }

  mutating func keep(_ alert: Alert) throws {
    let known = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT row_id FROM alerts WHERE source = ? AND id = ?"), arguments: [alert.source, alert.id])
    let names = AlertCoding.columns.split(separator: ", ")
    let updates = names.dropFirst(2).map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    let sql = "INSERT INTO alerts(\(AlertCoding.columns)) VALUES (\(marks)) ON CONFLICT(source, id) DO UPDATE SET \(updates)"
    try database.cachedStatement(sql: sql).execute(arguments: AlertCoding.arguments(alert, isSample: isSample))
    count += 1
    if known == nil { newCount += 1 }
  }

  /// To be called before the transaction ends: tells every process that its counts are out of date.
  func finish() throws { try Session.bump(Session.alertStamp, database) }
}
