internal import Casefile
package import HuntPipeline

extension Wording {
  package static let columnNames: [AlertColumn: String] = [
    .severity: "Sev", .time: "Time", .title: "Title", .entity: "Entity", .tactic: "Tactic", .status: "Status", .source: "Source",
    .age: "Age",
  ]
  package static let columnNotes: [AlertColumn: String] = [
    .severity: "shape and letter", .time: "when it was created", .title: "takes what is left", .entity: "host, user or what it is about",
    .tactic: "the source's word", .status: "new, in progress, resolved", .source: "where it was read", .age: "how long ago",
  ]
  package static let somebody = "somebody"
  package static func moreCharacters(_ count: Int, _ key: String) -> String {
    "… \(Wording.count(count, "more character")); \(key) copies all of it"
  }
  package static func commentsLeft(_ count: Int, _ key: String) -> String {
    "and \(Wording.count(count, "older comment")) that \(count == 1 ? "is" : "are") not shown; \(key) copies all"
  }
  package static func olderComments(_ count: Int) -> String { "and \(Wording.count(count, "older comment")); zoom in to see them" }
  package static let whereThereIsRoom = "where there is room"
  package static let columnsTitle = "Columns"
  package static let noGroup = "The list has no groups; b makes some."
  package static let noGroupHere = "There is no group under the cursor."
  package static let noBars = "The histogram has no room here, or nothing to show."
  package static let noRange = "The list shows all of its time."
  package static let noNew = "Nothing is new since your last visit."
  package static let noRefresh = "The list is not read again by itself; [refresh] seconds turns it on."
  package static let rangeIsTooLong = "Folded groups cannot be marked as a range; mark them one by one."
  package static let headingBars = "Histogram"
  package static let barsTitle = "histogram"
  package static func noFurtherNew(isForward: Bool) -> String { "No new alert \(isForward ? "below" : "above")." }
  package static func grouped(_ grouping: AlertListing.Grouping) -> String { "Grouped by \(grouping.rawValue)." }
  package static func byGroup(_ grouping: AlertListing.Grouping) -> String { "by \(grouping.rawValue)" }
  package static func mine(_ name: String, isOn: Bool) -> String {
    isOn ? "Assigned to \(name), whole or before its @." : "Assigned to anyone."
  }
  package static func unassigned(isOn: Bool) -> String { isOn ? "Assigned to nobody." : "Assigned to anyone." }
  package static func new(_ count: Int) -> String { "\(Figures.grouped(count)) new" }
  package static func uncounted(_ total: Int) -> String { "… of \(Figures.grouped(total))" }
  package static func readAgo(_ minutes: Int, isPaused: Bool) -> String {
    (isPaused ? "paused, read " : "read ") + (minutes < 1 ? "<1 min ago" : "\(Figures.age(.minutes(Double(minutes)))) ago")
  }
  package static func paused(_ isPaused: Bool, seconds: Int) -> String {
    isPaused ? "The list stays as it is until = is pressed again; R reads it now." : "The list is read again every \(seconds) s."
  }
  package static func slice(_ range: String, _ count: Int, isStretch: Bool, keys: String) -> String {
    "\(range)  \(Wording.count(count, "alert"))\(isStretch ? " in this stretch" : "")  \(keys)"
  }
  package static func noGroupName(_ grouping: AlertListing.Grouping) -> String { "(no \(grouping.rawValue))" }
  package static func groupName(_ grouping: AlertListing.Grouping, _ label: String) -> String {
    grouping == .incident ? "incident \(label)" : label
  }
  package static func remark(_ remark: String) -> String { sentences(remark) + " It is left out." }
  package static func tooManyToCopy(_ count: Int, most: Int) -> String {
    "\(Figures.grouped(count)) are marked; at most \(Figures.grouped(most)) are copied at once."
  }
  package static func copiedAlerts(_ count: Int) -> String { Wording.count(count, "marked alert") }
  package static func noMatch(_ filter: String, isCounted: Bool) -> String { isCounted ? noMatch(filter) : "Looking …" }
  package static func noMatchTyped(_ filter: String, before: String) -> String {
    before.isEmpty ? noMatch(filter) : "No alert matches “\(filter)”. Esc brings back “\(before)”."
  }
  package static let noAnalyst = "No analyst is set: write analyst = \"your name\" into the configuration."
  package static let noneInRange = "No alert in this stretch of time; - goes out again."
}
