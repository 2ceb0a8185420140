package import Casefile

/// When the list of alerts is read again by itself.
package struct RefreshState: Equatable, Sendable {
  /// Seconds between two reads; 0 for none.
  package internal(set) var seconds = 0
  /// Whether new alerts of high severity ring the terminal's bell.
  package internal(set) var rings = false
  package internal(set) var isPaused = false
  /// When the list was read last; nil before the first page.
  package internal(set) var read: DateTime?
  /// True between asking by itself and the answer.
  var isUnderWay = false

  package init() {}

  mutating func end(at now: DateTime) {
    read = now
    isUnderWay = false
  }

  /// When the next read is due; nil when none is.
  var due: DateTime? {
    guard seconds > 0, !isPaused, !isUnderWay, let read else { return nil }
    return read + .seconds(Double(seconds))
  }

  /// When the age that is shown changes: full minutes after what is shown was read.
  func nextAge(of read: DateTime?, after now: DateTime) -> DateTime? {
    guard seconds > 0, let read else { return nil }
    let minute = Int64(60) * DateTime.ticksPerSecond
    return DateTime(ticks: read.ticks + ((now.ticks - read.ticks) / minute + 1) * minute)
  }
}
