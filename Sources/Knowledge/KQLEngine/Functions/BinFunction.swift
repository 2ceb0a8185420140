import Casefile

/// `bin`: the multiple of the bin size at or below the value.
enum BinFunction {
  static func compile(_ site: CallSite) throws -> Scalar {
    try site.require(1)
    let size = site.arguments.count > 1 ? site.arguments[1] : Scalar(.long(1), type: .long)
    let subject = site.arguments[0]
    guard subject.constant == nil, let step = wholeStep(size.constant, for: subject.type) else {
      return try site.compiler.rowwise([subject, size], type: site.type) { bin($0[0], $0[1], at: nil) }
    }
    let type = site.type
    return Scalar(type: type) { batch in
      let vector = try subject(batch)
      guard case .integers(let cells) = vector.storage else { return .absent(type, count: batch.count) }
      return ColumnVector(type: type, count: batch.count, storage: .integers(cells.map { floored($0, step) }), nulls: vector.nulls)
    }
  }

  /// With a fixed point, bins are counted from there.
  static func bin(_ value: Value, _ size: Value, at point: Value?) -> Value {
    switch value {
    case .null: return .null
    case .datetime(let moment): return ticks(moment.ticks, size, point).map { .datetime(DateTime(ticks: $0)) } ?? .null
    case .timespan(let span): return ticks(span.ticks, size, point).map { .timespan(TimeSpan(ticks: $0)) } ?? .null
    case .long(let number):
      if case .long(let step) = size {
        let from = point.flatMap { Conversion.long($0) } ?? 0
        return step > 0 ? .long(floored(number &- from, step) &+ from) : .null
      }
    case .dynamic(let json):
      let plain = DynamicAccess.primitive(json)
      if case .dynamic = plain { return .null }
      return bin(plain, size, at: point)
    default: break
    }
    guard let number = NumberFunctions.real(value), let step = NumberFunctions.real(size), step > 0 else { return .null }
    let from = point.flatMap { NumberFunctions.real($0) } ?? 0
    let result = ((number - from) / step).rounded(.down) * step + from
    if case .decimal = value { return ExactDecimal(.real(result))?.value ?? .null }
    return .real(result)
  }

  private static func ticks(_ value: Int64, _ size: Value, _ point: Value?) -> Int64? {
    let step: Int64? =
      switch size {
      case .timespan(let span): span.ticks
      case .long(let number): number.multipliedReportingOverflow(by: DateTime.ticksPerDay).overflow ? nil : number * DateTime.ticksPerDay
      case .real(let days): NumberFunctions.truncated(days * Double(DateTime.ticksPerDay))
      default: nil
      }
    guard let step, step > 0 else { return nil }
    let from: Int64 =
      switch point {
      case .datetime(let moment): moment.ticks
      case .timespan(let span): span.ticks
      default: 0
      }
    return floored(value &- from, step) &+ from
  }

  private static func wholeStep(_ size: Value?, for type: ColumnType) -> Int64? {
    switch (type, size) {
    case (.datetime, .timespan(let span)), (.timespan, .timespan(let span)): span.ticks > 0 ? span.ticks : nil
    case (.int, .long(let step)), (.long, .long(let step)): step > 0 ? step : nil
    default: nil
    }
  }

  @inline(__always)
  private static func floored(_ value: Int64, _ step: Int64) -> Int64 {
    let rest = value % step
    return rest < 0 ? value &- rest &- step : value &- rest
  }
}
