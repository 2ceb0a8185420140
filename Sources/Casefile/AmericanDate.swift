/// Dates with the month first, as portals and old services write them for English readers: `1/15/2026, 3:04:05.123 PM`.
package enum AmericanDate {
  /// Where the text comes from, which settles what may be left out.
  package enum Writer: Sendable {
    /// A portal: without `AM` or `PM` day and month could as well be swapped, and no zone is written.
    case portal
    /// A service, always with the month first: `11/23/2026 3:14:07 PM +00:00`, or a clock of 24 hours, and a zone or none for UTC.
    case service
  }

  /// Nil when the text is no such date.
  package static func read(_ text: String, by writer: Writer) -> DateTime? {
    let words = text.split { $0 == " " || $0 == "," || $0 == "\u{202F}" }
    guard words.count >= 2 else { return nil }
    let date = words[0].split(separator: "/", omittingEmptySubsequences: false).compactMap { Int($0) }
    var rest = words.dropFirst(2)
    var half: Substring?
    if let word = rest.first, ["AM", "PM"].contains(word.uppercased()) { half = rest.removeFirst() }
    guard date.count == 3, writer == .service || (half != nil && rest.isEmpty), rest.count <= 1,
      let clock = clock(words[1], half.map { $0.uppercased() == "PM" })
    else { return nil }
    var parts = clock
    (parts.month, parts.day, parts.year) = (date[0], date[1], date[2])
    guard let moment = DateTime(parts) else { return nil }
    guard let zone = rest.first, zone != "Z" else { return moment }
    return DateTime(moment.text(decimals: 7).dropLast() + zone)
  }

  /// Hours, minutes, seconds and their fraction; with `isAfternoon` a clock of twelve hours.
  private static func clock(_ text: Substring, _ isAfternoon: Bool?) -> DateTime.Parts? {
    let words = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(words.count), let hour = Int(words[0]), let minute = Int(words[1]) else { return nil }
    var parts = DateTime.Parts(year: 1, month: 1, day: 1, hour: hour, minute: minute)
    if let isAfternoon {
      guard (1...12).contains(hour) else { return nil }
      parts.hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    guard words.count == 3 else { return parts }
    let seconds = words[2].split(separator: ".", maxSplits: 1)
    guard let second = seconds.first.flatMap({ Int($0) }) else { return nil }
    parts.second = second
    guard seconds.count == 2 else { return parts }
    guard seconds[1].count <= 7, let fraction = Int(seconds[1]), fraction >= 0 else { return nil }
    parts.fraction = (seconds[1].count..<7).reduce(fraction) { value, _ in value * 10 }
    return parts
  }
}
