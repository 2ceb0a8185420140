internal import Casefile

/// Which stretches of time are to be listed for one content type.
struct Office365Windows: Equatable {
  static let longest = TimeSpan.hours(24)
  /// Content is kept for 7 days; a minute less, so that the oldest window is still allowed when it is asked for.
  static let kept = TimeSpan.days(7) - .minutes(1)

  /// Oldest first, each at most 24 hours.
  var windows: [TimeRange]
  /// Content in it had been wanted by the caller but is no longer kept; nil when there is none.
  var tooOld: TimeRange?
  /// The same, where it had to be collected after an earlier collection.
  var lost: TimeRange?
  /// True where older content than the last collection's end is wanted again, so that what was read before is read once more.
  var readsAgain = false

  /// From the end of the last collection less the overlap, or from `since` where that is earlier; from everything kept where neither is
  /// given. `now` is the end, without its fraction of a second.
  init(position: Office365State.Position, since: DateTime?, now: DateTime, overlap: Double) {
    let end = now.wholeSecond
    let oldest = Office365Windows.oldest(at: now)
    let resumed = position.lastEnd.map { min($0, end) - .seconds(overlap) }
    readsAgain = resumed.map { (since ?? $0) < $0 } ?? false
    let wanted = [resumed, since].compactMap { $0 }.min()?.wholeSecond ?? oldest
    windows = Office365Windows.cut(TimeRange(from: max(wanted, oldest), to: end))
    if let since, since < oldest { tooOld = TimeRange(from: since, to: oldest) }
    if let lastEnd = position.lastEnd, lastEnd < oldest { lost = TimeRange(from: lastEnd, to: oldest) }
  }

  static func oldest(at now: DateTime) -> DateTime { now.wholeSecond - kept }

  /// Pieces of at most 24 hours, whole seconds, oldest first.
  static func cut(_ range: TimeRange) -> [TimeRange] {
    var windows: [TimeRange] = []
    var start = range.from
    while start < range.to {
      let end = min(start + longest, range.to)
      windows.append(TimeRange(from: start, to: end))
      start = end
    }
    return windows
  }
}

extension TimeSpan {
  fileprivate static func - (left: TimeSpan, right: TimeSpan) -> TimeSpan { TimeSpan(ticks: left.ticks - right.ticks) }
}
