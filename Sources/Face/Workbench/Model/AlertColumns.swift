package import HuntPipeline

/// A column of the alert list; the raw value is the name in the session.
package enum AlertColumn: String, CaseIterable, Sendable {
  case severity
  case time
  case title
  case entity
  case tactic
  case status
  case source
  /// How long ago the alert was created.
  case age

  /// What `s` on this column sorts by.
  package var sortKey: AlertListing.SortKey {
    switch self {
    case .severity: .severity
    case .time, .age: .time
    case .title: .title
    case .entity: .entity
    case .tactic: .tactic
    case .status: .status
    case .source: .source
    }
  }
}

/// Which columns the alert list has, in which order and how wide; until the analyst chooses, the room decides.
package struct AlertColumns: Equatable, Sendable {
  package struct Entry: Equatable, Sendable {
    package var column: AlertColumn
    /// Shown where there is room for it; hidden otherwise.
    package var isShown: Bool
    /// Shown even where others must give way for it.
    package var isAsked = false
    /// Cells the analyst gave it; nil for the usual width.
    package var width: Int?
  }

  /// All columns, hidden ones included, from left to right.
  package internal(set) var entries = AlertColumn.allCases.map { Entry(column: $0, isShown: true, width: nil) }
  /// False until something was changed: as many columns as have room are shown.
  package internal(set) var isChosen = false

  package init() {}

  /// One column as it is drawn.
  package struct Placed: Equatable, Sendable {
    package var column: AlertColumn
    package var width: Int
  }

  static let leastWidth = 3
  static let mostWidth = 120

  /// Columns and their cells in so much room, one blank between two. The title takes what the others leave; where too little is left
  /// they give way down to what still tells something, then the last ones go.
  package func placed(in room: Int, entityWidth: Int) -> [Placed] {
    // What was asked for takes its room from those that only come where there is plenty.
    let asked = entries.filter { $0.isShown && $0.isAsked && AlertColumns.roomWanted($0.column) > 0 }
    let left = room - asked.reduce(0) { $0 + 1 + ($1.width ?? AlertColumns.usual($1.column, room: room, entityWidth: entityWidth)) }
    var columns = entries.filter { $0.isShown && ($0.isAsked || left >= AlertColumns.roomWanted($0.column)) }.map { entry in
      Placed(column: entry.column, width: entry.width ?? AlertColumns.usual(entry.column, room: room, entityWidth: entityWidth))
    }
    func excess() -> Int { columns.reduce(0) { $0 + $1.width } + max(0, columns.count - 1) - room }
    for place in columns.indices.reversed() where excess() > 0 {
      let least = min(columns[place].width, AlertColumns.least(columns[place].column))
      columns[place].width = max(least, columns[place].width - excess())
    }
    while excess() > 0, columns.count > 1 {
      let last = columns.lastIndex { $0.column != .title } ?? columns.count - 1
      columns.remove(at: last)
    }
    if let title = columns.firstIndex(where: { $0.column == .title }) {
      columns[title].width = max(1, columns[title].width - excess())
    } else if excess() > 0, let last = columns.indices.last {
      columns[last].width = max(1, columns[last].width - excess())
    }
    return columns
  }

  /// How wide a column is unless the analyst says otherwise; the title takes at least that.
  static func usual(_ column: AlertColumn, room: Int, entityWidth: Int) -> Int {
    let isWide = room >= 81
    switch column {
    case .severity: return 3
    // `22 Nov 02:41`: of an older alert the day alone does not tell enough.
    case .time: return room >= 44 ? 12 : 6
    case .title: return 12
    case .entity: return min(isWide ? (room + 3) / 4 : 12, max(6, entityWidth))
    // `Command and Control` where there is room for it.
    case .tactic: return room >= 101 ? 19 : 17
    case .status, .source: return 10
    case .age: return 6
    }
  }

  private static func least(_ column: AlertColumn) -> Int {
    switch column {
    case .severity: 3
    case .time, .age: 6
    case .title: 12
    case .entity: 8
    case .tactic, .status, .source: 6
    }
  }

  /// Cells the list must have for a column that nobody asked for.
  private static func roomWanted(_ column: AlertColumn) -> Int {
    switch column {
    case .tactic: 81
    case .status: 93
    case .source: 107
    case .age: 128
    case .severity, .time, .title, .entity: 0
    }
  }
}

extension AlertColumns {
  /// Hides a column that is on screen; asks for one that is not.
  mutating func toggle(_ place: Int, isOnScreen: Bool) {
    guard entries.indices.contains(place) else { return }
    // A list without any column would show nothing at all.
    if isOnScreen, entries.count(where: \.isShown) == 1 { return }
    isChosen = true
    entries[place].isShown = !isOnScreen
    entries[place].isAsked = !isOnScreen
  }

  /// Moves a column among its neighbours and returns where it is then.
  mutating func move(_ place: Int, by step: Int) -> Int {
    let target = place + step
    guard entries.indices.contains(place), entries.indices.contains(target) else { return place }
    isChosen = true
    entries.swapAt(place, target)
    return target
  }

  /// Widens or narrows a column from the width it has on screen.
  mutating func resize(_ place: Int, by step: Int, from width: Int) {
    guard entries.indices.contains(place) else { return }
    isChosen = true
    entries[place].isAsked = entries[place].isShown
    entries[place].width = min(max(AlertColumns.leastWidth, width + step), AlertColumns.mostWidth)
  }

  /// As it is kept in the session: `severity time title:30 +tactic -age`, asked for and hidden; empty while nothing was chosen.
  var text: String {
    guard isChosen else { return "" }
    return entries.map { "\($0.isShown ? $0.isAsked ? "+" : "" : "-")\($0.column.rawValue)\($0.width.map { ":\($0)" } ?? "")" }.joined(
      separator: " ")
  }

  /// Reads `text`; names that are not known are left out, columns that are not named stand hidden at the end.
  init?(_ text: String) {
    var read: [Entry] = []
    for word in text.split(separator: " ") {
      let isShown = !word.hasPrefix("-")
      let parts = word.drop { "+-".contains($0) }.split(separator: ":")
      guard let column = parts.first.flatMap({ AlertColumn(rawValue: String($0)) }), !read.contains(where: { $0.column == column }) else {
        continue
      }
      let width = parts.count > 1 ? Int(parts[1]).map { min(max(AlertColumns.leastWidth, $0), AlertColumns.mostWidth) } : nil
      read.append(Entry(column: column, isShown: isShown, isAsked: word.hasPrefix("+"), width: width))
    }
    guard read.contains(where: \.isShown) else { return nil }
    let missing = AlertColumn.allCases.filter { column in !read.contains { $0.column == column } }
    entries = read + missing.map { Entry(column: $0, isShown: false, width: nil) }
    isChosen = true
  }
}
