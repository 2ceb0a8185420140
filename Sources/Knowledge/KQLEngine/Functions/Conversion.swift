import Casefile

/// Conversions between Kusto's types, as `to<type>()` does them.
enum Conversion {
  static func convert(_ value: Value, to type: ColumnType) -> Value {
    switch type {
    case .string: .string(text(value))
    case .long: long(value).map { .long($0) } ?? .null
    case .int: int(value).map { .long($0) } ?? .null
    case .real: real(value).map { .real($0) } ?? .null
    case .bool: bool(value).map { .bool($0) } ?? .null
    case .datetime: datetime(value).map { .datetime($0) } ?? .null
    case .timespan: timespan(value).map { .timespan($0) } ?? .null
    case .guid: guid(value).map { .guid($0) } ?? .null
    case .decimal: decimal(value)
    case .dynamic: dynamic(value)
    }
  }

  /// The value as the type of the column it goes to; only numbers need to be changed.
  static func fitted(_ value: Value, _ type: ColumnType) -> Value {
    switch (type, value) {
    case (.real, .long), (.decimal, .long), (.decimal, .real): convert(value, to: type)
    default: value
    }
  }

  /// `tostring()`: bools are capitalised outside dynamic values, infinities short.
  static func text(_ value: Value) -> String {
    switch value {
    case .bool(let flag): flag ? "True" : "False"
    case .real(let number) where number.isInfinite: number < 0 ? "-inf" : "inf"
    case .real(let number): RealText.text(number)
    case .dynamic(.number(let number)): RealText.text(number)
    default: value.text
    }
  }

  static func long(_ value: Value) -> Int64? {
    switch value {
    case .long(let number): number
    case .bool(let flag): flag ? 1 : 0
    case .real(let number): NumberFunctions.truncated(number)
    case .datetime(let moment): moment.ticks
    case .timespan(let span): span.ticks
    case .decimal(let digits): Double(digits).flatMap { NumberFunctions.truncated($0) }
    case .string(let text): wholeNumber(text)
    case .dynamic(let json):
      if case .dynamic = DynamicAccess.primitive(json) { nil } else { long(DynamicAccess.primitive(json)) }
    case .null, .guid: nil
    }
  }

  /// Numbers lose their high half, as the service does; text out of range is null.
  static func int(_ value: Value) -> Int64? {
    switch value {
    case .string(let text): return wholeNumber(text, isNarrow: true)
    case .dynamic(.string(let text)): return wholeNumber(text, isNarrow: true)
    default: return long(value).map { Int64(Int32(truncatingIfNeeded: $0)) }
    }
  }

  static func real(_ value: Value) -> Double? {
    switch value {
    case .string(let text), .dynamic(.string(let text)): RealText.number(text)
    case .guid, .null: nil
    case .dynamic(.bool(let flag)): flag ? 1 : 0
    default: NumberFunctions.real(value)
    }
  }

  static func bool(_ value: Value) -> Bool? {
    switch value {
    case .bool(let flag), .dynamic(.bool(let flag)): flag
    case .long(let number), .dynamic(.integer(let number)): number != 0
    case .real(let number), .dynamic(.number(let number)): number.isNaN ? nil : number != 0
    case .string(let text), .dynamic(.string(let text)): truth(text)
    case .decimal(let text): Double(text).map { $0 != 0 }
    default: nil
    }
  }

  static func datetime(_ value: Value) -> DateTime? {
    switch value {
    case .datetime(let moment): moment
    case .string(let text), .dynamic(.string(let text)): DateText.moment(text)
    case .long(let ticks), .dynamic(.integer(let ticks)):
      ticks >= 0 && ticks <= DateTime.maximum.ticks ? DateTime(ticks: ticks) : nil
    default: nil
    }
  }

  static func timespan(_ value: Value) -> TimeSpan? {
    switch value {
    case .timespan(let span): span
    case .string(let text), .dynamic(.string(let text)): DateText.span(text)
    case .long(let ticks), .dynamic(.integer(let ticks)): TimeSpan(ticks: ticks)
    case .real(let days): Int64(exactly: (days * Double(DateTime.ticksPerDay)).rounded(.towardZero)).map { TimeSpan(ticks: $0) }
    default: nil
    }
  }

  static func guid(_ value: Value) -> String? {
    switch value {
    case .guid(let text): return text
    case .string(let text), .dynamic(.string(let text)):
      var hex = text.lowercased().filter { !"{}() ".contains($0) }
      let marks = hex.filter { $0 == "-" }.count
      hex.removeAll { $0 == "-" }
      guard hex.utf8.count == 32, marks == 0 || marks == 4, hex.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
      let digits = Array(hex)
      let pieces = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
      return pieces.map { String($0) }.joined(separator: "-")
    default: return nil
    }
  }

  static func decimal(_ value: Value) -> Value {
    switch value {
    case .string(let text), .dynamic(.string(let text)): return ExactDecimal(text: text.trimmed)?.value ?? .null
    case .dynamic(.integer(let number)): return .decimal(String(number))
    case .dynamic(.number(let number)): return ExactDecimal(.real(number))?.value ?? .null
    default: return ExactDecimal(value)?.value ?? .null
    }
  }

  /// `todynamic()` of a text reads JSON, and what is no JSON stays text; other values are wrapped.
  static func dynamic(_ value: Value) -> Value {
    guard case .string(let text) = value else { return DynamicAccess.asDynamic(value) }
    if text.isEmpty { return .null }
    guard let json = try? JSONValue(parsing: text) else { return .dynamic(.string(text)) }
    return json == .null ? .null : .dynamic(json)
  }

  /// `{…}`, `[…]`, `true`, numbers and so on, without the outer blanks.
  private static func truth(_ text: String) -> Bool? {
    switch text.trimmed.lowercased() {
    case "true": true
    case "false": false
    default: wholeNumber(text).map { $0 != 0 }
    }
  }

  /// Decimal or `0x` hexadecimal digits, blanks around them allowed; a fraction is not.
  private static func wholeNumber(_ text: String, isNarrow: Bool = false) -> Int64? {
    let text = text.trimmed
    if text.hasPrefix("0x") || text.hasPrefix("0X") {
      if isNarrow { return UInt32(text.dropFirst(2), radix: 16).map { Int64(Int32(bitPattern: $0)) } }
      return UInt64(text.dropFirst(2), radix: 16).map { Int64(bitPattern: $0) }
    }
    if isNarrow { return Int32(text).map { Int64($0) } }
    return Int64(text)
  }
}

extension String {
  /// Without the blanks and line ends around it.
  var trimmed: String {
    let kept = unicodeScalars.drop { $0.properties.isWhitespace }
    guard let last = kept.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
    return String(String.UnicodeScalarView(kept[...last]))
  }
}
