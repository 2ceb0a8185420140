package import Casefile

/// What a list shows of one alert, or of a group of them.
package struct AlertLine: Equatable, Sendable, Identifiable {
  /// Of a group: the id of its newest alert.
  package var id: String
  /// Of a group: its gravest.
  package var severity: Severity
  /// Of a group: its newest.
  package var created: DateTime
  package var title: String
  /// The principal entity's label; empty when there is none.
  package var entity: String
  package var category: String
  package var status: String
  package var source: String
  /// First stored after the moment the listing names.
  package var isNew = false
  /// The key of the group below which it stands; nil where it stands for itself.
  package var memberOf: String?
  /// What the line stands for when it is a group's.
  package var group: AlertGroup?

  package init(
    id: String, severity: Severity, created: DateTime, title: String, entity: String, category: String, status: String, source: String
  ) {
    self.id = id
    self.severity = severity
    self.created = created
    self.title = title
    self.entity = entity
    self.category = category
    self.status = status
    self.source = source
  }
}

extension AlertLine {
  /// The alert of this line; of a group its newest.
  package var name: AlertID { AlertID(id, source: source) }
}

/// Alerts that have one thing in common, as one line of a list.
package struct AlertGroup: Equatable, Sendable {
  /// What they have in common, in lower case; empty for those that have nothing there.
  package var key: String
  /// The same as its newest alert writes it.
  package var label: String
  package var count: Int
  package var isUnfolded: Bool

  package init(key: String, label: String, count: Int, isUnfolded: Bool) {
    self.key = key
    self.label = label
    self.count = count
    self.isUnfolded = isUnfolded
  }
}

/// A page of a listing, with what surrounds it.
package struct AlertPage: Equatable, Sendable {
  /// 0-based place of the first line in the listing.
  package var start: Int
  package var lines: [AlertLine]
  /// Alerts that match the filter, and alerts in all.
  package var matching: Int
  package var total: Int
  /// Lines the listing has: `matching`, or groups and what is unfolded below them.
  package var lineCount: Int
  /// Matching alerts in equal slices of the range shown, oldest first; for the histogram.
  package var histogram: [Int]
  /// The range the histogram covers; nil when there are no alerts.
  package var span: TimeRange?
  /// Matching alerts that are new.
  package var newCount = 0
  /// Those of them with high severity.
  package var newHighCount = 0
  /// False for a glance: `matching` and `lineCount` are then what is known so far, and the histogram is to come.
  package var isCounted = true
  /// Why a part of the filter does not count; nil when all of it does.
  package var remark: String?

  package init(
    start: Int, lines: [AlertLine], matching: Int, total: Int, lineCount: Int? = nil, histogram: [Int] = [], span: TimeRange? = nil
  ) {
    self.start = start
    self.lines = lines
    self.matching = matching
    self.total = total
    self.lineCount = lineCount ?? matching
    self.histogram = histogram
    self.span = span
  }
}
