import Casefile

extension ColumnType {
  /// The type both fit in, as Kusto widens: `int` < `long` < `real` < `decimal`; dynamic swallows all; else nil.
  static func widest(_ left: ColumnType, _ right: ColumnType) -> ColumnType? {
    if left == right { return left }
    if left.isNumeric, right.isNumeric { return left.width > right.width ? left : right }
    if left == .dynamic || right == .dynamic { return .dynamic }
    return nil
  }

  private var width: Int {
    switch self {
    case .int: 0
    case .long: 1
    case .real: 2
    case .decimal: 3
    default: -1
    }
  }
}
