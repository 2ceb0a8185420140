import Casefile

/// The way portals write a moment for English readers: `1/15/2026, 3:04:05.123 PM`.
enum AmericanDate {
  /// Reads month, day, year and a clock of twelve hours; nil without `AM` or `PM`, since day and month could then be swapped.
  static func read(_ text: String) -> DateTime? {
    let words = text.split { $0 == " " || $0 == "," || $0 == "\u{202F}" }
    guard words.count == 3 else { return nil }
    let date = words[0].split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    let clock = words[1].split(separator: ":", omittingEmptySubsequences: false)
    guard date.count == 3, let month = date[0], let day = date[1], let year = date[2], (2...3).contains(clock.count),
      let hour = Int(clock[0]), (1...12).contains(hour), let minute = Int(clock[1])
    else { return nil }
    let isAfternoon: Bool
    switch words[2].uppercased() {
    case "AM": isAfternoon = false
    case "PM": isAfternoon = true
    default: return nil
    }
    var parts = DateTime.Parts(year: year, month: month, day: day, hour: hour % 12 + (isAfternoon ? 12 : 0), minute: minute)
    if clock.count == 3 {
      let seconds = clock[2].split(separator: ".", maxSplits: 1)
      guard let second = seconds.first.flatMap({ Int($0) }) else { return nil }
      parts.second = second
      if seconds.count == 2 {
        guard seconds[1].count <= 7, let fraction = Int(seconds[1]), fraction >= 0 else { return nil }
        parts.fraction = (seconds[1].count..<7).reduce(fraction) { value, _ in value * 10 }
      }
    }
    return DateTime(parts)
  }
}
