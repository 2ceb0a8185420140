import Casefile

/// Dates with the month in letters.
extension TimePhraseReader {
  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
  ]

  /// `in September 2020`, `September 2020`, `in September`: the whole month, the latest that has begun where no year is named.
  mutating func inMonth() -> TimeRange? {
    let isIn = take("in", "during", "throughout", "of")
    _ = take("early", "mid", "late")
    guard let month = month() else { return nil }
    let named = year()
    // "may" and "march" are verbs more often than months.
    guard isIn || named != nil else { return nil }
    let year = named ?? latestYear(month: month, day: 1)
    let next = month == 12 ? (year + 1, 1) : (year, month + 1)
    guard let from = calendar.day(year: year, month: month, day: 1), let to = calendar.day(year: next.0, month: next.1, day: 1) else {
      return nil
    }
    return TimeRange(from: from, to: to)
  }

  /// `17 September 2020`, `17th of Sep`, `September 17, 2020`, `Sep 17`: the start of that day, the latest that has begun where no
  /// year is named.
  mutating func dayOfMonth() -> DateTime? {
    var attempt = self
    guard let (day, month) = attempt.dayThenMonth() ?? attempt.monthThenDay() else { return nil }
    let year = attempt.year() ?? latestYear(month: month, day: day)
    guard let moment = calendar.day(year: year, month: month, day: day) else { return nil }
    self = attempt
    return moment
  }

  private mutating func dayThenMonth() -> (day: Int, month: Int)? {
    var attempt = self
    _ = attempt.take("the")
    guard let day = attempt.dayNumber() else { return nil }
    _ = attempt.take("of")
    guard let month = attempt.month() else { return nil }
    self = attempt
    return (day, month)
  }

  private mutating func monthThenDay() -> (day: Int, month: Int)? {
    var attempt = self
    guard let month = attempt.month() else { return nil }
    _ = attempt.take("the")
    guard let day = attempt.dayNumber() else { return nil }
    self = attempt
    return (day, month)
  }

  /// A month's name, or its first three or four letters.
  private mutating func month() -> Int? {
    guard let word, word.count >= 3, let place = TimePhraseReader.months.firstIndex(where: { $0 == word || isShort(word, of: $0) }) else {
      return nil
    }
    position += 1
    return place + 1
  }

  private func isShort(_ word: String, of month: String) -> Bool { (word.count == 3 || word == "sept") && month.hasPrefix(word) }

  private mutating func dayNumber() -> Int? {
    guard var digits = word?[...] else { return nil }
    for ending in ["st", "nd", "rd", "th"] where digits.hasSuffix(ending) { digits = digits.dropLast(2) }
    guard digits.count <= 2, let day = Int(digits), (1...31).contains(day) else { return nil }
    position += 1
    return day
  }

  private mutating func year() -> Int? {
    guard let word, word.count == 4, let year = Int(word), (1990...2100).contains(year) else { return nil }
    position += 1
    return year
  }

  private func latestYear(month: Int, day: Int) -> Int {
    let today = calendar.localParts
    return (month, day) <= (today.month, today.day) ? today.year : today.year - 1
  }
}
