package import Casefile

/// Which alerts a list shows and in which order; the store answers it page by page.
package struct AlertListing: Equatable, Sendable {
  package enum SortKey: String, CaseIterable, Sendable {
    case time
    case severity
    case title
    case entity
    case status
    case source
  }

  /// Words that must all occur (any field, any case); `field:value` looks in one field (severity, title, entity, status, source,
  /// tactic, technique, id); `!` before a word or pair turns it round. Empty shows all.
  package var filter: String
  package var sort: SortKey
  /// True shows the newest, gravest or last first.
  package var isDescending: Bool
  /// Only alerts created in this range; nil for all.
  package var range: TimeRange?

  package init(filter: String = "", sort: SortKey = .time, isDescending: Bool = true, range: TimeRange? = nil) {
    self.filter = filter
    self.sort = sort
    self.isDescending = isDescending
    self.range = range
  }
}

/// What a list shows of one alert.
package struct AlertLine: Equatable, Sendable, Identifiable {
  package var id: String
  package var severity: Severity
  package var created: DateTime
  package var title: String
  /// The principal entity's label; empty when there is none.
  package var entity: String
  package var category: String
  package var status: String
  package var source: String

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

/// A page of a listing, with what surrounds it.
package struct AlertPage: Equatable, Sendable {
  /// 0-based place of the first line in the listing.
  package var start: Int
  package var lines: [AlertLine]
  /// Alerts that match the filter, and alerts in all.
  package var matching: Int
  package var total: Int
  /// Matching alerts in equal slices of the range shown, oldest first; for the histogram.
  package var histogram: [Int]
  /// The range the histogram covers; nil when there are no alerts.
  package var span: TimeRange?

  package init(start: Int, lines: [AlertLine], matching: Int, total: Int, histogram: [Int] = [], span: TimeRange? = nil) {
    self.start = start
    self.lines = lines
    self.matching = matching
    self.total = total
    self.histogram = histogram
    self.span = span
  }
}
