internal import Casefile

/// Times in sentences that others made, shown as times are on the rest of the screen.
enum ToldTimes {
  /// The text with every moment such as `2026-11-23T02:41:07.0000000Z` in the zone that is shown.
  static func shown(_ text: String, zone: ZoneDisplay) -> String {
    guard text.utf8.contains(UInt8(ascii: "T")), text.utf8.contains(UInt8(ascii: "Z")) else { return text }
    return text.replacing(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z/) { match in
      DateTime(String(match.output)).map { Figures.full($0, zone: zone) + " " + zone.label } ?? String(match.output)
    }
  }
}
