import GRDB
import HuntPipeline

/// The order of a listing, as one of the indexes keeps it.
struct AlertOrder {
  private let key: String
  private let index: String
  private let isDescending: Bool

  init(_ listing: AlertListing, isBackwards: Bool = false) {
    (key, index) =
      switch listing.sort {
      case .time, .count: ("", "alerts_by_time")
      case .severity: ("severity", "alerts_by_severity")
      case .title: ("title COLLATE NOCASE", "alerts_by_title")
      case .entity: ("entity COLLATE NOCASE", "alerts_by_entity")
      case .tactic: ("category COLLATE NOCASE", "alerts_by_category")
      case .status: ("status COLLATE NOCASE", "alerts_by_status")
      case .source: ("source COLLATE NOCASE", "alerts_by_source")
      }
    isDescending = listing.isDescending != isBackwards
  }

  /// All alerts of a range in this order, their numbers alone: a walk along the index.
  var rows: String { "SELECT row_id FROM alerts AS a INDEXED BY \(index) WHERE a.created >= ? AND a.created < ? \(orderBy)" }

  /// The same with what a filter looks at.
  var texts: String {
    "SELECT l.row_id, l.created, l.severity, l.stored, l._sample, l.text FROM alerts AS a INDEXED BY \(index) "
      + "CROSS JOIN alert_lines AS l ON l.row_id = a.row_id WHERE a.created >= ? AND a.created < ? \(orderBy)"
  }

  var orderBy: String {
    let direction = isDescending ? "DESC" : "ASC"
    let keys = key.isEmpty ? ["a.created", "a.row_id"] : ["a.\(key)", "a.created", "a.row_id"]
    return "ORDER BY " + keys.map { "\($0) \(direction)" }.joined(separator: ", ")
  }

  /// These rows in this order.
  func sorted(_ rows: [Int64], _ database: Database) throws -> [Int64] {
    guard rows.count > 1 else { return rows }
    let list = "[" + rows.map(String.init).joined(separator: ",") + "]"
    return try Int64.fetchAll(
      database, sql: "SELECT a.row_id FROM json_each(?) AS j CROSS JOIN alerts AS a ON a.row_id = j.value \(orderBy)", arguments: [list])
  }
}
