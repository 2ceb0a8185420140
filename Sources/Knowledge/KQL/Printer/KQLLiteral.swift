package import Casefile

/// The one place where a value becomes KQL text.
package enum KQLLiteral {
  /// A length of time as people write it, `1d`, `6h`, `90m`; the full literal where it is no whole number of these.
  package static func short(_ span: TimeSpan) -> String {
    for (unit, ticks) in [("d", 864_000_000_000), ("h", 36_000_000_000), ("m", 600_000_000)] as [(String, Int64)] {
      if span.ticks > 0, span.ticks % ticks == 0 { return "\(span.ticks / ticks)\(unit)" }
    }
    return text(.timespan(span))
  }

  /// A literal that reads back as exactly this value and can never be more than one literal, whatever the value holds.
  package static func text(_ value: Value) -> String {
    switch value {
    case .null: "dynamic(null)"
    case .bool(let flag): flag ? "true" : "false"
    case .long(let number): number == .min ? "long(-9223372036854775808)" : String(number)
    case .real(let number): real(number)
    case .decimal(let digits): decimal(digits)
    case .string(let text): quoted(text)
    case .datetime(let moment): "datetime(\(moment.text(decimals: moment.ticks % DateTime.ticksPerSecond == 0 ? 0 : 7)))"
    case .timespan(let span): "timespan(\(span.description))"
    case .guid(let text): guid(text)
    case .dynamic(let value): dynamic(value)
    }
  }

  /// A null of a type, spelled as that type spells it; a null string is the empty string.
  package static func null(of type: ColumnType) -> String { type == .string ? "\"\"" : "\(type.rawValue)(null)" }

  /// A string in double quotes; quotes, backslashes, controls and invisible characters are escaped.
  package static func quoted(_ text: String) -> String { quoted(text, in: "\"") }

  /// The same in either kind of quotes.
  static func quoted(_ text: String, in quote: Unicode.Scalar) -> String {
    var out = String(quote)
    for scalar in text.unicodeScalars { append(scalar, in: quote, to: &out) }
    out.unicodeScalars.append(quote)
    return out
  }

  private static func append(_ scalar: Unicode.Scalar, in quote: Unicode.Scalar, to out: inout String) {
    switch scalar {
    case quote:
      out += "\\"
      out.unicodeScalars.append(quote)
    case "\\": out += "\\\\"
    case "\n": out += "\\n"
    case "\r": out += "\\r"
    case "\t": out += "\\t"
    default: if isInvisible(scalar) { escape(scalar, to: &out) } else { out.unicodeScalars.append(scalar) }
    }
  }

  /// Beyond the basic plane an escape is a pair of UTF-16 units.
  private static func escape(_ scalar: Unicode.Scalar, to out: inout String) {
    for unit in String(scalar).utf16 {
      let digits = String(unit, radix: 16)
      out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }

  /// Controls, line separators, direction marks and other characters that a reader cannot see.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
    case .spaceSeparator: return true
    default: return false
    }
  }

  private static func real(_ number: Double) -> String {
    if number.isNaN { return "real(nan)" }
    if number.isInfinite { return number < 0 ? "real(-inf)" : "real(+inf)" }
    return "real(\(number.description))"
  }

  /// Only digits, sign, point and exponent survive; anything else was no decimal.
  private static func decimal(_ digits: String) -> String {
    digits.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) } ? "decimal(\(digits))" : "decimal(null)"
  }

  private static func guid(_ text: String) -> String {
    text.utf8.count == 36 && text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || Character(Unicode.Scalar($0)).isHexDigit }
      ? "guid(\(text))" : "guid(null)"
  }

  /// JSON whose strings are quoted as KQL quotes them, which JSON's own reader understands too.
  private static func dynamic(_ value: JSONValue) -> String { "dynamic(" + json(value, depth: 0) + ")" }

  private static func json(_ value: JSONValue, depth: Int) -> String {
    guard depth < KQLLimits.dynamicDepth else { return "null" }
    switch value {
    case .string(let text): return quoted(text)
    case .array(let items): return "[" + items.map { json($0, depth: depth + 1) }.joined(separator: ",") + "]"
    case .object(let object):
      return "{" + object.pairs.map { quoted($0) + ":" + json($1, depth: depth + 1) }.joined(separator: ",") + "}"
    case .number(let number): return number.isFinite ? number.description : "null"
    default: return value.text
    }
  }

  /// Text for a message: short, and with everything invisible spelled out.
  static func visible(_ text: String) -> String { "'" + shortened(text) + "'" }

  /// At most 40 characters of a text for a message, what is invisible spelled out.
  static func shortened(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars.prefix(40) {
      if isInvisible(scalar) && scalar != " " { escape(scalar, to: &out) } else { out.unicodeScalars.append(scalar) }
    }
    return text.unicodeScalars.count > 40 ? out + "…" : out
  }
}
