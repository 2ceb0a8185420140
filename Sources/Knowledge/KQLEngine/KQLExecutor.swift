package import Casefile
package import KQL

/// What a finished run says about itself.
package struct EngineOutcome: Sendable, Equatable {
  /// Rows delivered.
  package var rows: Int
  /// Rows that stored tables handed over, whatever became of them.
  package var rowsScanned: Int
}

/// Runs bound queries over a store's tables. A value: one may run several queries at once.
package struct KQLExecutor: Sendable {
  private let scan: any TableScan
  private let now: DateTime
  private let memory: Int

  /// `now` is the hour that `now()` and `ago()` mean, the same for the whole run; `memory` is what its steps may hold together, in bytes.
  package init(scan: any TableScan, now: DateTime, memory: Int = EngineLimits.memory) {
    self.scan = scan
    self.now = now
    self.memory = memory
  }

  /// Delivers the result batch by batch, in order; awaiting `deliver` is the back-pressure. A result without rows delivers nothing.
  ///
  /// Throws `EngineError` when the query cannot be run, `CancellationError` within one batch of being cancelled, and whatever the store
  /// or `deliver` throws.
  package func run(_ query: BoundQuery, deliver: (RowBatch) async throws -> Void) async throws -> EngineOutcome {
    guard let pipeline = query.pipeline else {
      throw EngineError.notRunnable(query.diagnostics.first { $0.severity != .hint }?.message ?? "nothing to run")
    }
    let run = QueryRun(query, scan: scan, now: now, memory: memory)
    var rows = 0
    try await withoutActuallyEscaping(deliver) { deliver in
      try await run.run(pipeline) { batch in
        try Task.checkCancellation()
        rows += batch.count
        try await deliver(batch.rowBatch(columns: query.resultColumns))
        return .more
      }
    }
    return EngineOutcome(rows: rows, rowsScanned: run.rowsScanned)
  }
}
