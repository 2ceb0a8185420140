import Casefile

/// `+ - * / %` over vectors of one storage, with Kusto's overflow and zero rules.
enum ArithmeticKernel {
  enum Operation { case add, subtract, multiply, divide, remainder }

  /// Whole numbers wrap on overflow; dividing by zero gives null; a remainder is never negative.
  static func whole(_ operation: Operation, _ a: Int64, _ b: Int64) -> Int64? {
    switch operation {
    case .add: return a &+ b
    case .subtract: return a &- b
    case .multiply: return a &* b
    case .divide:
      if b == 0 { return nil }
      return a.dividedReportingOverflow(by: b).partialValue
    case .remainder:
      if b == 0 { return nil }
      let rest = a.remainderReportingOverflow(dividingBy: b).partialValue
      return rest < 0 ? rest &+ Int64(clamping: b.magnitude) : rest
    }
  }

  static func real(_ operation: Operation, _ a: Double, _ b: Double) -> Double {
    switch operation {
    case .add: return a + b
    case .subtract: return a - b
    case .multiply: return a * b
    case .divide: return a / b
    case .remainder:
      let rest = a.truncatingRemainder(dividingBy: b)
      return rest < 0 ? rest + abs(b) : rest
    }
  }

  static func combine(_ operation: Operation, _ left: ColumnVector, _ right: ColumnVector, type: ColumnType) -> ColumnVector {
    let isWhole = type == .long || type == .int
    if isWhole, case .integers(let a) = left.storage, case .integers(let b) = right.storage {
      return wholes(operation, a, b, left, right, type)
    }
    if type == .real, let a = reals(left), let b = reals(right) {
      let cells = [Double](unsafeUninitializedCapacity: a.count) { cells, filled in
        for row in a.indices { cells[row] = real(operation, a[row], b[row]) }
        filled = a.count
      }
      return ColumnVector(type: .real, count: cells.count, storage: .reals(cells), nulls: either(left, right))
    }
    var builder = ColumnBuilder(type: type, capacity: left.count)
    for row in 0..<left.count { builder.append(value(operation, left[row], right[row])) }
    return builder.finish()
  }

  /// In rows the service stops at the ends of the range; only what it computes beforehand wraps.
  @inline(__always)
  private static func saturating(_ operation: Operation, _ a: Int64, _ b: Int64) -> Int64? {
    let (result, isTooLarge): (Int64, Bool)
    switch operation {
    case .add: (result, isTooLarge) = a.addingReportingOverflow(b)
    case .subtract: (result, isTooLarge) = a.subtractingReportingOverflow(b)
    case .multiply: (result, isTooLarge) = a.multipliedReportingOverflow(by: b)
    case .divide, .remainder: return whole(operation, a, b)
    }
    guard isTooLarge else { return result }
    let isNegative = operation == .multiply ? (a < 0) != (b < 0) : a < 0
    return isNegative ? .min : .max
  }

  private static func wholes(
    _ operation: Operation, _ a: [Int64], _ b: [Int64], _ left: ColumnVector, _ right: ColumnVector, _ type: ColumnType
  ) -> ColumnVector {
    var nulls = either(left, right)
    var cells = [Int64](repeating: 0, count: a.count)
    for row in a.indices {
      if let result = saturating(operation, a[row], b[row]) {
        cells[row] = result
      } else {
        if nulls.isEmpty { nulls = [Bool](repeating: false, count: a.count) }
        nulls[row] = true
      }
    }
    return ColumnVector(type: type, count: a.count, storage: .integers(cells), nulls: nulls)
  }

