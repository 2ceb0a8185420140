import Casefile

/// Numbers as values: what several functions need.
enum NumberFunctions {
  /// The value as a double when it is a number (or a dynamic one), else nil.
  static func real(_ value: Value) -> Double? {
    switch value {
    case .long(let number): Double(number)
    case .real(let number): number
    case .decimal(let text): Double(text)
    case .bool(let flag): flag ? 1 : 0
    case .timespan(let span): Double(span.ticks)
    case .datetime(let moment): Double(moment.ticks)
    case .dynamic(.integer(let number)): Double(number)
    case .dynamic(.number(let number)): number
    default: nil
    }
  }

  static func negated(_ value: Value) -> Value {
    switch value {
    case .long(let number): .long(0 &- number)
    case .real(let number): .real(-number)
    case .timespan(let span): .timespan(TimeSpan(ticks: 0 &- span.ticks))
    case .decimal: ArithmeticKernel.value(.subtract, .long(0), value)
    case .dynamic(.integer(let number)): .long(0 &- number)
    case .dynamic(.number(let number)): .real(-number)
    default: .null
    }
  }

  /// Toward zero; out of range gives the smallest number, as the processor's own conversion does; what is not finite gives nil.
  static func truncated(_ number: Double) -> Int64? {
    guard number.isFinite else { return nil }
    return Int64(exactly: number.rounded(.towardZero)) ?? .min
  }
}
