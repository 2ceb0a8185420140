import Casefile
import KQL

extension ExpressionCompiler {
  func binary(
    _ operation: BoundBinaryOperator, _ left: BoundExpression, _ right: BoundExpression, _ expression: BoundExpression
  ) throws -> Scalar {
    let (a, b) = (try compile(left), try compile(right))
    switch operation {
    case .add: return try arithmetic(.add, a, b, type: expression.type)
    case .subtract: return try arithmetic(.subtract, a, b, type: expression.type)
    case .multiply: return try arithmetic(.multiply, a, b, type: expression.type)
    case .divide: return try arithmetic(.divide, a, b, type: expression.type)
    case .remainder: return try arithmetic(.remainder, a, b, type: expression.type)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return try compare(operation, a, b)
    default: return try textPredicate(operation, a, b, expression.range)
    }
  }

  func arithmetic(_ operation: ArithmeticKernel.Operation, _ left: Scalar, _ right: Scalar, type: ColumnType) throws -> Scalar {
    if let first = left.constant, let second = right.constant {
      return Scalar(Conversion.fitted(ArithmeticKernel.value(operation, first, second), type), type: type)
    }
    return Scalar(type: type) { ArithmeticKernel.combine(operation, try left($0), try right($0), type: type) }
  }

  func compare(_ operation: BoundBinaryOperator, _ left: Scalar, _ right: Scalar) throws -> Scalar {
    let isConstant = left.constant != nil && right.constant != nil
    if let constant = right.constant, !constant.isNull, !isConstant {
      return Scalar(type: .bool) { batch in
        let vector = try left(batch)
        return try CompareKernel.compare(operation, vector, constant)
          ?? CompareKernel.compare(operation, vector, right(batch))
      }
    }
    if let constant = left.constant, !constant.isNull, !isConstant {
      return try compare(operation.mirrored, right, Scalar(constant, type: left.type))
    }
    return try Scalar(type: .bool) { CompareKernel.compare(operation, try left($0), try right($0)) }.folded(when: isConstant)
  }
}

extension BoundBinaryOperator {
  /// The comparison that says the same with its sides exchanged.
  fileprivate var mirrored: BoundBinaryOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }
}
