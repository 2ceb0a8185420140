import Casefile
import GRDB
import HuntPipeline

/// The groups of a listing, in its order, each with what its line tells.
struct AlertGroups: Sendable {
  struct Group: Sendable {
    var key: String
    var count = 0
    var severity = 0
    var newest = Int64.min
    /// Row of the newest alert.
    var lead: Int64 = 0
    var newCount = 0
  }

  private(set) var groups: [Group] = []
  private(set) var alertCount = 0

  /// Puts every match into its group. Holds as many keys as there are groups.
  init(_ listing: AlertListing, _ filter: AlertFilter, _ database: Database) throws {
    guard let grouping = listing.grouping else { return }
    let since = listing.newSince?.ticks ?? .max
    var places: [String: Int] = [:]
    var found: [Group] = []
    try AlertScan(filter, database).forEachMatch { hit in
      let key = grouping.value(in: hit.text).map { String(decoding: $0, as: UTF8.self) } ?? ""
      let place: Int
      if let known = places[key] {
        place = known
      } else {
        place = found.count
        places[key] = place
        found.append(Group(key: key))
      }
      found[place].take(hit, isNew: hit.stored > since)
    }
    groups = found.sorted { AlertGroups.isBefore($0, $1, listing) }
    alertCount = groups.reduce(0) { $0 + $1.count }
  }

  /// By what a group has: its newest, its gravest, its name, or how many it holds; ties by newest.
  private static func isBefore(_ one: Group, _ two: Group, _ listing: AlertListing) -> Bool {
    let (left, right) = listing.isDescending ? (two, one) : (one, two)
    switch listing.sort {
    case .time: return (left.newest, left.lead) < (right.newest, right.lead)
    case .severity: return (left.severity, left.newest, left.lead) < (right.severity, right.newest, right.lead)
    case .title, .entity, .tactic, .status, .source: return (left.key, left.lead) < (right.key, right.lead)
    case .count: return (left.count, left.newest, left.lead) < (right.count, right.newest, right.lead)
    }
  }
}

extension AlertGroups.Group {
  fileprivate mutating func take(_ hit: AlertScan.Hit, isNew: Bool) {
    count += 1
    severity = max(severity, hit.severity)
    if isNew { newCount += 1 }
    guard (hit.created, hit.row) >= (newest, lead) else { return }
    (newest, lead) = (hit.created, hit.row)
  }
}
