import Casefile
import KQL

/// A bound expression made ready to run over batches.
struct Scalar {
  let type: ColumnType
  /// The value when it is the same for every row.
  let constant: Value?
  private let body: (ColumnBatch) -> ColumnVector

  init(type: ColumnType, constant: Value? = nil, _ body: @escaping (ColumnBatch) -> ColumnVector) {
    self.type = type
    self.constant = constant
    self.body = body
  }

  /// An expression that does not look at the row.
  init(_ value: Value, type: ColumnType) {
    self.init(type: type, constant: value) { ColumnVector(repeating: value, type: type, count: $0.count) }
  }

  /// One cell for each row of the batch.
  func callAsFunction(_ batch: ColumnBatch) -> ColumnVector { body(batch) }

  /// The same expression, computed once and for all if `isConstant`.
  func folded(when isConstant: Bool) -> Scalar {
    guard isConstant, constant == nil else { return self }
    return Scalar(body(ColumnBatch(count: 1, columns: []))[0], type: type)
  }
}

/// Why an expression or a step cannot be run.
package enum EngineError: Error, Equatable, Sendable {
  /// The query has no runnable tree, or a name in it was never resolved.
  case notRunnable(String)
  /// The construct at these UTF-8 offsets is not run here yet.
  case unsupported(String, Range<Int>)
  /// A regular expression that RE2 refuses: the pattern and the reason.
  case badPattern(String, String, Range<Int>)
  /// A step was given an argument it cannot use.
  case badArgument(String, Range<Int>)
}
