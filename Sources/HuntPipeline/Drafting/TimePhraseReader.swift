import Casefile

/// Reads one phrase of time from the front of a run of words.
struct TimePhraseReader {
  private let words: ArraySlice<TimeWord>
  let calendar: ZonedCalendar
  /// Index after the last word of the phrase, once `range()` has answered.
  var position: Int

  init(words: ArraySlice<TimeWord>, calendar: ZonedCalendar) {
    self.words = words
    self.calendar = calendar
    self.position = words.startIndex
  }

  var word: String? { position < words.endIndex ? words[position].text : nil }

  mutating func take(_ candidates: String...) -> Bool {
    guard let word, candidates.contains(word) else { return false }
    position += 1
    return true
  }

  /// Nil when no phrase of time begins here.
  mutating func range() -> TimeRange? {
    let readers: [(inout TimePhraseReader) -> TimeRange?] = [
      { $0.between() }, { $0.since() }, { $0.counted() }, { $0.compact() }, { $0.named() }, { $0.onDay() }, { $0.inMonth() },
      { $0.countedAgo() },
    ]
    for read in readers {
      var attempt = self
      if let range = read(&attempt) {
        self = attempt
        return range
      }
    }
    return nil
  }

  /// `between A and B`, `from A to B`, `A to B` with dates.
  private mutating func between() -> TimeRange? {
    let isBetween = take("between")
    if !isBetween { guard take("from") else { return nil } }
    guard let from = moment() else { return nil }
    guard take("and", "to", "until", "till", "-") else {
      return isBetween ? nil : TimeRange(from: from.moment, to: calendar.now)
    }
    guard let to = moment() else { return nil }
    let end = to.isDate ? to.moment + .days(1) : to.moment
    return from.moment < end ? TimeRange(from: from.moment, to: end) : nil
  }

  /// `since yesterday`, `since Monday`, `since 2026-11-20`.
  private mutating func since() -> TimeRange? {
    guard take("since", "after") else { return nil }
    if let moment = moment() { return TimeRange(from: moment.moment, to: calendar.now) }
    if take("yesterday") { return TimeRange(from: calendar.day(-1), to: calendar.now) }
    if take("today", "midnight") { return TimeRange(from: calendar.today, to: calendar.now) }
    _ = take("last")
    guard let word, let weekday = TimePhraseReader.weekdays[word] else { return nil }
    position += 1
    return TimeRange(from: calendar.latest(weekday: weekday), to: calendar.now)
  }

  /// `last day`, `in the last 2 weeks or so`, `over the past 6 hours`, `the previous month`.
  private mutating func counted() -> TimeRange? {
    _ = take("in", "over", "during", "within", "for", "from", "of")
    _ = take("the", "this", "these")
    guard take("last", "past", "previous", "preceding") else { return nil }
    if take("night") {
      return TimeRange(from: calendar.day(-1) + .hours(18), to: min(calendar.today + .hours(6), calendar.now))
    }
    if take("weekend") {
      let latest = calendar.latest(weekday: 6)
      let isNow = calendar.dayOfWeek == 6 || calendar.dayOfWeek == 0
      let saturday = isNow ? latest - .days(7) : latest
      return TimeRange(from: saturday, to: saturday + .days(2))
    }
    if let word, let weekday = TimePhraseReader.weekdays[word] {
      position += 1
      let day = calendar.latest(weekday: weekday)
      let past = day == calendar.today ? day - .days(7) : day
      return TimeRange(from: past, to: past + .days(1))
    }
    let count = number() ?? 1
    guard let unit = unit() else { return nil }
    let isVague = take("or")
    if isVague, !take("so") { position -= 1 }
    return back(count, unit)
  }

  /// `24h`, `last 7d`, `30m`: a number with its unit glued on.
  private mutating func compact() -> TimeRange? {
    _ = take("in", "over", "during", "within", "for")
    _ = take("the")
    _ = take("last", "past", "previous")
    guard let word, let letter = word.last, let count = Double(word.dropLast()), count > 0 else { return nil }
    let unit: Unit? =
      switch letter {
      case "h": .hour
      case "d": .day
      case "w": .week
      case "m": .minute
      default: nil
      }
    guard let unit else { return nil }
    position += 1
    return back(count, unit)
  }

