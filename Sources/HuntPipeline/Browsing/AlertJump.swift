package import Casefile

/// A line of the alert list to go to from another one.
package enum AlertJump: Equatable, Sendable {
  /// Forwards the first line of another day, backwards the first of the line's own day, or of the day before it in the list; days are
  /// those of a zone so many minutes east of UTC.
  case day(offsetMinutes: Int)
  /// The nearest line of high severity.
  case high
}

/// Where a jump leads, told line by line going away from where it begins.
package struct AlertJumpWalk: Sendable {
  private let jump: AlertJump
  private let isForward: Bool
  /// The first place to look at; one after the other follows, downwards when the jump goes forwards.
  package let start: Int
  /// The place to go to, once it is known.
  package private(set) var found: Int?
  private var day: Int64?

  /// A walk from a 0-based place.
  package init(_ jump: AlertJump, from place: Int, isForward: Bool) {
    self.jump = jump
    self.isForward = isForward
    start = isForward ? (jump == .high ? place + 1 : place) : place - 1
  }

  /// Looks at the next line; false when no more have to be looked at.
  package mutating func looks(at place: Int, _ severity: Severity, _ created: DateTime) -> Bool {
    guard case .day(let offset) = jump else {
      if severity == .high { found = place }
      return found == nil
    }
    let own = AlertJumpWalk.day(of: created, offset)
    if let day, own != day {
      found = isForward ? place : place + 1
      return false
    }
    day = own
    // The list's first line is the first of its day.
    if !isForward, place == 0 { found = 0 }
    return found == nil
  }

  /// Walks through all lines of a list.
  package func place(in lines: [AlertLine]) -> Int? {
    var walk = self
    var place = start
    while lines.indices.contains(place), walk.looks(at: place, lines[place].severity, lines[place].created) {
      place += isForward ? 1 : -1
    }
    return walk.found
  }

  private static func day(of created: DateTime, _ offset: Int) -> Int64 {
    let ticks = created.ticks &+ Int64(offset) &* 60 &* DateTime.ticksPerSecond
    let day = 86_400 * DateTime.ticksPerSecond
    return ticks >= 0 ? ticks / day : (ticks - day + 1) / day
  }
}

extension RecordPages {
  /// For keepers that have few alerts: all lines are read.
  package func placeOfJump(_ jump: AlertJump, in listing: AlertListing, from place: Int, isForward: Bool) async throws -> Int? {
    AlertJumpWalk(jump, from: place, isForward: isForward).place(in: try await alertPage(listing, 0..<Int.max).lines)
  }
}
