import Casefile

/// Moments and spans read from text as Kusto reads them.
enum DateText {
  /// ISO 8601, RFC 822 (`Sun, 21 Oct 2018 12:16:24 GMT`), or month first with slashes or dashes and the year last.
  static func moment(_ text: String) -> DateTime? {
    let text = text.trimmed
    return DateTime(text) ?? worded(text) ?? slashed(text)
  }

  /// `[d.]hh:mm[:ss[.f]]`, a bare number of days, or a KQL literal (`1d`, `90s`).
  static func span(_ text: String) -> TimeSpan? {
    let text = text.trimmed
    return TimeSpan(text) ?? literal(text)
  }

  private static func literal(_ text: String) -> TimeSpan? {
    let units: [(String, Double)] = [
      ("microsecond", 10), ("millisecond", 1e4), ("ms", 1e4), ("tick", 1), ("ticks", 1), ("day", 864e9), ("days", 864e9), ("hour", 36e9),
      ("hours", 36e9), ("minute", 6e8), ("minutes", 6e8), ("second", 1e7), ("seconds", 1e7), ("d", 864e9), ("h", 36e9), ("m", 6e8),
      ("s", 1e7),
    ]
    for (name, ticks) in units where text.hasSuffix(name) {
      guard let number = Double(text.dropLast(name.count)) else { continue }
      return Int64(exactly: (number * ticks).rounded()).map { TimeSpan(ticks: $0) }
    }
    return nil
  }

  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  private static func worded(_ text: String) -> DateTime? {
    var words = text.lowercased().split { $0 == " " || $0 == "," || $0 == "-" }.map { String($0) }
    if let first = words.first, first.first?.isLetter == true, months.firstIndex(of: String(first.prefix(3))) == nil { words.removeFirst() }
    guard words.count >= 3 else { return nil }
    if Int(words[0]) == nil { words.swapAt(0, 1) }
    guard let day = Int(words[0]), let month = months.firstIndex(of: String(words[1].prefix(3))), let year = Int(words[2]) else {
      return nil
    }
    let date = "\(year < 100 ? year + 2000 : year)-\(month + 1)-\(day)"
    let rest = words.dropFirst(3).filter { $0 != "gmt" && $0 != "utc" && $0 != "z" }
    return DateTime(rest.isEmpty ? date : date + " " + rest.joined(separator: " "))
  }

  private static func slashed(_ text: String) -> DateTime? {
    let halves = text.split(separator: " ", maxSplits: 1)
    let numbers = (halves.first ?? "").split { $0 == "/" || $0 == "-" }.map { Int($0) }
    guard numbers.count == 3, let first = numbers[0], let second = numbers[1], let third = numbers[2] else { return nil }
    let (year, month, day) = first > 31 ? (first, second, third) : (third, first, second)
    let date = "\(year)-\(month)-\(day)"
    return DateTime(halves.count == 2 ? date + " " + String(halves[1]) : date)
  }
}
