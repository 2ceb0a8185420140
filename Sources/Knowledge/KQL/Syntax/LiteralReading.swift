import Casefile

/// Reads the value out of literal tokens.
enum LiteralReading {
  /// The text of one string token, prefix, quotes and escapes taken away; broken ones as far as they go.
  static func string(_ bytes: ArraySlice<UInt8>) -> String {
    var rest = bytes
    if let first = rest.first, first | 0x20 == UInt8(ascii: "h") { rest = rest.dropFirst() }
    guard let first = rest.first else { return "" }
    switch first {
    case UInt8(ascii: "@"): return verbatim(rest.dropFirst())
    case UInt8(ascii: "`"), UInt8(ascii: "~"): return fenced(rest, mark: first)
    default: return escaped(rest)
    }
  }

  private static func verbatim(_ bytes: ArraySlice<UInt8>) -> String {
    guard let quote = bytes.first else { return "" }
    var out: [UInt8] = []
    var place = bytes.startIndex + 1
    while place < bytes.endIndex {
      if bytes[place] == quote {
        guard place + 1 < bytes.endIndex else { break }
        place += 1
      }
      out.append(bytes[place])
      place += 1
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func fenced(_ bytes: ArraySlice<UInt8>, mark: UInt8) -> String {
    var content = bytes.dropFirst(3)
    if content.suffix(3).elementsEqual([mark, mark, mark]) { content = content.dropLast(3) }
    return String(decoding: content, as: UTF8.self)
  }

  private static func escaped(_ bytes: ArraySlice<UInt8>) -> String {
    guard let quote = bytes.first else { return "" }
    var content = bytes.dropFirst()
    guard content.contains(UInt8(ascii: "\\")) else {
      if content.last == quote { content = content.dropLast() }
      return String(decoding: content, as: UTF8.self)
    }
    var reader = EscapeReader(bytes: content, quote: quote)
    return reader.text()
  }

  /// `1d`, `2.5h`; nil when it does not fit.
  static func timespan(_ text: String) -> TimeSpan? {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard let amount = Double(digits), let unit = TimespanUnit.ticks(String(text.dropFirst(digits.count))) else { return nil }
    let ticks = (amount * unit).rounded()
    return ticks.magnitude < 9.2e18 ? TimeSpan(ticks: Int64(ticks)) : nil
  }

  /// Decimal or hexadecimal; nil when it does not fit 64 bits.
  static func long(_ text: String) -> Int64? {
    guard text.hasPrefix("0x") || text.hasPrefix("0X") else { return Int64(text) }
    return UInt64(text.dropFirst(2), radix: 16).map { Int64(bitPattern: $0) }
  }

  /// `datetime(…)` and the like: the type and the value, nil value when the content cannot be read.
  static func typed(_ text: String) -> (type: ColumnType, value: Value?)? {
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { return nil }
    let word = text[..<open].filter { !$0.isWhitespace }
    guard let type = ColumnType(name: word) else { return nil }
    var content = text[text.index(after: open)...].dropLast().trimmed
    if let quote = content.first, quote == "\"" || quote == "'", content.last == quote, content.count > 1 {
      content = content.dropFirst().dropLast()
    }
    if content == "null" { return (type, type == .string ? .string("") : .null) }
    return (type, value(of: content, as: type))
  }

  private static func value(of content: Substring, as type: ColumnType) -> Value? {
    switch type {
    case .bool: bool(content).map { .bool($0) }
    case .int: long(String(content)).flatMap { Int32(exactly: $0) }.map { .long(Int64($0)) }
    case .long: long(String(content)).map { .long($0) }
    case .real: real(content).map { .real($0) }
    case .decimal: Double(content) == nil ? nil : .decimal(String(content))
    case .datetime: moment(content).map { .datetime($0) }
    case .timespan: span(content).map { .timespan($0) }
    case .guid: guid(content).map { .guid($0) }
    case .string, .dynamic: nil
    }
  }

  private static func bool(_ text: Substring) -> Bool? {
    switch text.lowercased() {
    case "true", "1": true
    case "false", "0": false
    default: Int64(text).map { $0 != 0 }
    }
  }

  private static func real(_ text: Substring) -> Double? {
    switch text.lowercased() {
    case "nan": .nan
    case "inf", "+inf": .infinity
    case "-inf": -.infinity
    default: Double(text)
    }
  }

  private static func span(_ text: Substring) -> TimeSpan? {
    if let span = TimeSpan(text) { return span }
    let isNegative = text.hasPrefix("-")
    let bare = (isNegative ? text.dropFirst() : text).filter { !$0.isWhitespace }
    return timespan(bare).map { isNegative ? TimeSpan(ticks: 0 &- $0.ticks) : $0 }
  }

  private static func guid(_ text: Substring) -> String? {
    let bare = text.lowercased().filter { $0 != "{" && $0 != "}" }
    let hex = bare.filter { $0 != "-" }
    guard hex.utf8.count == 32, hex.allSatisfy(\.isHexDigit) else { return nil }
    var out = ""
    for (place, digit) in hex.enumerated() {
      if [8, 12, 16, 20].contains(place) { out.append("-") }
      out.append(digit)
    }
    return out
  }

  /// ISO 8601, a year, a year and month, with one-digit months and days as analysts write them, or `dd/MM`-free US `M/d/yyyy`.
  static func moment(_ text: Substring) -> DateTime? {
    if let moment = DateTime(text) { return moment }
    // Blanks around dashes and commas between parts are let through, as Kusto does: `2017 - 08 - 01`, `2025, 6, 14`.
    let tight = text.replacing(" - ", with: "-").replacing(", ", with: "-")
    let halves = tight.split(maxSplits: 1) { $0 == " " || $0 == "T" }
    guard let day = halves.first else { return nil }
    var numbers = day.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" }.map { Int($0) }
    if numbers.count == 3, let last = numbers[2], last > 31 { numbers = [last, numbers[0], numbers[1]] }
    guard (1...3).contains(numbers.count), !numbers.contains(nil), let year = numbers[0], (1...9999).contains(year) else { return nil }
    let month = numbers.count > 1 ? numbers[1] ?? 0 : 1
    let date = numbers.count > 2 ? numbers[2] ?? 0 : 1
    guard (1...12).contains(month), (1...31).contains(date) else { return nil }
    func padded(_ number: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
    let rest = halves.count > 1 ? "T" + halves[1] : ""
    return DateTime("\(padded(year, 4))-\(padded(month, 2))-\(padded(date, 2))" + rest)
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = self
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
