import Casefile

/// The values `first`, `first + step`, … up to and with `last`; they end where the type's range ends.
struct RangeSource: Sequence, IteratorProtocol {
  private let first: Value
  private let last: Value
  private let step: Value
  private let isRising: Bool
  private var count: Int64 = 0

  init(first: Value, last: Value, step: Value) {
    self.first = first
    self.last = last
    self.step = step
    isRising = (Conversion.real(step) ?? NumberFunctions.real(step) ?? 0) > 0
  }

  /// What `range` uses when no step is given.
  static func defaultStep(for value: Value) -> Value {
    switch value {
    case .datetime, .timespan: .timespan(TimeSpan(ticks: 36_000_000_000))
    default: .long(1)
    }
  }

  mutating func next() -> Value? {
    guard let value, let order = ValueOrder.compare(value, last), isRising ? order <= 0 : order >= 0 else { return nil }
    guard (NumberFunctions.real(step) ?? 0) != 0 else { return nil }
    count += 1
    return value
  }

  /// Multiplying, not adding, keeps rounding errors from growing. Whole numbers, moments and spans never wrap round.
  private var value: Value? {
    let found: Value?
    switch (first, step) {
    case (.long(let start), .long(let step)): found = whole(start, step).map { .long($0) }
    case (.timespan(let start), .timespan(let step)): found = whole(start.ticks, step.ticks).map { .timespan(TimeSpan(ticks: $0)) }
    case (.datetime(let start), .timespan(let step)):
      found = whole(start.ticks, step.ticks).flatMap { ticks in
        ticks >= DateTime.minimum.ticks && ticks <= DateTime.maximum.ticks ? .datetime(DateTime(ticks: ticks)) : nil
      }
    default: found = ArithmeticKernel.value(.add, first, ArithmeticKernel.value(.multiply, step, .long(count)))
    }
    return found.flatMap { $0.isNull ? nil : $0 }
  }

  private func whole(_ start: Int64, _ step: Int64) -> Int64? {
    let (distance, isTooFar) = step.multipliedReportingOverflow(by: count)
    let (sum, isTooLarge) = start.addingReportingOverflow(distance)
    return isTooFar || isTooLarge ? nil : sum
  }
}
