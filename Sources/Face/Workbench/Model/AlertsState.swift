package import Casefile
package import HuntPipeline

/// The list of alerts: which listing, which page of it is here, where the cursor is, what is marked.
package struct AlertsState: Equatable, Sendable {
  package internal(set) var listing = AlertListing()
  /// Place of `lines[0]` in the listing.
  package internal(set) var start = 0
  package internal(set) var lines: [AlertLine] = []
  package internal(set) var matching = 0
  package internal(set) var total = 0
  package internal(set) var histogram: [Int] = []
  package internal(set) var span: TimeRange?
  /// Place of the cursor in the listing.
  package internal(set) var cursor = 0
  /// Place of the first line on screen.
  package internal(set) var top = 0
  /// Ids in the order they were marked.
  package internal(set) var marks: [String] = []
  var markSet: Set<String> = []
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

  package init() {}

  /// Lines a page holds; enough for two screens round the cursor.
  static let pageLength = 256

  package func line(at place: Int) -> AlertLine? {
    let index = place - start
    return lines.indices.contains(index) ? lines[index] : nil
  }

  package var lineUnderCursor: AlertLine? { line(at: cursor) }

  package func isMarked(_ id: String) -> Bool { markSet.contains(id) }

  /// True while a range mark is being drawn over this place.
  package func isInRange(_ place: Int) -> Bool {
    guard let rangeStart else { return false }
    return min(rangeStart, cursor) <= place && place <= max(rangeStart, cursor)
  }

  /// The lines to ask for, so that what is on screen lies in their middle.
  func wantedRange(height: Int) -> Range<Int> {
    let lower = max(0, top - (AlertsState.pageLength - max(1, height)) / 2)
    return lower..<(lower + AlertsState.pageLength)
  }

  /// Whether all lines on screen are here.
  func covers(height: Int) -> Bool {
    let last = min(matching, top + height)
    return top >= last || (line(at: top) != nil && line(at: last - 1) != nil)
  }

  mutating func mark(_ ids: some Sequence<String>) {
    for id in ids where markSet.insert(id).inserted { marks.append(id) }
  }

  mutating func toggleMark(_ id: String) {
    if markSet.remove(id) != nil {
      marks.removeAll { $0 == id }
    } else {
      mark([id])
    }
  }

  mutating func clearMarks() {
    marks = []
    markSet = []
    rangeStart = nil
  }
}
