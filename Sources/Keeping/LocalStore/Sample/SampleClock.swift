import Casefile

/// Moments of the sample, all told from the moment it is made, so that its story is always of these days.
struct SampleClock {
  let now: DateTime

  static let days = 14

  /// How long the sample answers "the past 6 hours" and "the last day" with their part of the story.
  static let freshness = TimeSpan.hours(3)

  /// True when the sample of this clock no longer answers at `moment`: it grew old, "this weekend" is another one since, or the clock
  /// was wrong when it was made.
  func isStale(at moment: DateTime) -> Bool {
    let age = moment - now
    let isOtherWeekend = SampleClock(now: moment).weekend.from != weekend.from
    return age > SampleClock.freshness || age < .minutes(-5) || isOtherWeekend
  }

  /// Minutes before now.
  func ago(hours: Double) -> DateTime { now - .hours(hours) }

  /// 00:00 of the day that many days back; 0 is today.
  func day(_ back: Int) -> DateTime { now.startOfDay - .days(Double(back)) }

  static func isWeekend(_ day: DateTime) -> Bool { day.dayOfWeek == 0 || day.dayOfWeek == 6 }

  /// The part of the latest Saturday and Sunday that is over; on a weekend it ends now.
  var weekend: TimeRange {
    let saturday = now.startOfDay - .days(Double((now.dayOfWeek + 1) % 7))
    return TimeRange(from: saturday, to: min(saturday + .days(2), now))
  }

  /// A moment of that day in working hours, thickest about 10:00 and 15:00; nil when it would lie ahead.
  func working(_ back: Int, _ random: inout SampleRandom) -> DateTime? {
    let peak = random.chance(0.55) ? 10.0 : 15.0
    let hour = peak + (random.fraction() + random.fraction() + random.fraction() - 1.5) * 3
    return moment(day(back) + .hours(min(max(hour, 6.5), 19.5)))
  }

  /// Any moment of that day; nil when it would lie ahead or before the first day.
  func any(_ back: Int, _ random: inout SampleRandom) -> DateTime? { moment(day(back) + .hours(random.fraction() * 24)) }

  func moment(_ moment: DateTime) -> DateTime? {
    moment < now - .seconds(30) && moment >= now - .days(Double(SampleClock.days)) ? moment : nil
  }
}
