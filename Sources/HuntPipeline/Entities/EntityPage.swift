package import Casefile

/// How far around a moment an entity page looks.
package enum EntityWindow: String, CaseIterable, Sendable {
  case hour
  case day
  case week
  case month
  case all

  /// The stretch around the moment, half of it before; nil for all there is.
  package func range(around moment: DateTime) -> TimeRange? {
    guard let half else { return nil }
    return TimeRange(from: moment - half, to: moment + half)
  }

  private var half: TimeSpan? {
    switch self {
    case .hour: .seconds(1800)
    case .day: .hours(12)
    case .week: .days(3.5)
    case .month: .days(15)
    case .all: nil
    }
  }
}

/// What an entity page is asked to show.
package struct EntityQuestion: Hashable, Sendable {
  package var subject: EntitySubject
  package var window: EntityWindow
  /// The alert's time, or another moment the page looks around.
  package var moment: DateTime

  package init(_ subject: EntitySubject, window: EntityWindow = .day, moment: DateTime) {
    self.subject = subject
    self.window = window
    self.moment = moment
  }
}

/// What is stored about one entity: counts and the process tree; its rows are read by pages.
package struct EntityPage: Equatable, Sendable {
  /// Rows of one table.
  package struct Table: Equatable, Sendable {
    package var name: String
    /// Rows within the window.
    package var count: Int
    /// Rows at any time.
    package var total: Int
    /// Rows within the window on the axis all tables share, oldest first.
    package var bars: [Int]

    package init(name: String, count: Int, total: Int, bars: [Int]) {
      self.name = name
      self.count = count
      self.total = total
      self.bars = bars
    }
  }

  /// Tables that have rows of the entity at any time, most rows in the window first.
  package var tables: [Table] = []
  /// The time that all bars span; nil when nothing was found.
  package var axis: TimeRange?
  /// When the entity was seen first and last, at any time.
  package var firstSeen: DateTime?
  package var lastSeen: DateTime?
  /// Other machines and people in rows of the entity, in the window.
  package var hosts = 0
  package var users = 0
  /// The entity's rows in the window, and how many of them can be paged through.
  package var count = 0
  package var kept = 0
  package var tree = ProcessTree()
  /// Process starts in the window, and how many of them the tree was made of.
  package var processes = 0
  /// Tables that could not be read or have no times, in words.
  package var notes: [String] = []

  package init() {}
}

/// A row of any table on an entity's time axis.
package struct EntityRow: Equatable, Sendable {
  package var time: DateTime
  package var table: String
  /// What it says, in one line of at most 300 characters.
  package var text: String

  package init(time: DateTime, table: String, text: String) {
    self.time = time
    self.table = table
    self.text = text
  }
}

/// Why a pivot cannot be made, or the query that does it.
package enum PivotDraft: Equatable, Sendable {
  /// What was asked, in words, and the KQL for it.
  case query(request: String, kql: String)
  case impossible(String)
}

/// A column's name and its value in an unfolded row, of at most 20,000 characters.
package struct EntityCell: Equatable, Sendable {
  package var name: String
  package var text: String

  package init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }
}
