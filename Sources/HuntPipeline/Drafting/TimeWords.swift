package import Casefile

/// The stretch of time that the words of a request name, and which words those were.
///
/// "last day" counts 24 hours back from the asking; "yesterday", "this weekend" and dates are calendar days in the shown zone.
package struct TimeWords: Equatable, Sendable {
  package var range: TimeRange
  /// The words as written, e.g. `over the past 6 hours`.
  package var words: String

  /// Nil when the request names no time.
  package init?(in text: String, asked: DateTime, zoneOffsetMinutes: Int = 0) {
    let words = TimeWord.split(text)
    let calendar = ZonedCalendar(now: asked, offsetMinutes: zoneOffsetMinutes)
    for start in words.indices {
      var reader = TimePhraseReader(words: words[start...], calendar: calendar)
      guard let range = reader.range() else { continue }
      let last = words[reader.position - 1]
      self.range = range
      self.words = String(text[words[start].place.lowerBound..<last.place.upperBound])
      return
    }
    return nil
  }
}

/// A word of the request: lower case, with its place in the text.
struct TimeWord {
  var text: String
  var place: Range<String.Index>

  /// Splits at blanks; punctuation that ends or opens a word is left off, what stands inside (`2026-11-20T03:00`) stays.
  static func split(_ text: String) -> [TimeWord] {
    var words: [TimeWord] = []
    for part in text.split(whereSeparator: \.isWhitespace) {
      let isEdge: (Character) -> Bool = { "?!,;:()\"'“”‘’.".contains($0) }
      var word = part
      while let first = word.first, isEdge(first) { word.removeFirst() }
      while let last = word.last, isEdge(last) { word.removeLast() }
      guard !word.isEmpty else { continue }
      words.append(TimeWord(text: word.lowercased(), place: word.startIndex..<word.endIndex))
    }
    return words
  }
}

/// Calendar days in the zone that the screen shows, as moments in UTC.
struct ZonedCalendar {
  let now: DateTime
  private let offset: TimeSpan

  init(now: DateTime, offsetMinutes: Int) {
    self.now = now
    self.offset = .minutes(Double(offsetMinutes))
  }

  private var localNow: DateTime { now + offset }
  /// 00:00 of today in the zone.
  var today: DateTime { localNow.startOfDay - offset }
  /// 0 is Sunday.
  var dayOfWeek: Int { localNow.dayOfWeek }

  /// 00:00 of the day `count` days after today; negative before.
  func day(_ count: Int) -> DateTime { today + .days(Double(count)) }

  /// The latest day of that weekday that has begun; today counts.
  func latest(weekday: Int) -> DateTime { day(-((dayOfWeek - weekday + 7) % 7)) }

  var startOfMonth: DateTime {
    var parts = localNow.parts
    parts = DateTime.Parts(year: parts.year, month: parts.month, day: 1)
    return (DateTime(parts) ?? localNow.startOfDay) - offset
  }

  /// Year, month and day of now in the zone.
  var localParts: DateTime.Parts { localNow.parts }

  /// 00:00 of a calendar day; nil for one that is in no calendar.
  func day(year: Int, month: Int, day: Int) -> DateTime? {
    DateTime(DateTime.Parts(year: year, month: month, day: day)).map { $0 - offset }
  }

  /// A date or date and time as written, in the zone unless it names its own.
  func moment(_ text: String) -> (moment: DateTime, isDate: Bool)? {
    guard text.count >= 8, text.first?.isNumber == true, let moment = DateTime(text.uppercased()), (1970...2200).contains(moment.parts.year)
    else { return nil }
    let upper = text.uppercased()
    let isDate = !upper.contains("T")
    let namesZone = upper.hasSuffix("Z") || (!isDate && upper.drop { $0 != "T" }.contains { $0 == "+" || $0 == "-" })
    return (namesZone ? moment : moment - offset, isDate)
  }
}
