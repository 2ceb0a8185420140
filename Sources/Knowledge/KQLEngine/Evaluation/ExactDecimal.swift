import Casefile

/// A decimal of up to 38 digits: a whole number and how many of its digits stand behind the point.
struct ExactDecimal {
  private static let mostDigits = 34
  private(set) var units: Int128
  private(set) var scale: Int

  /// Nil for values that are no finite number or have too many digits.
  init?(_ value: Value) {
    switch value {
    case .long(let number): self.init(units: Int128(number), scale: 0)
    case .bool(let flag): self.init(units: flag ? 1 : 0, scale: 0)
    case .real(let number):
      guard number.isFinite else { return nil }
      self.init(text: number.description)
    case .decimal(let text): self.init(text: text)
    default: return nil
    }
  }

  /// Reads `[+-]digits[.digits][e±digits]`; nil for anything else, or too many digits.
  init?(text: String) {
    var digits: Int128 = 0
    var places = 0
    var (isNegative, sawPoint, sawDigit) = (false, false, false)
    var bytes = Array(text.utf8)[...]
    if let first = bytes.first, first == 0x2D || first == 0x2B {
      isNegative = first == 0x2D
      bytes.removeFirst()
    }
    while let byte = bytes.first, byte != 0x65, byte != 0x45 {
      bytes.removeFirst()
      if byte == 0x2E, !sawPoint {
        sawPoint = true
      } else if (0x30...0x39).contains(byte) {
        sawDigit = true
        let (next, isTooLarge) = digits.multipliedReportingOverflow(by: 10)
        let (sum, isStillTooLarge) = next.addingReportingOverflow(Int128(byte - 0x30))
        guard !isTooLarge, !isStillTooLarge else { return nil }
        digits = sum
        if sawPoint { places += 1 }
      } else {
        return nil
      }
    }
    if !bytes.isEmpty {
      guard let exponent = Int(String(decoding: bytes.dropFirst(), as: UTF8.self)), abs(exponent) <= 60 else { return nil }
      places -= exponent
    }
    guard sawDigit else { return nil }
    while places < 0 {
      let (next, isTooLarge) = digits.multipliedReportingOverflow(by: 10)
      guard !isTooLarge else { return nil }
      digits = next
      places += 1
    }
    self.init(units: isNegative ? -digits : digits, scale: places)
  }

  private init(units: Int128, scale: Int) {
    self.units = units
    self.scale = scale
    while self.scale > 0, self.units % 10 == 0 {
      self.units /= 10
      self.scale -= 1
    }
  }

  /// Digits with a point where there is a fraction.
  var text: String {
    guard scale > 0 else { return String(units) }
    var digits = String(units.magnitude)
    if digits.count <= scale { digits = String(repeating: "0", count: scale - digits.count + 1) + digits }
    let point = digits.index(digits.endIndex, offsetBy: -scale)
    return (units < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
  }

  var value: Value { .decimal(text) }

  func compared(to other: ExactDecimal) -> Int {
    guard let (a, b) = ExactDecimal.aligned(self, other) else {
      let (x, y) = (Double(text) ?? 0, Double(other.text) ?? 0)
      return x == y ? 0 : (x < y ? -1 : 1)
    }
    return a == b ? 0 : (a < b ? -1 : 1)
  }

  /// The result of an arithmetic operation; nil when it divides by zero or does not fit.
  static func combine(_ operation: ArithmeticKernel.Operation, _ left: ExactDecimal, _ right: ExactDecimal) -> ExactDecimal? {
    switch operation {
    case .add, .subtract, .remainder:
      guard let (a, b) = aligned(left, right) else { return nil }
      let scale = max(left.scale, right.scale)
      if operation == .remainder { return b == 0 ? nil : ExactDecimal(units: a % b, scale: scale) }
      let (sum, isTooLarge) = operation == .add ? a.addingReportingOverflow(b) : a.subtractingReportingOverflow(b)
      return isTooLarge ? nil : ExactDecimal(units: sum, scale: scale)
    case .multiply:
      let (product, isTooLarge) = left.units.multipliedReportingOverflow(by: right.units)
      return isTooLarge ? nil : ExactDecimal(units: product, scale: left.scale + right.scale)
    case .divide: return quotient(left, right)
    }
  }

  private static func quotient(_ left: ExactDecimal, _ right: ExactDecimal) -> ExactDecimal? {
    guard right.units != 0, var (rest, divisor) = aligned(left, right) else { return nil }
    let isNegative = (rest < 0) != (divisor < 0)
    (rest, divisor) = (rest < 0 ? -rest : rest, divisor < 0 ? -divisor : divisor)
    var units = rest / divisor
    var scale = 0
    rest %= divisor
    while rest != 0, scale < mostDigits {
      let (next, isTooLarge) = rest.multipliedReportingOverflow(by: 10)
      let (longer, isTooLong) = units.multipliedReportingOverflow(by: 10)
      guard !isTooLarge, !isTooLong, longer < Int128.max / 100 else { break }
      units = longer + next / divisor
      rest = next % divisor
      scale += 1
    }
    return ExactDecimal(units: isNegative ? -units : units, scale: scale)
  }

  private static func aligned(_ left: ExactDecimal, _ right: ExactDecimal) -> (Int128, Int128)? {
    var (a, b) = (left.units, right.units)
    for _ in stride(from: left.scale, to: right.scale, by: 1) {
      let (next, isTooLarge) = a.multipliedReportingOverflow(by: 10)
      guard !isTooLarge else { return nil }
      a = next
    }
    for _ in stride(from: right.scale, to: left.scale, by: 1) {
      let (next, isTooLarge) = b.multipliedReportingOverflow(by: 10)
      guard !isTooLarge else { return nil }
      b = next
    }
    return (a, b)
  }
}
