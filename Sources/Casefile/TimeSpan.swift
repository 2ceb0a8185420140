/// A length of time in 100 ns ticks, possibly negative, as Kusto's `timespan`.
package struct TimeSpan: Hashable, Comparable, Sendable {
  package var ticks: Int64

  package init(ticks: Int64) { self.ticks = ticks }

  package static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.ticks < right.ticks }

  package static func days(_ count: Double) -> TimeSpan { TimeSpan(bounding: count * 864_000_000_000) }
  package static func hours(_ count: Double) -> TimeSpan { TimeSpan(bounding: count * 36_000_000_000) }
  package static func minutes(_ count: Double) -> TimeSpan { TimeSpan(bounding: count * 600_000_000) }
  package static func seconds(_ count: Double) -> TimeSpan { TimeSpan(bounding: count * 10_000_000) }

  /// Ticks beyond what 64 bits hold are held at the longest span there is; what is no number is none.
  private init(bounding ticks: Double) { self.init(ticks: ticks.isNaN ? 0 : Int64(min(9.2e18, max(-9.2e18, ticks)))) }

  package var totalSeconds: Double { Double(ticks) / 10_000_000 }
}

extension TimeSpan: CustomStringConvertible {
  /// `[-][d.]hh:mm:ss[.fffffff]` (CONTRACTS §6).
  package var description: String {
    var bytes: [UInt8] = []
    if ticks < 0 { bytes.append(UInt8(ascii: "-")) }
    let magnitude = ticks.magnitude
    let days = magnitude / 864_000_000_000
    if days > 0 { bytes.append(contentsOf: Array("\(days).".utf8)) }
    let seconds = Int(magnitude / 10_000_000 % 86_400)
    bytes.appendPadded(seconds / 3600, 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendPadded(seconds / 60 % 60, 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.appendPadded(seconds % 60, 2)
    let fraction = Int(magnitude % 10_000_000)
    if fraction > 0 {
      bytes.append(UInt8(ascii: "."))
      bytes.appendPadded(fraction, 7)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads `[-][d.]hh:mm[:ss[.fffffff]]`, or a bare number of days. Nil for anything else. KQL's `1d`, `2h` are literals of the language.
  package init?(_ text: some StringProtocol) {
    var reader = ASCIIReader(Array(text.utf8))
    let isNegative = reader.take("-")
    guard let first = reader.number(1, 8) else { return nil }
    var days = 0
    var hours = first
    if reader.isAtEnd {
      let (ticks, isTooLarge) = Int64(first).multipliedReportingOverflow(by: DateTime.ticksPerDay)
      guard !isTooLarge else { return nil }
      self.ticks = isNegative ? -ticks : ticks
      return
    }
    if reader.take(".") {
      days = first
      guard let number = reader.number(1, 2) else { return nil }
      hours = number
    }
    guard reader.take(":"), let minutes = reader.number(1, 2) else { return nil }
    var seconds = 0
    var fraction = 0
    if reader.take(":") {
      guard let number = reader.number(1, 2) else { return nil }
      seconds = number
      if reader.take(".") {
        guard let decimals = reader.fraction() else { return nil }
        fraction = decimals
      }
    }
    guard reader.isAtEnd, hours < 24, minutes < 60, seconds < 60, days <= 10_675_199 else { return nil }
    let whole = Int64(days) * 86_400 + Int64(hours * 3600 + minutes * 60 + seconds)
    let (ticks, isTooLarge) = whole.multipliedReportingOverflow(by: DateTime.ticksPerSecond)
    let (sum, isStillTooLarge) = ticks.addingReportingOverflow(Int64(fraction))
    guard !isTooLarge, !isStillTooLarge else { return nil }
    self.ticks = isNegative ? -sum : sum
  }
}
