import Casefile

/// `format_datetime` and `format_timespan`: runs of a letter stand for a part, anything else for itself.
enum TimeFormat {
  static func text(of moment: DateTime, _ format: String) -> String {
    let parts = moment.parts
    let hour12 = parts.hour % 12 == 0 ? 12 : parts.hour % 12
    return filled(format, most: ["y": 4, "M": 2, "d": 2, "H": 2, "h": 2, "m": 2, "s": 2, "t": 2, "f": 7, "F": 7]) { letter, count in
      switch letter {
      case "y": count > 2 ? padded(parts.year, count) : padded(parts.year % 100, count)
      case "M": padded(parts.month, count)
      case "d": padded(parts.day, count)
      case "H": padded(parts.hour, count)
      case "h": padded(hour12, count)
      case "m": padded(parts.minute, count)
      case "s": padded(parts.second, count)
      case "t": String((parts.hour < 12 ? "AM" : "PM").prefix(count))
      default: fraction(parts.fraction, count, dropsZeros: letter == "F")
      }
    }
  }

  static func text(of span: TimeSpan, _ format: String) -> String {
    let ticks = span.ticks.magnitude
    let seconds = Int(ticks / 10_000_000 % 86_400)
    let body = filled(format, most: ["d": 8, "H": 2, "h": 2, "m": 2, "s": 2, "f": 7, "F": 7]) { letter, count in
      switch letter {
      case "d": padded(Int(ticks / 864_000_000_000), count)
      case "H", "h": padded(seconds / 3600, count)
      case "m": padded(seconds / 60 % 60, count)
      case "s": padded(seconds % 60, count)
      default: fraction(Int(ticks % 10_000_000), count, dropsZeros: letter == "F")
      }
    }
    return span.ticks < 0 ? "-" + body : body
  }

  /// A run longer than a letter's most is read as several.
  private static func filled(_ format: String, most: [Character: Int], _ part: (Character, Int) -> String) -> String {
    var result = ""
    var rest = Substring(format)
    while let letter = rest.first {
      guard let longest = most[letter] else {
        result.append(letter)
        rest.removeFirst()
        continue
      }
      let run = min(rest.prefix { $0 == letter }.count, longest)
      result += part(letter, run)
      rest = rest.dropFirst(run)
    }
    return result
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func fraction(_ fraction: Int, _ count: Int, dropsZeros: Bool) -> String {
    var digits = padded(fraction, 7).prefix(count)
    while dropsZeros, digits.last == "0" { digits.removeLast() }
    return String(digits)
  }
}
