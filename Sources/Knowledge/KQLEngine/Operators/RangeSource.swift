import Casefile

/// The values `first`, `first + step`, … up to and with `last`.
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
    // Multiplying, not adding, keeps rounding errors from growing.
    let distance = ArithmeticKernel.value(.multiply, step, .long(count))
    let value = ArithmeticKernel.value(.add, first, distance)
    guard !value.isNull, let order = ValueOrder.compare(value, last), isRising ? order <= 0 : order >= 0 else { return nil }
    guard (NumberFunctions.real(step) ?? 0) != 0 else { return nil }
    count += 1
    return value
  }
}
