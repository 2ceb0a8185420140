package import Casefile

/// Which alerts a list shows and in which order; the store answers it page by page.
package struct AlertListing: Hashable, Sendable {
  package enum SortKey: String, CaseIterable, Sendable {
    case time
    case severity
    case title
    case entity
    case tactic
    case status
    case source
    /// Alerts of a group; without groups the same as `time`.
    case count
  }

  /// What alerts of one group have in common, in any case.
  package enum Grouping: String, CaseIterable, Sendable {
    case title
    /// The principal entity.
    case entity
    case tactic
    case incident
  }

  /// Words that must all occur (any field, any case). Blanks part them, double quotes keep blanks in one.
  ///
  /// `field:value` looks in one field: severity (sev), title, entity, user, host, ip (address), status, source (src), tactic,
  /// technique, assigned, incident, id. `assigned:me` is `analyst`, `assigned:none` and `incident:none` are those without.
  /// `/…/` and `field:/…/` are regular expressions (RE2, any case; `^` and `$` stand at the ends of a value).
  /// `!` before any of them turns it round. Empty shows all.
  package var filter: String
  package var sort: SortKey
  /// True shows the newest, gravest or last first.
  package var isDescending: Bool
  /// Only alerts created in this range; nil for all.
  package var range: TimeRange?
  /// Nil lists alerts; otherwise groups, those in `unfolded` followed by their alerts.
  package var grouping: Grouping?
  /// Keys of groups whose alerts are listed below them.
  package var unfolded: Set<String> = []
  /// With `grouping`, lists only the alerts of the group with this key, without lines for groups.
  package var group: String?
  /// Who `me` is: a whole name, or its part before `@`.
  package var analyst = ""
  /// Alerts first stored after this moment are new; nil when none is.
  package var newSince: DateTime?

  package init(
    filter: String = "", sort: SortKey = .time, isDescending: Bool = true, range: TimeRange? = nil, grouping: Grouping? = nil
  ) {
    self.filter = filter
    self.sort = sort
    self.isDescending = isDescending
    self.range = range
    self.grouping = grouping
  }

  /// The alerts of one of its groups, in its order.
  package func members(of group: String) -> AlertListing {
    var members = self
    members.group = group
    members.unfolded = []
    return members
  }
}
