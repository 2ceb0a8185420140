package import Casefile

/// Numbers and moments as people read them.
package enum Figures {
  /// `4,812`
  package static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return number < 0 ? "-" + text : text
  }

  /// `812`, `12.4k`, `922k`, `1.2M`: at most four characters of digits.
  package static func short(_ number: Int) -> String {
    let magnitude = number.magnitude
    if magnitude < 1000 { return String(number) }
    let (unit, name): (UInt, String) = magnitude < 1_000_000 ? (1000, "k") : (1_000_000, "M")
    let whole = magnitude / unit
    if whole >= 100 { return (number < 0 ? "-" : "") + "\(whole)\(name)" }
    let tenth = magnitude % unit * 10 / unit
    return (number < 0 ? "-" : "") + (tenth == 0 ? "\(whole)\(name)" : "\(whole).\(tenth)\(name)")
  }

  /// `12 %`; `<1 %` for anything above nothing.
  package static func percent(_ part: Double, of whole: Double) -> String {
    guard whole > 0, part.isFinite, whole.isFinite else { return "0 %" }
    let share = part / whole * 100
    if share > 0, share < 1 { return "<1 %" }
    return "\(Int(min(max(share, 0), 99_999).rounded())) %"
  }

  /// `2 s`, `1 min 04 s`, `2 h 03 min`.
  package static func elapsed(_ span: TimeSpan) -> String {
    let seconds = max(0, Int(span.totalSeconds))
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min \(two(seconds % 60)) s" }
    return "\(seconds / 3600) h \(two(seconds / 60 % 60)) min"
  }

  static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

  /// `02:41` today, `22 Nov` on another day, `Nov'19` of another year: what six cells have room for.
  package static func brief(_ moment: DateTime, now: DateTime, zone: ZoneDisplay) -> String {
    let (then, today) = (zone.parts(moment), zone.parts(now))
    if then.year == today.year, then.month == today.month, then.day == today.day { return "\(two(then.hour)):\(two(then.minute))" }
    if then.year != today.year { return "\(months[then.month - 1])'\(two(((then.year % 100) + 100) % 100))" }
    return date(moment, zone: zone)
  }

  /// `02:41:07`
  package static func clock(_ moment: DateTime, zone: ZoneDisplay) -> String {
    let parts = zone.parts(moment)
    return "\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
  }

  /// `9 Nov`
  package static func date(_ moment: DateTime, zone: ZoneDisplay) -> String {
    let parts = zone.parts(moment)
    return "\(parts.day) \(months[parts.month - 1])"
  }

  /// `9 Nov`, or `9 Nov 2019` where the year is not the clock's.
  package static func date(_ moment: DateTime, now: DateTime, zone: ZoneDisplay) -> String {
    isThisYear(moment, now: now, zone: zone) ? date(moment, zone: zone) : "\(date(moment, zone: zone)) \(zone.parts(moment).year)"
  }

  package static func isThisYear(_ moment: DateTime, now: DateTime, zone: ZoneDisplay) -> Bool {
    zone.parts(moment).year == zone.parts(now).year
  }

  /// `23 Nov 02:41:07`, or `23 Nov 2019 02:41:07` where the year is not the clock's; without `seconds` to the minute.
  package static func moment(_ moment: DateTime, now: DateTime, zone: ZoneDisplay, seconds: Bool = true) -> String {
    let time = clock(moment, zone: zone)
    return "\(date(moment, now: now, zone: zone)) \(seconds ? time : String(time.prefix(5)))"
  }

  /// Cells that the longest `moment` takes: more where a year stands in it.
  package static func momentWidth(_ isThisYear: Bool, seconds: Bool = true) -> Int { (isThisYear ? 12 : 17) + (seconds ? 3 : 0) }

  /// `21 Nov 02:41:07–02:41:19`, or `21 Nov 23:58:00 – 22 Nov 00:12:30` over midnight; one moment stands alone. Years stand where they are
  /// not the clock's.
  package static func range(_ from: DateTime, _ to: DateTime, now: DateTime, zone: ZoneDisplay) -> String {
    let (first, last) = (zone.parts(from), zone.parts(to))
    if first.year != last.year { return "\(full(from, zone: zone)) – \(full(to, zone: zone))" }
    let start = moment(from, now: now, zone: zone)
    if from == to { return start }
    let isOneDay = first.month == last.month && first.day == last.day
    return start + (isOneDay ? "–" : " – \(date(to, now: now, zone: zone)) ") + clock(to, zone: zone)
  }

  /// `2026-11-22 03:14:07 to 2026-11-23 03:14:07 UTC`
  package static func whole(_ range: TimeRange, zone: ZoneDisplay) -> String {
    "\(full(range.from, zone: zone)) to \(full(range.to, zone: zone)) \(zone.label)"
  }

  /// `2026-11-23T02:41:07`: what can be typed again.
  static func iso(_ moment: DateTime, zone: ZoneDisplay) -> String { full(moment, zone: zone).replacing(" ", with: "T") }

  /// `2026-11-23 02:41:07`
  package static func full(_ moment: DateTime, zone: ZoneDisplay) -> String {
    let parts = zone.parts(moment)
    return "\(parts.year)-\(two(parts.month))-\(two(parts.day)) \(clock(moment, zone: zone))"
  }

  /// `Mon 23 Nov 03:14 UTC`
  package static func heading(_ moment: DateTime, zone: ZoneDisplay) -> String {
    let parts = zone.parts(moment)
    let shifted = DateTime(ticks: moment.ticks &+ Int64(zone.offsetMinutes) &* 60 &* DateTime.ticksPerSecond)
    let day = days[max(0, shifted.dayOfWeek) % 7]
    return "\(day) \(parts.day) \(months[parts.month - 1]) \(two(parts.hour)):\(two(parts.minute)) \(zone.label)"
  }

  /// `23 Nov 02:00–03:00`, `22 Nov 23:00 – 23 Nov 01:00`; seconds where minutes would not tell, years where they are not the clock's.
  package static func stretch(_ range: TimeRange, now: DateTime, zone: ZoneDisplay) -> String {
    let isShort = range.length < .minutes(2)
    func time(_ moment: DateTime) -> String { isShort ? clock(moment, zone: zone) : String(clock(moment, zone: zone).prefix(5)) }
    let (first, last) = (zone.parts(range.from), zone.parts(range.to))
    let isOneDay = (first.year, first.month, first.day) == (last.year, last.month, last.day)
    let start = "\(date(range.from, now: now, zone: zone)) \(time(range.from))"
    return start + (isOneDay ? "–" : " – \(date(range.to, now: now, zone: zone)) ") + time(range.to)
  }

  /// `<1 min`, `5 min`, `3 h`, `2 d`: how long ago, rounded down; what lies ahead is `0 min`.
  package static func age(_ span: TimeSpan) -> String {
    let minutes = Int(span.totalSeconds / 60)
    if span.ticks < 0 { return "0 min" }
    if minutes < 1 { return "<1 min" }
    if minutes < 60 { return "\(minutes) min" }
    return minutes < 2880 ? "\(minutes / 60) h" : "\(minutes / 1440) d"
  }

  /// `14 d`, `6 h`, `30 min`: how long a stretch of time is.
  package static func length(_ span: TimeSpan) -> String {
    let minutes = Int((span.totalSeconds / 60).rounded())
    if minutes >= 2880 { return "\((minutes + 720) / 1440) d" }
    if minutes >= 120 { return "\((minutes + 30) / 60) h" }
    return "\(max(0, minutes)) min"
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
}

extension String {
  /// True when nothing but blanks is in it.
  var isBlank: Bool { allSatisfy(\.isWhitespace) }

  /// The text without blanks at both ends.
  var trimmed: String {
    let start = drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
