internal import Casefile
internal import HuntPipeline

extension Model {
  mutating func performJump(_ command: Command) -> [Effect] {
    let isForward = command == .nextDay || command == .nextHigh
    let isDay = command == .nextDay || command == .previousDay
    let jump = isDay ? AlertJump.day(offsetMinutes: zone.offsetMinutes) : .high
    return [.jumpAlerts(alerts.listing, from: alerts.cursor, jump, isForward: isForward)]
  }

  /// Goes where a jump leads, unless one went on or the list is another by now.
  mutating func alertJumpFound(_ place: Int?, of listing: AlertListing, from start: Int, _ jump: AlertJump, isForward: Bool) {
    guard listing == alerts.listing, start == alerts.cursor else { return }
    guard let place else { return say(Wording.noFurther(jump, isForward: isForward), .note) }
    alerts.cursor = place
    // The page that says how many lines there are may still be on its way.
    alerts.lineCount = max(alerts.lineCount, place + 1)
  }
}
