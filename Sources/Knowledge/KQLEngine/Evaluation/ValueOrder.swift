import Casefile

/// How Kusto compares and orders two values.
enum ValueOrder {
  /// -1, 0 or 1; nil when the two cannot be compared (a null, a NaN, a text with a number).
  static func compare(_ left: Value, _ right: Value) -> Int? {
    switch (left, right) {
    case (.long(let a), .long(let b)): return sign(a, b)
    case (.string(let a), .string(let b)), (.guid(let a), .guid(let b)): return texts(a, b)
    case (.bool(let a), .bool(let b)): return sign(a ? 1 : 0, b ? 1 : 0)
    case (.datetime(let a), .datetime(let b)): return sign(a.ticks, b.ticks)
    case (.timespan(let a), .timespan(let b)): return sign(a.ticks, b.ticks)
    case (.guid(let a), .string(let b)), (.string(let b), .guid(let a)):
      let order = texts(a, b.lowercased())
      return if case .guid = left { order } else { -order }
    case (.dynamic(let a), .dynamic(let b)): return dynamics(a, b)
    case (.dynamic(let a), _): return compare(DynamicAccess.primitive(a), unwrapping: right)
    case (_, .dynamic(let b)): return compare(DynamicAccess.primitive(b), unwrapping: left).map { -$0 }
    case (.decimal, _), (_, .decimal): return decimals(left, right)
    case (.bool(let a), .long(let b)): return sign(a ? 1 : 0, b)
    case (.long(let a), .bool(let b)): return sign(a, b ? 1 : 0)
    default:
      guard let a = NumberFunctions.real(left), let b = NumberFunctions.real(right), !a.isNaN, !b.isNaN else { return nil }
      return sign(a, b)
    }
  }

  /// A total order for sorting: nulls, then NaN, lie below everything when nulls come first in ascending order.
  static func rank(_ left: Value, _ right: Value) -> Int {
    if let order = compare(left, right) { return order }
    let (a, b) = (weight(left), weight(right))
    if a != b { return a < b ? -1 : 1 }
    return texts(left.text, right.text)
  }

  static func isNaN(_ value: Value) -> Bool {
    if case .real(let number) = value { number.isNaN } else { false }
  }

  /// Ordinal: by UTF-8 bytes, which for all but surrogates is also by UTF-16 units.
  static func texts(_ left: String, _ right: String) -> Int {
    if left.utf8.elementsEqual(right.utf8) { return 0 }
    return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
  }

  private static func sign<T: Comparable>(_ a: T, _ b: T) -> Int { a == b ? 0 : (a < b ? -1 : 1) }

  private static func weight(_ value: Value) -> Int {
    if value.isNull { return 0 }
    switch value {
    case .real(let number): return number.isNaN ? 1 : 2
    case .long, .decimal: return 2
    case .bool: return 3
    case .datetime, .timespan: return 4
    case .dynamic(.string), .string, .guid: return 5
    case .dynamic(.array): return 6
    case .dynamic(.object): return 7
    default: return 2
    }
  }

  private static func compare(_ primitive: Value, unwrapping other: Value) -> Int? {
    if case .dynamic = primitive { return nil }
    switch (primitive, other) {
    // A datetime, timespan or guid inside a dynamic is kept as its text.
    case (.string(let text), .datetime(let moment)): return Conversion.datetime(.string(text)).flatMap { sign($0.ticks, moment.ticks) }
    case (.string(let text), .timespan(let span)): return Conversion.timespan(.string(text)).flatMap { sign($0.ticks, span.ticks) }
    default: return compare(primitive, other)
    }
  }

  private static func dynamics(_ left: JSONValue, _ right: JSONValue) -> Int? {
    switch (DynamicAccess.primitive(left), DynamicAccess.primitive(right)) {
    case (.dynamic(.null), _), (_, .dynamic(.null)): return nil
    case (.dynamic(let a), .dynamic(let b)): return a == b ? 0 : texts(a.text, b.text)
    case (.dynamic, _), (_, .dynamic): return nil
    case (let a, let b): return compare(a, b)
    }
  }

  private static func decimals(_ left: Value, _ right: Value) -> Int? {
    guard let a = ExactDecimal(left), let b = ExactDecimal(right) else {
      guard let a = NumberFunctions.real(left), let b = NumberFunctions.real(right), !a.isNaN, !b.isNaN else { return nil }
      return sign(a, b)
    }
    return a.compared(to: b)
  }
}
