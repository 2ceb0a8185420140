/// One cell, typed as Kusto types it. `string` is never null: a missing string is `""`.
package enum Value: Hashable, Sendable {
  case null
  case bool(Bool)
  /// `int` and `long` alike; the column's type tells which.
  case long(Int64)
  case real(Double)
  /// A decimal kept as its digits, so that none is lost.
  case decimal(String)
  case string(String)
  case datetime(DateTime)
  case timespan(TimeSpan)
  /// Lower-case text, dashes included.
  case guid(String)
  case dynamic(JSONValue)
}

extension Value {
  package var isNull: Bool {
    switch self {
    case .null, .dynamic(.null): true
    default: false
    }
  }

  /// True for what Kusto's `isempty` is true for.
  package var isEmpty: Bool {
    switch self {
    case .null, .dynamic(.null): true
    case .string(let text), .guid(let text), .decimal(let text): text.isEmpty
    default: false
    }
  }

  /// As people read it and as `tostring()` prints it: null is empty text, dynamic is compact JSON, a dynamic string is bare.
  package var text: String {
    switch self {
    case .null, .dynamic(.null): ""
    case .bool(let flag): flag ? "true" : "false"
    case .long(let number): String(number)
    case .real(let number): JSONValue.text(of: number)
    case .decimal(let digits): digits
    case .string(let text), .guid(let text): text
    case .datetime(let moment): moment.description
    case .timespan(let span): span.description
    case .dynamic(.string(let text)): text
    case .dynamic(let value): value.plainText
    }
  }

  /// As `--format json` prints it (CONTRACTS §6): decimal, NaN and infinities are strings, null is `null`.
  package var json: JSONValue {
    switch self {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .long(let number): .integer(number)
    case .real(let number): number.isFinite ? .number(number) : .string(JSONValue.text(of: number))
    case .decimal(let digits): .string(digits)
    case .string(let text), .guid(let text): .string(text)
    case .datetime(let moment): .string(moment.description)
    case .timespan(let span): .string(span.description)
    case .dynamic(let value): value
    }
  }
}
