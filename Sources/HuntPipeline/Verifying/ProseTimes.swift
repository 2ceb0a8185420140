internal import Casefile

/// Dates and times that a sentence names.
struct ProseTimes {
  enum Named: Equatable {
    /// A moment, exact to the minute.
    case moment(DateTime, String)
    case day(DateTime, String)
    case month(year: Int, month: Int, String)
    /// Minutes after midnight.
    case clock(Int, String)

    var text: String {
      switch self {
      case .moment(_, let text), .day(_, let text), .month(_, _, let text), .clock(_, let text): text
      }
    }
  }

  private(set) var times: [Named] = []

  init(_ prose: String) {
    var text = String(prose.prefix(8_000))
    text = taking(text, /\d{4}-\d{2}-\d{2}(?:[Tt ]{1}\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|z| ?[+\-]\d{2}:?\d{2})?)?/) {
      DateTime($0).map { ($0, true) }
    }
    text = takingWords(text)
    takeClocks(text)
  }

  private mutating func taking(_ text: String, _ pattern: Regex<Substring>, _ read: (String) -> (DateTime, Bool)?) -> String {
    text.replacing(pattern) { match in
      let written = String(match.output)
      if let (moment, _) = read(written) {
        times.append(written.contains(":") ? .moment(moment, written) : .day(moment, written))
      }
      return " "
    }
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  private static func month(_ word: Substring) -> Int? { months.firstIndex(of: word.lowercased().prefix(3).description).map { $0 + 1 } }

  /// `23 November 2026`, `November 23, 2026`, `November 2026`.
  private mutating func takingWords(_ text: String) -> String {
    let names =
      "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
    guard
      let first = try? Regex<(Substring, Substring, Substring, Substring)>(
        "(?i)\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?(\(names))\\.?,? (\\d{4})\\b"),
      let second = try? Regex<(Substring, Substring, Substring, Substring)>(
        "(?i)\\b(\(names))\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b"),
      let third = try? Regex<(Substring, Substring, Substring)>("(?i)\\b(\(names))\\.?,? (\\d{4})\\b")
    else { return text }
    func day(_ day: Substring, _ month: Substring, _ year: Substring, _ written: Substring) -> Named? {
      guard let number = ProseTimes.month(month), let year = Int(year), let day = Int(day),
        let moment = DateTime(DateTime.Parts(year: year, month: number, day: day))
      else { return nil }
      return .day(moment, String(written))
    }
    var found: [Named] = []
    var rest = text.replacing(first) { match in
      found += day(match.output.1, match.output.2, match.output.3, match.output.0).map { [$0] } ?? []
      return " "
    }
    rest = rest.replacing(second) { match in
      found += day(match.output.2, match.output.1, match.output.3, match.output.0).map { [$0] } ?? []
      return " "
    }
    rest = rest.replacing(third) { match in
      if let month = ProseTimes.month(match.output.1), let year = Int(match.output.2) {
        found.append(.month(year: year, month: month, String(match.output.0)))
      }
      return " "
    }
    times += found
    return rest
  }

  /// `03:14`, `3:14:07 AM`; parts of addresses and ratios are none.
  private mutating func takeClocks(_ text: String) {
    for match in text.matches(
      of: /(^|[\s(\["'~≈–\-])(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?: ?([AaPp])\.?[Mm]\.?)?(?=$|[\s)\]"',;.!?Z–\-])/)
    {
      guard var hour = Int(match.output.2), let minute = Int(match.output.3), hour < 24, minute < 60 else { continue }
      if let half = match.output.4?.lowercased() { hour = hour % 12 + (half == "p" ? 12 : 0) }
      times.append(.clock(hour * 60 + minute, String(match.output.0).trimmed))
    }
  }
}

/// The moments of cited rows, to hold named times against.
struct RowTimes {
  private let moments: [DateTime]
  private let first: DateTime?
  private let last: DateTime?
  private static let minute = TimeSpan.seconds(60)

  init(_ rows: [CitedRow]) {
    moments = rows.flatMap(\.moments)
    let times = rows.compactMap(\.time)
    first = times.min()
    last = times.max()
  }

  /// Whether the rows have the time: to the minute, or between the first and the last of them.
  func hold(_ named: ProseTimes.Named) -> Bool {
    switch named {
    case .moment(let moment, _):
      return moments.contains { isNear($0, moment) } || isBetween(moment)
    case .day(let day, _):
      return moments.contains { $0.startOfDay == day.startOfDay } || spans { $0.startOfDay <= day && day <= $1.startOfDay }
    case .month(let year, let month, _):
      return moments.contains { $0.parts.year == year && $0.parts.month == month }
        || spans { (from, to) in
          (from.parts.year, from.parts.month) <= (year, month) && (year, month) <= (to.parts.year, to.parts.month)
        }
    case .clock(let minutes, _):
      if moments.contains(where: { RowTimes.distance(RowTimes.minutes($0), minutes) <= 1 }) { return true }
      return spans { from, to in
        if (to - from).totalSeconds >= 86_400 { return true }
        let (start, end) = (RowTimes.minutes(from), RowTimes.minutes(to))
        return start <= end ? start <= minutes && minutes <= end : minutes >= start || minutes <= end
      }
    }
  }

  private func isNear(_ one: DateTime, _ other: DateTime) -> Bool { abs((one - other).totalSeconds) <= 90 }

  private func isBetween(_ moment: DateTime) -> Bool { spans { $0 - RowTimes.minute <= moment && moment <= $1 + RowTimes.minute } }

  private func spans(_ isIn: (DateTime, DateTime) -> Bool) -> Bool {
    guard let first, let last else { return false }
    return isIn(first, last)
  }

  private static func minutes(_ moment: DateTime) -> Int { moment.parts.hour * 60 + moment.parts.minute }
  private static func distance(_ one: Int, _ other: Int) -> Int { min(abs(one - other), 1440 - abs(one - other)) }
}