  /// Any two values, by what they are: numbers, moments, spans, decimals, or dynamic values that hold a number.
  static func value(_ operation: Operation, _ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.null, _), (_, .null): return .null
    case (.dynamic(let json), _):
      let plain = DynamicAccess.primitive(json)
      if case .dynamic = plain { return .null }
      return value(operation, plain, right)
    case (_, .dynamic(let json)):
      let plain = DynamicAccess.primitive(json)
      if case .dynamic = plain { return .null }
      return value(operation, left, plain)
    case (.long(let a), .long(let b)): return whole(operation, a, b).map { .long($0) } ?? .null
    case (.datetime, _), (.timespan, _), (_, .datetime), (_, .timespan): return times(operation, left, right)
    case (.decimal, _), (_, .decimal):
      guard let a = ExactDecimal(left), let b = ExactDecimal(right) else { return .null }
      return ExactDecimal.combine(operation, a, b)?.value ?? .null
    default:
      guard let a = NumberFunctions.real(left), let b = NumberFunctions.real(right) else { return .null }
      return .real(real(operation, a, b))
    }
  }

  private static func times(_ operation: Operation, _ left: Value, _ right: Value) -> Value {
    switch (operation, left, right) {
    case (.subtract, .datetime(let a), .datetime(let b)): return .timespan(a - b)
    case (.add, .datetime(let a), .timespan(let b)), (.add, .timespan(let b), .datetime(let a)): return moment(a.ticks, b.ticks)
    case (.subtract, .datetime(let a), .timespan(let b)): return moment(a.ticks, b.ticks, isBackwards: true)
    case (.add, .timespan(let a), .timespan(let b)): return span(a.ticks.addingReportingOverflow(b.ticks))
    case (.subtract, .timespan(let a), .timespan(let b)): return span(a.ticks.subtractingReportingOverflow(b.ticks))
    case (.divide, .timespan(let a), .timespan(let b)): return .real(Double(a.ticks) / Double(b.ticks))
    case (.remainder, .timespan(let a), .timespan(let b)):
      return whole(.remainder, a.ticks, b.ticks).map { .timespan(TimeSpan(ticks: $0)) } ?? .null
    case (.multiply, .timespan(let a), _), (.multiply, _, .timespan(let a)):
      let factor = if case .timespan = left { right } else { left }
      return scaled(a, by: factor, .multiply)
    case (.divide, .timespan(let a), _): return scaled(a, by: right, .divide)
    case (.divide, .datetime(let a), .timespan(let b)): return .real(Double(a.ticks) / Double(b.ticks))
    default: return .null
    }
  }

  private static func scaled(_ span: TimeSpan, by factor: Value, _ operation: Operation) -> Value {
    if case .long(let number) = factor {
      if operation == .multiply { return self.span(span.ticks.multipliedReportingOverflow(by: number)) }
      return number == 0 ? .null : self.span(span.ticks.dividedReportingOverflow(by: number))
    }
    guard let number = NumberFunctions.real(factor) else { return .null }
    let ticks = real(operation, Double(span.ticks), number).rounded(.towardZero)
    return Int64(exactly: ticks).map { .timespan(TimeSpan(ticks: $0)) } ?? .null
  }

  /// Null outside the range of spans.
  private static func span(_ result: (partialValue: Int64, overflow: Bool)) -> Value {
    result.overflow ? .null : .timespan(TimeSpan(ticks: result.partialValue))
  }

  /// Null outside the calendar.
  private static func moment(_ ticks: Int64, _ span: Int64, isBackwards: Bool = false) -> Value {
    let (sum, isTooLarge) = isBackwards ? ticks.subtractingReportingOverflow(span) : ticks.addingReportingOverflow(span)
    guard !isTooLarge, sum >= DateTime.minimum.ticks, sum <= DateTime.maximum.ticks else { return .null }
    return .datetime(DateTime(ticks: sum))
  }

  private static func reals(_ vector: ColumnVector) -> [Double]? {
    switch vector.storage {
    case .reals(let cells): cells
    case .integers(let cells) where vector.type == .int || vector.type == .long: cells.map { Double($0) }
    default: nil
    }
  }

  private static func either(_ left: ColumnVector, _ right: ColumnVector) -> [Bool] {
    if left.nulls.isEmpty { return right.nulls }
    if right.nulls.isEmpty { return left.nulls }
    return zip(left.nulls, right.nulls).map { $0 || $1 }
  }
}
