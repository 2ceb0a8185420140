package import Casefile

/// Reads a number as a moment, where the name of its column says that it is one.
package enum EpochTime {
  /// A moment and how it was counted: `seconds since 1970`.
  package struct Reading: Hashable, Sendable {
    /// The moment; between the years 2000 and 2100.
    package var moment: DateTime
    /// How it is counted, as people read it.
    package var label: String
  }

  /// The reading of a number or of its digits in a column of that name; nil where nothing suggests a time.
  package static func reading(of value: Value, column: String) -> Reading? {
    // The number is looked at first: a column's name costs more, and most numbers are no moment.
    let found: Reading?
    switch value {
    case .long(let number): found = reading(number)
    case .real(let number): found = number.magnitude < 9e18 ? reading(Int64(number)) : nil
    case .string(let text):
      guard (9...18).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      found = Int64(text).flatMap(reading)
    default: return nil
    }
    return found != nil && suggestsTime(column) ? found : nil
  }

  private static let first = DateTime(ticks: 630_822_816_000_000_000)
  private static let end = DateTime(ticks: 662_380_416_000_000_000)

  /// The ranges of the ways of counting do not meet between 2000 and 2100.
  private static func reading(_ number: Int64) -> Reading? {
    let ways: [(scale: Int64, epoch: Int64, label: String)] = [
      (10_000_000, DateTime.unixEpochTicks, "seconds since 1970"), (10_000, DateTime.unixEpochTicks, "milliseconds since 1970"),
      (10, DateTime.unixEpochTicks, "microseconds since 1970"), (1, 504_911_232_000_000_000, "Windows file time"), (1, 0, ".NET ticks"),
    ]
    for way in ways {
      let (product, overflows) = number.multipliedReportingOverflow(by: way.scale)
      let (ticks, isBeyond) = product.addingReportingOverflow(way.epoch)
      guard !overflows, !isBeyond else { continue }
      let moment = DateTime(ticks: ticks)
      if moment >= first, moment < end { return Reading(moment: moment, label: way.label) }
    }
    return nil
  }

  private static let words = [
    "time", "date", "epoch", "created", "modified", "expir", "seen", "issued", "accessed", "written", "start", "end",
  ]

  private static func suggestsTime(_ column: String) -> Bool {
    let name = column.lowercased()
    return words.contains { name.contains($0) } || ["exp", "iat", "nbf", "ts", "when"].contains(name) || name.hasSuffix("_at")
  }
}
