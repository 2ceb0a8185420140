import Casefile

extension Binder {
  /// One arithmetic step: its type by Kusto's rules, folded when both sides are known.
  mutating func arithmetic(
    _ operation: BoundBinaryOperator, _ left: BoundExpression, _ right: BoundExpression, at range: Range<Int>
  ) -> BoundExpression {
    guard let type = Self.resultType(operation, left.type, right.type) else {
      report(.error, "cannot apply '\(operation.rawValue)' to \(left.type.rawValue) and \(right.type.rawValue)", at: range)
      return BoundExpression(.constant(.null), type: left.type, range: range)
    }
    if case .constant(let first) = left.kind, case .constant(let second) = right.kind,
      let value = ConstantFolding.binary(operation, first, second)
    {
      return BoundExpression(.constant(value), type: type, range: range)
    }
    var (first, second) = (left, right)
    if first.type == .dynamic, second.type != .dynamic { first = converted(first, to: second.type) }
    if second.type == .dynamic, first.type != .dynamic { second = converted(second, to: first.type == .datetime ? .timespan : first.type) }
    return BoundExpression(.binary(operation, first, second), type: type, range: range)
  }

  static func resultType(_ operation: BoundBinaryOperator, _ left: ColumnType, _ right: ColumnType) -> ColumnType? {
    if left.isNumeric, right.isNumeric {
      let widest = ColumnType.widest(left, right)
      return widest == .int ? .long : widest
    }
    switch (operation, left, right) {
    case (_, .dynamic, .dynamic): return .dynamic
    case (.subtract, .datetime, .dynamic): return .timespan
    case (_, .dynamic, let other), (_, let other, .dynamic):
      return other.isNumeric || other == .timespan || other == .datetime ? other : nil
    case (.add, .datetime, .timespan), (.add, .timespan, .datetime), (.subtract, .datetime, .timespan): return .datetime
    case (.subtract, .datetime, .datetime): return .timespan
    case (.add, .timespan, .timespan), (.subtract, .timespan, .timespan), (.remainder, .timespan, .timespan): return .timespan
    case (.divide, .timespan, .timespan), (.divide, .datetime, .timespan): return .real
    case (.remainder, .datetime, .timespan): return .timespan
    case (.multiply, .timespan, let other), (.divide, .timespan, let other): return other.isNumeric ? .timespan : nil
    case (.multiply, let other, .timespan): return other.isNumeric ? .timespan : nil
    case (_, .bool, let other) where other.isNumeric, (_, let other, .bool) where other.isNumeric: return other == .int ? .long : other
    default: return nil
    }
  }
}
