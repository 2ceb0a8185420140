package import Casefile
package import HuntPipeline

/// The window of rows that is here, how they are looked at, and where the analyst looks.
package struct RowsState: Equatable, Sendable {
  /// A row to go to as soon as its place in the view is known.
  struct Wanted: Equatable, Sendable {
    /// 1-based.
    var row: Int
    /// True clears a filter that hides it; false gives up then.
    var mustShow: Bool
    var isAsked = false
  }

  package internal(set) var resultSet: ResultSetID?
  /// As it is typed; empty shows all rows.
  package internal(set) var filter = ""
  package internal(set) var sort: RowSort?
  /// The filter being typed; nil when it is not open.
  package internal(set) var filterEditor: TextEditor?
  /// The filter as it was before it was typed at, which Esc brings back.
  var filterBefore = ""
  /// The view that was asked for last; nil before any was.
  package internal(set) var view: RowView?
  /// How far the going through has come for that view.
  package internal(set) var progress = RowOrderProgress(looked: 0, matching: 0, isComplete: true)
  /// Why the view cannot be had.
  package internal(set) var problem: Problem?
  /// Place of `window[0]` in the view.
  package internal(set) var start = 0
  package internal(set) var window: [NumberedRow] = []
  /// Place of the cursor in the view.
  package internal(set) var cursor = 0
  package internal(set) var top = 0
  package internal(set) var layout = ColumnLayout()
  /// The current column, among the shown ones.
  package internal(set) var column = 0
  /// The first moving column on screen, among the shown ones.
  package internal(set) var leftColumn = 0
  package internal(set) var isUnfolded = false
  package internal(set) var unfoldedScroll = 0
  /// Whether the table shows encoded cells decoded; an unfolded row shows both unless `hidesDecoded`.
  package internal(set) var showsDecoded = false
  package internal(set) var hidesDecoded = false
  var wanted: Wanted?
  var pending: Range<Int>?
  /// The places last answered for the view: what is missing in them is not stored, and asking again would not bring it.
  var answered: Range<Int>?
  /// The same look at the rows that came since: gone through while `view` stays on screen.
  package internal(set) var next: RowView?
  /// True when the window shows an earlier view and another page is to come.
  var isStale = false
  /// The row that is unfolded with its decoded texts whole, and the number of the one asked for.
  var whole: NumberedRow?
  var wholeAsked: Int?
  /// How the cells of the window and of the unfolded row read, made once.
  var labels = RowLabels()
  var unfolded = UnfoldedTexts()

  package init() {}

  static let pageLength = 200

  /// The row at a place of the view; nil when it is not here.
  package func row(at place: Int) -> NumberedRow? {
    let index = place - start
    return window.indices.contains(index) ? window[index] : nil
  }

  /// True for a place that was asked for and did not come.
  package func isGone(_ place: Int) -> Bool { row(at: place) == nil && pending == nil && answered?.contains(place) ?? false }

  package var rowUnderCursor: NumberedRow? { row(at: cursor) }

  /// Place of the current column in the result.
  package var currentColumn: Int? {
    let shown = layout.shown
    return shown.indices.contains(column) ? shown[column] : nil
  }

  /// False between a change of filter or sort and the asking for it.
  var isViewCurrent: Bool { view.map { $0.filter == filter && $0.sort == sort } ?? false }

  /// True while rows are gone through for the view.
  package var isOrdering: Bool {
    guard isViewCurrent else { return !(filter.isEmpty && sort == nil) }
    return problem == nil && !progress.isComplete
  }

  /// Rows that can be shown by now, of so many that came.
  package func count(of total: Int) -> Int {
    guard let view, isViewCurrent, !view.isPlain else { return filter.isEmpty && sort == nil ? total : 0 }
    if problem != nil { return 0 }
    return view.sort == nil || progress.isComplete ? progress.matching : 0
  }
}
