import Casefile

/// Computes what can be known before the query runs; nil means "leave it to the engine".
enum ConstantFolding {
  static func binary(_ operation: BoundBinaryOperator, _ left: Value, _ right: Value) -> Value? {
    switch (left, right) {
    case (.long(let a), .long(let b)): return whole(operation, a, b)
    case (.datetime(let a), .timespan(let b)): return moment(operation, a, b)
    case (.timespan(let a), .datetime(let b)): return operation == .add ? moment(.add, b, a) : nil
    case (.datetime(let a), .datetime(let b)):
      return operation == .subtract ? .timespan(TimeSpan(ticks: a.ticks &- b.ticks)) : nil
    case (.timespan(let a), .timespan(let b)): return spans(operation, a, b)
    case (.timespan(let a), .long(let b)): return scaled(operation, a, Double(b))
    case (.long(let a), .timespan(let b)): return operation == .multiply ? scaled(.multiply, b, Double(a)) : nil
    case (.timespan(let a), .real(let b)): return scaled(operation, a, b)
    case (.real(let a), .timespan(let b)): return operation == .multiply ? scaled(.multiply, b, a) : nil
    default: return nil
    }
  }

  private static func whole(_ operation: BoundBinaryOperator, _ a: Int64, _ b: Int64) -> Value? {
    switch operation {
    case .add: .long(a &+ b)
    case .subtract: .long(a &- b)
    case .multiply: .long(a &* b)
    default: nil
    }
  }

  private static func moment(_ operation: BoundBinaryOperator, _ a: DateTime, _ b: TimeSpan) -> Value? {
    let (ticks, overflow) =
      switch operation {
      case .add: a.ticks.addingReportingOverflow(b.ticks)
      case .subtract: a.ticks.subtractingReportingOverflow(b.ticks)
      default: (Int64(0), true)
      }
    guard !overflow, ticks >= DateTime.minimum.ticks, ticks <= DateTime.maximum.ticks else { return nil }
    return .datetime(DateTime(ticks: ticks))
  }

  private static func spans(_ operation: BoundBinaryOperator, _ a: TimeSpan, _ b: TimeSpan) -> Value? {
    let (ticks, overflow) =
      switch operation {
      case .add: a.ticks.addingReportingOverflow(b.ticks)
      case .subtract: a.ticks.subtractingReportingOverflow(b.ticks)
      default: (Int64(0), true)
      }
    return overflow ? nil : .timespan(TimeSpan(ticks: ticks))
  }

  private static func scaled(_ operation: BoundBinaryOperator, _ span: TimeSpan, _ factor: Double) -> Value? {
    guard operation == .multiply || operation == .divide && factor != 0 else { return nil }
    let ticks = operation == .multiply ? Double(span.ticks) * factor : Double(span.ticks) / factor
    return ticks.isFinite && ticks.magnitude < 9.2e18 ? .timespan(TimeSpan(ticks: Int64(ticks))) : nil
  }

  /// `ago` and `now`, which depend on the query's moment alone.
  static func call(_ name: String, _ arguments: [Value], now: DateTime) -> Value? {
    switch (name, arguments.first) {
    case ("now", nil): .datetime(now)
    case ("now", .timespan(let span)): moment(.add, now, span)
    case ("ago", .timespan(let span)): moment(.subtract, now, span)
    case ("startofday", .datetime(let moment)) where arguments.count == 1: .datetime(moment.startOfDay)
    default: nil
    }
  }

  /// A literal in a comparison with a column of another type; nil where the two have nothing in common.
  static func readAs(_ type: ColumnType, _ value: Value) -> Value? {
    switch (value, type) {
    case (.long, .string), (.real, .string), (.bool, .string), (.guid, .string): .string(value.text)
    case (.string(let text), .int), (.string(let text), .long): Int64(text).map { .long($0) }
    case (.string(let text), .real): Double(text).map { .real($0) }
    case (.string(let text), .bool): ["true": .bool(true), "1": .bool(true), "false": .bool(false), "0": .bool(false)][text.lowercased()]
    default: nil
    }
  }

  /// A literal as a value of another type, where that loses nothing; null fits every type.
  static func convert(_ value: Value, to type: ColumnType) -> Value? {
    switch (value, type) {
    case (.null, .string): .string("")
    case (.null, _): .null
    case (.long(let number), .int): Int32(exactly: number).map { _ in value }
    case (.long(let number), .bool): .bool(number != 0)
    case (.long, .long): value
    case (.long(let number), .real): .real(Double(number))
    case (.long(let number), .decimal): .decimal(String(number))
    case (.real(let number), .long), (.real(let number), .int): Int64(exactly: number.rounded(.towardZero)).map { .long($0) }
    case (.real(let number), .decimal): .decimal(String(number))
    case (.string(let text), .datetime): LiteralReading.moment(text[...]).map { .datetime($0) }
    case (.string(let text), .timespan): TimeSpan(text).map { .timespan($0) }
    case (.string(let text), .guid): .guid(text.lowercased())
    case (.bool, .bool), (.real, .real), (.decimal, .decimal), (.string, .string), (.datetime, .datetime), (.timespan, .timespan),
      (.guid, .guid), (.dynamic, .dynamic):
      value
    case (_, .dynamic): JSONValue(scalar: value).map { .dynamic($0) }
    case (.bool(let flag), .long), (.bool(let flag), .int): .long(flag ? 1 : 0)
    default: nil
    }
  }
}
