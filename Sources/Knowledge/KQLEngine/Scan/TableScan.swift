/// Whoever keeps stored tables lets the engine read them through this.
///
/// The store may answer with more rows than the predicates ask for, never with fewer. Rows come in one stable order.
package protocol TableScan: Sendable {
  /// Hands over the table's rows batch by batch, with one column for each of `request.columns`, in that order and of that type.
  ///
  /// Awaiting `deliver` is the back-pressure; when it returns `.enough`, the scan must end early and without error. What `deliver` throws
  /// goes through. Implementations are nonisolated, look at cancellation between batches, and throw a `Problem` when the table is
  /// unknown or unreadable.
  func scan(_ request: ScanRequest, deliver: (ColumnBatch) async throws -> Demand) async throws
}

/// What a receiver of batches answers.
package enum Demand: Sendable, Equatable {
  case more
  case enough
}
