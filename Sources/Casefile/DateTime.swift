/// A moment in UTC, counted in 100 ns ticks since 0001-01-01T00:00:00Z, as Kusto's `datetime` counts.
package struct DateTime: Hashable, Comparable, Sendable {
  package var ticks: Int64

  package init(ticks: Int64) { self.ticks = ticks }

  package static let ticksPerSecond: Int64 = 10_000_000
  package static let ticksPerDay: Int64 = 864_000_000_000
  /// Ticks at 1970-01-01T00:00:00Z.
  package static let unixEpochTicks: Int64 = 621_355_968_000_000_000
  package static let minimum = DateTime(ticks: 0)
  /// 9999-12-31T23:59:59.9999999Z
  package static let maximum = DateTime(ticks: 3_155_378_975_999_999_999)

  package static func < (left: DateTime, right: DateTime) -> Bool { left.ticks < right.ticks }

  /// The nearest moment there is: a number of others may lie beyond the years 1 to 9999, or be none, which is taken for 1970.
  package init(unixSeconds: Double) {
    let seconds = unixSeconds.isNaN ? 0 : min(max(unixSeconds, DateTime.minimum.unixSeconds), DateTime.maximum.unixSeconds)
    let ticks = DateTime.unixEpochTicks + Int64((seconds * 10_000_000).rounded())
    self.ticks = min(max(ticks, DateTime.minimum.ticks), DateTime.maximum.ticks)
  }

  package var unixSeconds: Double { Double(ticks - DateTime.unixEpochTicks) / 10_000_000 }

  /// The same moment without its fraction of a second.
  package var wholeSecond: DateTime {
    DateTime(ticks: ticks - ((ticks % DateTime.ticksPerSecond) + DateTime.ticksPerSecond) % DateTime.ticksPerSecond)
  }

  package static func + (left: DateTime, right: TimeSpan) -> DateTime { DateTime(ticks: left.ticks &+ right.ticks) }
  package static func - (left: DateTime, right: TimeSpan) -> DateTime { DateTime(ticks: left.ticks &- right.ticks) }
  package static func - (left: DateTime, right: DateTime) -> TimeSpan { TimeSpan(ticks: left.ticks &- right.ticks) }
}

extension DateTime {
  /// The calendar parts of a moment in UTC (proleptic Gregorian).
  package struct Parts: Equatable, Sendable {
    package var year: Int
    package var month: Int
    package var day: Int
    package var hour: Int
    package var minute: Int
    package var second: Int
    /// 100 ns units within the second, 0...9_999_999.
    package var fraction: Int

    package init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, fraction: Int = 0) {
      self.year = year
      self.month = month
      self.day = day
      self.hour = hour
      self.minute = minute
      self.second = second
      self.fraction = fraction
    }
  }

  /// Nil when a part is out of its calendar range or the year is not in 1...9999.
  package init?(_ parts: Parts) {
    guard (1...9999).contains(parts.year), (1...12).contains(parts.month),
      (1...DateTime.days(in: parts.month, of: parts.year)).contains(parts.day),
      (0...23).contains(parts.hour), (0...59).contains(parts.minute), (0...59).contains(parts.second),
      (0...9_999_999).contains(parts.fraction)
    else { return nil }
    let days = DateTime.dayNumber(year: parts.year, month: parts.month, day: parts.day)
    let seconds = parts.hour * 3600 + parts.minute * 60 + parts.second
    self.ticks = Int64(days) * DateTime.ticksPerDay + Int64(seconds) * DateTime.ticksPerSecond + Int64(parts.fraction)
  }

  package var parts: Parts {
    let day = ticks.floorDivided(by: DateTime.ticksPerDay)
    let inDay = ticks - day * DateTime.ticksPerDay
    let (year, month, dayOfMonth) = DateTime.calendarDate(dayNumber: Int(day))
    let seconds = Int(inDay / DateTime.ticksPerSecond)
    return Parts(
      year: year, month: month, day: dayOfMonth, hour: seconds / 3600, minute: seconds / 60 % 60, second: seconds % 60,
      fraction: Int(inDay % DateTime.ticksPerSecond))
  }

  /// 0 is Sunday, 6 is Saturday.
  package var dayOfWeek: Int { Int((ticks.floorDivided(by: DateTime.ticksPerDay) + 1) % 7) }

  package var startOfDay: DateTime {
    DateTime(ticks: ticks.floorDivided(by: DateTime.ticksPerDay) * DateTime.ticksPerDay)
  }

  package static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  package static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: isLeap(year) ? 29 : 28
    default: 31
    }
  }

  /// Days since 0001-01-01, by the usual era arithmetic (years begin in March).
  static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 306
  }

  static func calendarDate(dayNumber: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 306
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch + (monthFromMarch < 10 ? 3 : -9)
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}

extension Int64 {
  /// Division that rounds toward negative infinity, for positive divisors.
  package func floorDivided(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
