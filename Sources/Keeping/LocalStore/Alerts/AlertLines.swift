import Casefile
import GRDB
import HuntPipeline

/// Reads what a list shows of alerts by their numbers.
struct AlertLines {
  private let listing: AlertListing
  private let database: Database

  init(_ listing: AlertListing, _ database: Database) {
    self.listing = listing
    self.database = database
  }

  /// The lines of these alerts, in this order.
  func lines(_ rows: [Int64]) throws -> [AlertLine] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT a.id, a.severity, a.created, a.title, a.entity, a.category, a.status, a.source, l.stored, a.incident_id
        FROM alerts AS a JOIN alert_lines AS l ON l.row_id = a.row_id WHERE a.row_id = ?
        """)
    let since = listing.newSince?.ticks ?? .max
    return try rows.compactMap { number in
      guard let row = try Row.fetchOne(statement, arguments: [number]) else { return nil }
      var line = AlertLine(
        id: row[0], severity: AlertCoding.severity(row[1]), created: DateTime(ticks: row[2]), title: row[3], entity: row[4],
        category: row[5], status: row[6], source: row[7])
      line.isNew = (row[8] as Int64) > since
      if listing.grouping != nil, listing.group == nil { line.group = AlertGroup(key: "", label: row[9], count: 0, isUnfolded: false) }
      return line
    }
  }

  /// A group's line: its newest alert's, with what the group has in common.
  func line(of group: AlertGroups.Group, lead: AlertLine) -> AlertLine {
    var line = lead
    line.severity = AlertCoding.severity(group.severity)
    line.isNew = group.newCount > 0
    let label: String =
      switch listing.grouping {
      case .title, nil: lead.title
      case .entity: lead.entity
      case .tactic: lead.category
      case .incident: lead.group?.label ?? ""
      }
    line.group = AlertGroup(key: group.key, label: label, count: group.count, isUnfolded: listing.unfolded.contains(group.key))
    return line
  }

  /// An alert's line below its group's.
  func member(_ line: AlertLine, of group: String) -> AlertLine {
    var line = line
    line.group = nil
    line.memberOf = group
    return line
  }
}
