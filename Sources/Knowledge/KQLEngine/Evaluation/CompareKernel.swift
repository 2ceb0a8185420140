import Casefile
import KQL

/// Equality and order of two vectors, giving a bool vector.
///
/// Null equals nothing (the answer is false), and two nulls give null; order with a null on either side is null.
enum CompareKernel {
  static func compare(_ operation: BoundBinaryOperator, _ left: ColumnVector, _ right: ColumnVector) -> ColumnVector {
    let cells: [Bool]
    switch (left.storage, right.storage) {
    case (.integers(let a), .integers(let b)): cells = zip(operation, a, b)
    case (.reals(let a), .reals(let b)): cells = zip(operation, a, b)
    case (.integers(let a), .reals(let b)) where isNumber(left): cells = zip(operation, a.map { Double($0) }, b)
    case (.reals(let a), .integers(let b)) where isNumber(right): cells = zip(operation, a, b.map { Double($0) })
    default: return general(operation, left, right)
    }
    return masked(operation, cells, left, right)
  }

  /// The same against one value that is not null; nil when the types have no fast way.
  static func compare(_ operation: BoundBinaryOperator, _ left: ColumnVector, _ right: Value) -> ColumnVector? {
    let cells: [Bool]
    switch (left.storage, right) {
    case (.integers(let a), .long(let b)) where isNumber(left): cells = map(operation, a, b)
    case (.integers(let a), .datetime(let b)) where left.type == .datetime: cells = map(operation, a, b.ticks)
    case (.integers(let a), .timespan(let b)) where left.type == .timespan: cells = map(operation, a, b.ticks)
    case (.integers(let a), .real(let b)) where isNumber(left): cells = map(operation, a.map { Double($0) }, b)
    case (.reals(let a), .real(let b)): cells = map(operation, a, b)
    case (.reals(let a), .long(let b)): cells = map(operation, a, Double(b))
    case (.texts(let a), .string(let b)) where left.type == .string && (operation == .equal || operation == .notEqual):
      cells = equal(a, b, isNegated: operation == .notEqual)
    case (.texts(let a), .guid(let b)) where left.type == .guid && (operation == .equal || operation == .notEqual):
      cells = equal(a, b, isNegated: operation == .notEqual)
    default: return nil
    }
    return masked(operation, cells, left, nil)
  }

  static func result(_ operation: BoundBinaryOperator, _ left: Value, _ right: Value) -> Value {
    switch operation {
    case .equal, .notEqual:
      if left.isNull, right.isNull { return .null }
      if left.isNull || right.isNull { return .bool(operation == .notEqual) }
      return .bool((ValueOrder.compare(left, right) == 0) == (operation == .equal))
    default:
      guard !left.isNull, !right.isNull else { return .null }
      guard let order = ValueOrder.compare(left, right) else { return .bool(false) }
      return .bool(holds(operation, order))
    }
  }

  static func holds(_ operation: BoundBinaryOperator, _ order: Int) -> Bool {
    switch operation {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    default: order >= 0
    }
  }

  private static func isNumber(_ vector: ColumnVector) -> Bool { vector.type == .int || vector.type == .long }

  private static func equal(_ texts: TextColumn, _ wanted: String, isNegated: Bool) -> [Bool] {
    let wanted = Array(wanted.utf8)
    return wanted.withUnsafeBufferPointer { wanted in
      [Bool](unsafeUninitializedCapacity: texts.count) { cells, filled in
        texts.forEach { row, text in cells[row] = TextSearch.areEqual(text, wanted) != isNegated }
        filled = texts.count
      }
    }
  }

  @inline(__always)
  private static func zip<T: Comparable>(_ operation: BoundBinaryOperator, _ a: [T], _ b: [T]) -> [Bool] {
    switch operation {
    case .equal: fill(a.count) { a[$0] == b[$0] }
    case .notEqual: fill(a.count) { a[$0] != b[$0] }
    case .less: fill(a.count) { a[$0] < b[$0] }
    case .lessOrEqual: fill(a.count) { a[$0] <= b[$0] }
    case .greater: fill(a.count) { a[$0] > b[$0] }
    default: fill(a.count) { a[$0] >= b[$0] }
    }
  }

  @inline(__always)
  private static func map<T: Comparable>(_ operation: BoundBinaryOperator, _ a: [T], _ b: T) -> [Bool] {
    switch operation {
    case .equal: fill(a.count) { a[$0] == b }
    case .notEqual: fill(a.count) { a[$0] != b }
    case .less: fill(a.count) { a[$0] < b }
    case .lessOrEqual: fill(a.count) { a[$0] <= b }
    case .greater: fill(a.count) { a[$0] > b }
    default: fill(a.count) { a[$0] >= b }
    }
  }

  @inline(__always)
  static func fill(_ count: Int, _ body: (Int) -> Bool) -> [Bool] {
    [Bool](unsafeUninitializedCapacity: count) { cells, filled in
      for row in 0..<count { cells[row] = body(row) }
      filled = count
    }
  }

  private static func masked(
    _ operation: BoundBinaryOperator, _ cells: [Bool], _ left: ColumnVector, _ right: ColumnVector?
  ) -> ColumnVector {
    let hasNulls = !left.nulls.isEmpty || !(right?.nulls.isEmpty ?? true)
    guard hasNulls else { return ColumnVector(type: .bool, count: cells.count, storage: .bools(cells)) }
    var cells = cells
    var nulls = [Bool](repeating: false, count: cells.count)
    for row in cells.indices {
      let (a, b) = (left.isNull(row), right?.isNull(row) ?? false)
      guard a || b else { continue }
      switch operation {
      case .equal, .notEqual:
        cells[row] = operation == .notEqual
        nulls[row] = a && b
      default: nulls[row] = true
      }
    }
    return ColumnVector(type: .bool, count: cells.count, storage: .bools(cells), nulls: nulls)
  }

  private static func general(_ operation: BoundBinaryOperator, _ left: ColumnVector, _ right: ColumnVector) -> ColumnVector {
    var builder = ColumnBuilder(type: .bool, capacity: left.count)
    for row in 0..<left.count { builder.append(result(operation, left[row], right[row])) }
    return builder.finish()
  }
}
