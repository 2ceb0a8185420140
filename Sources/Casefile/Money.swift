/// US dollars, counted in billionths, so that a price per million tokens is exact.
package struct Money: Hashable, Comparable, Sendable {
  package var nanoDollars: Int64

  package init(nanoDollars: Int64) { self.nanoDollars = nanoDollars }
  /// Sums beyond nine billion dollars either way are held at that.
  package init(dollars: Double) {
    let nano = (dollars * 1_000_000_000).rounded()
    self.nanoDollars = nano.isNaN ? 0 : Int64(min(9e18, max(-9e18, nano)))
  }

  package static let zero = Money(nanoDollars: 0)
  package var dollars: Double { Double(nanoDollars) / 1_000_000_000 }

  package static func < (left: Money, right: Money) -> Bool { left.nanoDollars < right.nanoDollars }
  package static func + (left: Money, right: Money) -> Money {
    Money(nanoDollars: bounded(left.nanoDollars.addingReportingOverflow(right.nanoDollars), left))
  }
  package static func - (left: Money, right: Money) -> Money {
    Money(nanoDollars: bounded(left.nanoDollars.subtractingReportingOverflow(right.nanoDollars), left))
  }

  /// From one cent on the next whole cent: a bound must not be rounded down when it is shown.
  package var ceiling: Money {
    let cent: Int64 = 10_000_000
    guard nanoDollars >= cent, nanoDollars < .max - cent else { return self }
    return Money(nanoDollars: (nanoDollars + cent - 1) / cent * cent)
  }

  private static func bounded(_ sum: (partialValue: Int64, overflow: Bool), _ left: Money) -> Int64 {
    sum.overflow ? (left.nanoDollars < 0 ? .min : .max) : sum.partialValue
  }
}

extension Money: CustomStringConvertible {
  /// `$0.0028` below one cent with four significant decimals, `$0.04` from there on.
  package var description: String {
    if nanoDollars == 0 { return "$0" }
    let magnitude = nanoDollars.magnitude
    let decimals = magnitude < 10_000_000 ? (magnitude < 100_000 ? 6 : 4) : 2
    let unit = (0..<(9 - decimals)).reduce(UInt64(1)) { value, _ in value * 10 }
    let rounded = (magnitude + unit / 2) / unit
    let scale = (0..<decimals).reduce(UInt64(1)) { value, _ in value * 10 }
    let fraction = String(rounded % scale)
    let padded = String(repeating: "0", count: decimals - fraction.count) + fraction
    return (nanoDollars < 0 ? "-$" : "$") + "\(rounded / scale).\(padded)"
  }
}
