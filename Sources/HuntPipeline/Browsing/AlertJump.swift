internal import Casefile

/// A line of the alert list to go to from another one.
package enum AlertJump: Equatable, Sendable {
  /// Forwards the first line of another day, backwards the first of the line's own day, or of the day before it in the list; days are
  /// those of a zone so many minutes east of UTC.
  case day(offsetMinutes: Int)
  /// The nearest line of high severity.
  case high

  /// Lines read at once where each must be looked at.
  private static let stride = 2048

  /// Lines looked at before it is given up.
  package static let most = 200_000

  /// The place to go to; nil when there is none that way, or none within `most` lines.
  package func place(
    in listing: AlertListing, from place: Int, isForward: Bool, _ pages: some RecordPages
  ) async throws -> Int? {
    guard case .day(let offset) = self else {
      return try await nearest(in: listing, from: place, isForward: isForward, pages) { $0.severity == .high }
    }
    guard isForward else { return try await firstOfDay(before: place, in: listing, offset, pages) }
    let page = try await pages.alertPage(listing, place..<(place + 1))
    guard let here = page.lines.first.map({ AlertJump.day($0, offset) }) else { return nil }
    return try await nearest(in: listing, from: place, isForward: true, pages) { AlertJump.day($0, offset) != here }
  }

  /// The first of the lines before `place` that are of one day.
  private func firstOfDay(before place: Int, in listing: AlertListing, _ offset: Int, _ pages: some RecordPages) async throws -> Int? {
    guard place > 0, let line = try await pages.alertPage(listing, (place - 1)..<place).lines.first else { return nil }
    let day = AlertJump.day(line, offset)
    let other = try await nearest(in: listing, from: place - 1, isForward: false, pages) { AlertJump.day($0, offset) != day }
    return other.map { $0 + 1 } ?? max(0, place - AlertJump.most)
  }

  private func nearest(
    in listing: AlertListing, from place: Int, isForward: Bool, _ pages: some RecordPages, _ isSought: (AlertLine) -> Bool
  ) async throws -> Int? {
    var looked = 0
    while looked < AlertJump.most {
      try Task.checkCancellation()
      let range =
        isForward
        ? (place + 1 + looked)..<(place + 1 + looked + AlertJump.stride)
        : max(0, place - looked - AlertJump.stride)..<max(0, place - looked)
      guard !range.isEmpty else { return nil }
      let lines = try await pages.alertPage(listing, range).lines
      if let found = isForward ? lines.firstIndex(where: isSought) : lines.lastIndex(where: isSought) { return range.lowerBound + found }
      if lines.count < range.count { return nil }
      looked += range.count
    }
    return nil
  }

  private static func day(_ line: AlertLine, _ offset: Int) -> Int64 {
    let ticks = line.created.ticks &+ Int64(offset) &* 60 &* DateTime.ticksPerSecond
    let day = 86_400 * DateTime.ticksPerSecond
    return ticks >= 0 ? ticks / day : (ticks - day + 1) / day
  }
}
