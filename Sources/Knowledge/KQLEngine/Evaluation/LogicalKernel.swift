import Casefile

/// Kusto's three-valued `and`, `or`, `not` over bool vectors.
enum LogicalKernel {
  static func combine(_ left: ColumnVector, _ right: ColumnVector, isAll: Bool) -> ColumnVector {
    let (a, b) = (flags(left), flags(right))
    let count = left.count
    if left.nulls.isEmpty, right.nulls.isEmpty {
      let cells = [Bool](unsafeUninitializedCapacity: count) { buffer, filled in
        for row in 0..<count { buffer[row] = isAll ? a[row] && b[row] : a[row] || b[row] }
        filled = count
      }
      return ColumnVector(type: .bool, count: count, storage: .bools(cells))
    }
    var cells = [Bool](repeating: false, count: count)
    var nulls = cells
    for row in 0..<count {
      let (x, y) = (left.isNull(row) ? nil : a[row], right.isNull(row) ? nil : b[row])
      // A known answer of one side decides, whatever the other side is.
      if x == !isAll || y == !isAll { cells[row] = !isAll } else if x == nil || y == nil { nulls[row] = true } else { cells[row] = isAll }
    }
    return ColumnVector(type: .bool, count: count, storage: .bools(cells), nulls: nulls)
  }

  static func not(_ operand: ColumnVector) -> ColumnVector {
    ColumnVector(type: .bool, count: operand.count, storage: .bools(flags(operand).map { !$0 }), nulls: operand.nulls)
  }

  /// The rows for which the condition is true; null is not.
  static func selected(_ condition: ColumnVector) -> [Int] {
    guard case .bools(let flags) = condition.storage else { return [] }
    var rows: [Int] = []
    rows.reserveCapacity(flags.count)
    flags.withUnsafeBufferPointer { flags in
      if condition.nulls.isEmpty {
        for row in flags.indices where flags[row] { rows.append(row) }
      } else {
        for row in flags.indices where flags[row] && !condition.nulls[row] { rows.append(row) }
      }
    }
    return rows
  }

  private static func flags(_ vector: ColumnVector) -> [Bool] {
    if case .bools(let cells) = vector.storage { cells } else { [Bool](repeating: false, count: vector.count) }
  }
}
