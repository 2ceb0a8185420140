package import Casefile

/// Dates as HTTP headers write them, in all three forms of RFC 9110.
package enum HTTPDate {
  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  /// Nil when the text is no such date; two-digit years below 70 are in this century.
  package static func parse(_ text: String) -> DateTime? {
    let words = text.lowercased().split { " ,-\t".contains($0) }.map(String.init)
    guard words.count >= 5, let clock = words.first(where: { $0.contains(":") }) else { return nil }
    guard let month = words.firstIndex(where: { months.contains($0) }), let number = months.firstIndex(of: words[month]) else { return nil }
    let isAscii = month == 1
    let dayWord = isAscii ? words[2] : words[month - 1]
    let yearWord = isAscii ? words[words.count - 1] : words[min(month + 1, words.count - 1)]
    let time = clock.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard let day = Int(dayWord), var year = Int(yearWord), time.count == 3, let hour = time[0], let minute = time[1], let second = time[2]
    else { return nil }
    if yearWord.count == 2 { year += year < 70 ? 2000 : 1900 }
    return DateTime(DateTime.Parts(year: year, month: number + 1, day: day, hour: hour, minute: minute, second: min(second, 59)))
  }
}
