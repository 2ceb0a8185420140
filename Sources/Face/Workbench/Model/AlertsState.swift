package import Casefile
package import HuntPipeline

/// The list of alerts: which listing, which page of it is here, where the cursor is, what is marked.
package struct AlertsState: Equatable, Sendable {
  package internal(set) var listing = AlertListing()
  /// Place of `lines[0]` in the listing.
  package internal(set) var start = 0
  package internal(set) var lines: [AlertLine] = []
  /// Alerts that match; while `isCounted` is false only those known so far.
  package internal(set) var matching = 0
  package internal(set) var total = 0
  /// Lines of the list: alerts, or groups and what is unfolded.
  package internal(set) var lineCount = 0
  /// Matching alerts that are new since the last visit.
  package internal(set) var newCount = 0
  /// False between a listing's first lines and its count.
  package internal(set) var isCounted = true
  /// Why a part of the filter does not count.
  package internal(set) var remark: String?
  package internal(set) var columns = AlertColumns()
  /// Where one is in the histogram; nil when not in it.
  package internal(set) var walk: HistogramWalk?
  /// Ranges one came from when zooming in, outermost first; nil is all of it.
  var outerRanges: [TimeRange?] = []
  package internal(set) var refresh = RefreshState()
  /// How many alerts the groups had that were marked whole, by key.
  var markedGroups: [String: Int] = [:]
  var newHighCount = 0
  /// What the lines are of; nil before any came.
  var listed: AlertListing?
  /// The alert that a filter just taken away is to leave under the cursor, until its place is known.
  var sought: AlertID?
  /// Filter and alert under the cursor when the prompt was opened.
  var before = Before()
  /// When the lines came that are here.
  var arrived: DateTime?
  /// When the lines came that were on screen last: what is stored later is new on the next visit; nil while none were.
  var seen: DateTime?
  /// The alert to stay on while the list changes around it.
  var held: Held?
  package internal(set) var histogram: [Int] = []
  package internal(set) var span: TimeRange?
  /// Place of the cursor in the listing.
  package internal(set) var cursor = 0
  /// Place of the first line on screen.
  package internal(set) var top = 0
  /// What is marked, in the order it was. An id without its source, from a session of an earlier version, means the alert of any source.
  package internal(set) var marks: [AlertID] = []
  var markSet: Set<AlertID> = []
  /// Where a range mark began.
  package internal(set) var rangeStart: Int?
  /// Cells of the longest entity among `lines`, as the list shows it; measured once a page.
  package internal(set) var entityWidth = 0
  /// The filter being typed; nil when it is not open.
  package internal(set) var filterEditor: TextEditor?
  /// False until the first page came.
  package internal(set) var hasArrived = false
  /// The range last asked for and not yet answered.
  var pending: Range<Int>?
  /// Why the list could not be read the last time; nil when it could.
  package internal(set) var problem: Problem?

  package init() {}

  /// A line by what it stands for, and how many lines the list had around it.
  struct Held: Equatable, Sendable {
    var id: AlertID
    var memberOf: String?
    var isGroup: Bool
    var lineCount: Int
    /// Where the cursor was.
    var cursor: Int
  }

  /// What a prompt that is given up goes back to.
  struct Before: Equatable, Sendable {
    var filter = ""
    var id: AlertID?
  }

  /// Lines a page holds; enough for two screens round the cursor.
  static let pageLength = 256

  package func line(at place: Int) -> AlertLine? {
    let index = place - start
    return lines.indices.contains(index) ? lines[index] : nil
  }

  package var lineUnderCursor: AlertLine? { line(at: cursor) }

  package func isMarked(_ id: AlertID) -> Bool { markSet.contains(id) || markSet.contains(AlertID(id.id)) }

  /// True while a range mark is being drawn over this place.
  package func isInRange(_ place: Int) -> Bool {
    guard let rangeStart else { return false }
    return min(rangeStart, cursor) <= place && place <= max(rangeStart, cursor)
  }

  /// The lines to ask for, so that what is on screen lies in their middle.
  func wantedRange(height: Int) -> Range<Int> {
    // A screen may be taller than a page.
    let length = max(AlertsState.pageLength, height)
    let lower = max(0, top - (length - max(1, height)) / 2)
    return lower..<(lower + length)
  }

  /// Whether all lines on screen are here.
  func covers(height: Int) -> Bool {
    let last = min(lineCount, top + height)
    return top >= last || (line(at: top) != nil && line(at: last - 1) != nil)
  }

  mutating func mark(_ ids: some Sequence<AlertID>) {
    for id in ids where !isMarked(id) {
      markSet.insert(id)
      marks.append(id)
    }
  }

  mutating func toggleMark(_ line: AlertLine) {
    guard isMarked(line) else { return mark([line.name]) }
    // Whatever group it is in is no longer marked whole.
    markedGroups = [:]
    unmark([line.name])
  }

  mutating func unmark(_ ids: [AlertID]) {
    markSet.subtract(ids)
    markSet.subtract(ids.map { AlertID($0.id) })
    marks.removeAll { !markSet.contains($0) }
  }

  /// Whether the line is marked; a group's when it was marked whole and nothing came to it since.
  package func isMarked(_ line: AlertLine) -> Bool {
    if let group = line.group { return markedGroups[group.key] == group.count }
    return isMarked(line.name)
  }

  /// Remembers the line under the cursor, to find it again in the next page.
  mutating func hold() {
    guard let line = lineUnderCursor else { return }
    held = Held(id: line.name, memberOf: line.memberOf, isGroup: line.group != nil, lineCount: lineCount, cursor: cursor)
  }

  /// Follows the line the cursor went to since another was held.
  mutating func holdAnew() {
    guard let held, held.cursor != cursor else { return }
    self.held = nil
    hold()
  }

  /// Puts cursor and screen where the held line is now. When more came above it than the page holds, both go on by as much as the list
  /// grew, and the next page finds it.
  mutating func followHeld(isCounted: Bool) {
    guard let held else { return }
    let place = lines.firstIndex { line in
      held.isGroup ? line.group != nil && line.name == held.id : line.name == held.id && line.group == nil && line.memberOf == held.memberOf
    }
    let growth = lineCount - held.lineCount
    if let place {
      top += start + place - cursor
      cursor = start + place
      self.held?.cursor = cursor
      if isCounted { self.held = nil }
    } else if isCounted {
      self.held = nil
      if growth > 0 {
        cursor += growth
        top += growth
      }
    }
    top = max(0, top)
  }

  mutating func clearMarks() {
    marks = []
    markSet = []
    markedGroups = [:]
    rangeStart = nil
  }
}
