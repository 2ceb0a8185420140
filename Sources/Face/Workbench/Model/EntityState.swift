internal import Casefile
package import HuntPipeline

/// The entity page: what it asks, what came, and where the analyst is on it.
package struct EntityState: Equatable, Sendable {
  /// What the page shows; nil before any was opened.
  package internal(set) var question: EntityQuestion?
  /// What came; nil while it is being read.
  package internal(set) var page: EntityPage?
  /// The table being read, how many were, of how many.
  package internal(set) var progress: EntityProgress?
  /// Why there is no page, in words.
  package internal(set) var problem: String?
  /// The pane that Esc goes back to.
  package internal(set) var cameFrom = PaneID.detail
  package internal(set) var cursor = 0
  package internal(set) var top = 0
  package internal(set) var isOldestFirst = false
  /// Processes whose children are not shown.
  package internal(set) var folded: Set<Int> = []
  /// The rows that are here, from `start`, in the order shown.
  package internal(set) var start = 0
  package internal(set) var rows: [EntityRow] = []
  var pending: Range<Int>?
  /// The row that is unfolded, by its place in the order shown, and its cells once they came.
  package internal(set) var unfolded: Int?
  package internal(set) var cells: [EntityCell] = []
  /// The tree's lines that are shown, kept beside `folded`.
  var treeLines: [(place: Int, depth: Int)] = []

  static let pageLength = 200

  package init() {}

  package static func == (left: EntityState, right: EntityState) -> Bool {
    left.question == right.question && left.page == right.page && left.cursor == right.cursor && left.folded == right.folded
      && left.rows == right.rows && left.unfolded == right.unfolded && left.cells == right.cells
  }

  /// The row at a place in the order shown; nil while it is not here.
  func row(at place: Int) -> EntityRow? { rows.indices.contains(place - start) ? rows[place - start] : nil }
}

/// How far the reading of an entity's tables is.
package struct EntityProgress: Equatable, Sendable {
  package var table: String
  package var done: Int
  package var count: Int

  package init(table: String, done: Int, count: Int) {
    self.table = table
    self.done = done
    self.count = count
  }
}

/// What a line of the entity page shows.
enum EntityLine: Equatable {
  case heading(EntitySection)
  case table(Int)
  case note(Int)
  /// A process, by its place in the tree's lines.
  case process(Int)
  /// A row, by its place in the order shown.
  case row(Int)
  /// A cell of the unfolded row, and which line of its text.
  case cell(Int)
  case blank
}

/// The parts of the entity page, in their order.
enum EntitySection: CaseIterable {
  case tables
  case tree
  case rows
}

extension EntityState {
  private var noteCount: Int { page?.notes.count ?? 0 }
  private var tableLines: Int { (page?.tables.count ?? 0) + noteCount + 1 }
  private var treeCount: Int { treeLines.isEmpty ? 0 : treeLines.count + 2 }
  private var rowsStart: Int { tableLines + treeCount + 1 }

  /// Lines below the head.
  var lineCount: Int { page == nil ? 0 : rowsStart + 1 + (page?.kept ?? 0) + (unfolded == nil ? 0 : cells.count) }

  /// What stands on a line; rows are not looked at, so that any number of them costs nothing.
  func line(_ place: Int) -> EntityLine {
    guard place > 0 else { return .heading(.tables) }
    let tables = page?.tables.count ?? 0
    if place <= tables { return .table(place - 1) }
    if place < tableLines { return .note(place - 1 - tables) }
    if place < tableLines + treeCount {
      let inTree = place - tableLines
      return inTree == 0 ? .blank : inTree == 1 ? .heading(.tree) : .process(inTree - 2)
    }
    if place < rowsStart { return .blank }
    if place == rowsStart { return .heading(.rows) }
    let row = place - rowsStart - 1
    guard let unfolded, row > unfolded else { return .row(row) }
    let behind = row - unfolded - 1
    return behind < cells.count ? .cell(behind) : .row(row - cells.count)
  }

  /// The line of a section's heading.
  func start(of section: EntitySection) -> Int {
    switch section {
    case .tables: 0
    case .tree: treeLines.isEmpty ? rowsStart : tableLines + 1
    case .rows: rowsStart
    }
  }

  /// The rows among these lines, in the order shown.
  func rows(among lines: Range<Int>) -> Range<Int>? {
    let places = lines.compactMap { place -> Int? in if case .row(let row) = line(place) { row } else { nil } }
    guard let first = places.first, let last = places.last else { return nil }
    return first..<(last + 1)
  }
}
