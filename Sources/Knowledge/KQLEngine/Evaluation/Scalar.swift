import Casefile
import KQL

/// A bound expression made ready to run over batches.
struct Scalar {
  let type: ColumnType
  /// The value when it is the same for every row.
  let constant: Value?
  private let body: (ColumnBatch) throws -> ColumnVector

  init(type: ColumnType, constant: Value? = nil, _ body: @escaping (ColumnBatch) throws -> ColumnVector) {
    self.type = type
    self.constant = constant
    self.body = body
  }

  /// An expression that does not look at the row.
  init(_ value: Value, type: ColumnType) {
    // Parts of a dynamic are shared by its copies; texts are copied.
    let bytes = if case .dynamic = type { 16 } else { value.estimatedBytes() }
    self.init(type: type, constant: value) { batch in
      let (total, isTooMuch) = bytes.multipliedReportingOverflow(by: batch.count)
      guard !isTooMuch, total <= EngineLimits.memory / 2 else {
        throw EngineError.tooMuchHeld("a constant of \(bytes >> 10) KiB in each of \(batch.count) rows", most: EngineLimits.memory / 2)
      }
      return ColumnVector(repeating: value, type: type, count: batch.count)
    }
  }

  /// One cell for each row of the batch; throws when a value becomes too large.
  func callAsFunction(_ batch: ColumnBatch) throws -> ColumnVector { try body(batch) }

  /// The same expression, computed once and for all if `isConstant`.
  func folded(when isConstant: Bool) throws -> Scalar {
    guard isConstant, constant == nil else { return self }
    return Scalar(try body(ColumnBatch(count: 1, columns: []))[0], type: type)
  }
}