  /// `this weekend`, `yesterday`, `today`, `this week`, `this morning` …
  private mutating func named() -> TimeRange? {
    _ = take("on", "in", "over", "during")
    if take("yesterday") { return TimeRange(from: calendar.day(-1), to: calendar.today) }
    if take("today") { return TimeRange(from: calendar.today, to: calendar.now) }
    if take("tonight") { return TimeRange(from: min(calendar.today + .hours(18), calendar.now - .hours(1)), to: calendar.now) }
    guard take("this", "the") else { return nil }
    if take("weekend") {
      let saturday = calendar.latest(weekday: 6)
      return TimeRange(from: saturday, to: saturday + .days(2))
    }
    if take("week") { return TimeRange(from: calendar.latest(weekday: 1), to: calendar.now) }
    if take("month") { return TimeRange(from: calendar.startOfMonth, to: calendar.now) }
    if take("morning", "afternoon", "evening") { return TimeRange(from: calendar.today, to: calendar.now) }
    return nil
  }

  /// `on Monday`, `on 2026-11-20`, `2026-11-20`, `on 17 September 2020`.
  private mutating func onDay() -> TimeRange? {
    let isOn = take("on")
    if let moment = moment() {
      return moment.isDate
        ? TimeRange(from: moment.moment, to: moment.moment + .days(1))
        : TimeRange(from: moment.moment - .hours(1), to: moment.moment + .hours(1))
    }
    guard isOn, let word, let weekday = TimePhraseReader.weekdays[word] else { return nil }
    position += 1
    let day = calendar.latest(weekday: weekday)
    return TimeRange(from: day, to: day + .days(1))
  }

  /// `2 hours ago`, `an hour ago`: from then until now.
  private mutating func countedAgo() -> TimeRange? {
    guard let count = number(), let unit = unit(), take("ago") else { return nil }
    return back(count, unit)
  }

  private mutating func moment() -> (moment: DateTime, isDate: Bool)? {
    guard let word, let moment = calendar.moment(word) else { return dayOfMonth().map { ($0, true) } }
    position += 1
    return moment
  }

  private func back(_ count: Double, _ unit: Unit) -> TimeRange? {
    let seconds = count * unit.seconds
    guard count > 0, seconds <= 3660 * 86_400 else { return nil }
    return TimeRange(from: calendar.now - .seconds(seconds), to: calendar.now)
  }
}

extension TimePhraseReader {
  enum Unit {
    case minute
    case hour
    case day
    case week
    case fortnight
    case month
    case year

    var seconds: Double {
      switch self {
      case .minute: 60
      case .hour: 3600
      case .day: 86_400
      case .week: 7 * 86_400
      case .fortnight: 14 * 86_400
      case .month: 30 * 86_400
      case .year: 365 * 86_400
      }
    }
  }

  static let weekdays: [String: Int] = [
    "sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
  ]

  private static let numbers: [String: Double] = [
    "a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fourteen": 14, "twenty": 20, "thirty": 30, "half": 0.5,
  ]

  /// Digits or a number word; "a couple of", "half an" are read whole.
  private mutating func number() -> Double? {
    guard let word else { return nil }
    if let digits = Double(word), digits > 0, digits.isFinite, word.first?.isNumber == true {
      position += 1
      return digits
    }
    guard var value = TimePhraseReader.numbers[word] else { return nil }
    position += 1
    if word == "a" || word == "half", let next = self.word, let more = TimePhraseReader.numbers[next] {
      position += 1
      value = word == "half" ? value : more
    }
    _ = take("of")
    return value
  }

  private mutating func unit() -> Unit? {
    guard let word else { return nil }
    let unit: Unit? =
      switch word {
      case "minute", "minutes", "min", "mins": .minute
      case "hour", "hours", "hr", "hrs", "h": .hour
      case "day", "days": .day
      case "week", "weeks": .week
      case "fortnight": .fortnight
      case "month", "months": .month
      case "year", "years": .year
      default: nil
      }
    if unit != nil { position += 1 }
    return unit
  }
}
