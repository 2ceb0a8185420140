import Casefile
import Locking

extension HuntRunner {
  func run(_ query: ApprovedQuery, _ errand: Errand) async throws {
    errand.report(.stageStarted(.querying))
    let intake = RowIntake(
      id: ResultSetID(at: ports.clock.now()), query: query.text, backend: await ports.backend.place(of: query), archive: ports.archive,
      errand: errand)
    let outcome: QueryOutcome
    do {
      outcome = try await ports.backend.run(query, progress: { errand.report($0.event) }) { try await intake.take($0) }
    } catch {
      // What came before a failure or a stop is kept and marked; a failure before the first row is a failure of the hunt.
      guard await intake.count > 0 else { throw error }
      if let problem = error as? Problem, problem.withdrawsRows {
        try await intake.withdraw(because: problem.summary)
        throw problem
      }
      let reason = error is CancellationError ? "stopped before the end" : (error as? Problem)?.summary ?? "the query broke off"
      try await intake.finish(partial: reason)
      if error is CancellationError || Task.isCancelled { throw error }
      return
    }
    try await intake.finish(partial: outcome.partial, outcome)
    guard await intake.count == 0 else { return }
    // What is missing may hold rows: nothing can be said of why there are none.
    let unread = outcome.partial.map {
      EmptyResult(reason: .notKnown, explanation: "No row came whole: \($0)", widen: ["Run it again.", "Ask for a shorter time."])
    }
    if let unread { return await finishEmpty(unread, errand) }
    await finishEmpty(try await reason(forNothingFrom: query), errand)
  }

  /// That there are no rows is known; when only the reason cannot be learnt, the hunt has ended well all the same, and says so.
  private func reason(forNothingFrom query: ApprovedQuery) async throws -> EmptyResult {
    do {
      return try await ports.backend.explainEmpty(query)
    } catch {
      if error is CancellationError || Task.isCancelled { throw CancellationError() }
      let problem = error as? Problem
      let cause = [problem?.summary ?? "The question about it failed.", problem?.cause].compactMap { $0 }.joined(separator: " ")
      return EmptyResult(
        reason: .notKnown, explanation: "No row came; why could not be learnt: \(cause)",
        widen: ["Run it again in a while.", "Ask for a longer time."])
    }
  }

  func collectAlerts(_ ids: [AlertID], _ errand: Errand) async throws {
    errand.report(.stageStarted(.collecting))
    let intake = RowIntake(
      id: ResultSetID(at: ports.clock.now()), query: "", backend: "alerts", archive: ports.archive, errand: errand)
    var found = 0
    for start in stride(from: 0, to: ids.count, by: 500) {
      try Task.checkCancellation()
      let alerts = try await ports.pages.alerts(withIDs: Array(ids[start..<min(start + 500, ids.count)]))
      found += alerts.count
      try await intake.take(RowBatch(columns: AlertRows.columns, rows: alerts.map(AlertRows.row)))
    }
    try await intake.finish(partial: found < ids.count ? "\(ids.count - found) of \(ids.count) alerts are not in the store" : nil)
    guard found == 0 else { return }
    let empty = EmptyResult(
      reason: .tooNarrow, explanation: "None of the alerts asked about is in the store.", widen: ["mark other alerts", "clear the filter"])
    await finishEmpty(empty, errand)
  }

  /// No rows: no model is asked, and the hunt ends well.
  private func finishEmpty(_ empty: EmptyResult, _ errand: Errand) async {
    errand.report(.foundEmpty(empty))
    finish(errand, cutReason: nil, empty: empty)
  }

  func finish(_ errand: Errand, cutReason: String?, empty: EmptyResult? = nil) {
    guard let work = work(of: errand.hunt) else { return }
    errand.report(
      .finished(
        HuntEnding(
          findings: work.findings.count, cost: work.cost,
          seconds: work.workedSeconds + (ports.clock.now() - work.stepStarted).totalSeconds,
          cutReason: cutReason,
          empty: empty)))
  }
}

/// Takes batches in: archived first, reported after.
private actor RowIntake {
  private let id: ResultSetID
  private let query: String
  private let backend: String
  private let archive: any RowArchive
  private let errand: Errand
  private var columns: [Column]?
  private(set) var count = 0

  init(id: ResultSetID, query: String, backend: String, archive: any RowArchive, errand: Errand) {
    self.id = id
    self.query = query
    self.backend = backend
    self.archive = archive
    self.errand = errand
  }

  func take(_ batch: RowBatch) async throws {
    if columns == nil {
      columns = batch.columns
      try await archive.begin(id, hunt: errand.hunt, query: query, columns: batch.columns)
    }
    guard !batch.rows.isEmpty else { return }
    try await archive.append(batch, to: id)
    count += batch.rows.count
    errand.report(.rowsArrived(RowsProgress(resultSet: id, columns: batch.columns, count: count, backend: backend)))
  }

  /// The rows so far do not stand: the set is emptied, by beginning it anew, and closed as one that has none.
  func withdraw(because reason: String) async throws {
    count = 0
    try await archive.begin(id, hunt: errand.hunt, query: query, columns: columns ?? [])
    try await finish(partial: reason)
  }

  /// `outcome` is nil where the backend did not come to its end.
  func finish(partial: String?, _ outcome: QueryOutcome? = nil) async throws {
    if columns == nil { try await archive.begin(id, hunt: errand.hunt, query: query, columns: []) }
    try await archive.finish(id, rows: count, partial: partial)
    var progress = RowsProgress(
      resultSet: id, columns: columns ?? [], count: count, isComplete: true, partial: partial, backend: backend)
    progress.scannedRows = outcome?.scannedRows
    progress.scannedBytes = outcome?.scannedBytes
    progress.notes = outcome?.notes ?? []
    errand.report(.rowsArrived(progress))
  }
}

extension QueryProgress {
  fileprivate var event: HuntEvent {
    if case .retrying(let seconds, let cause) = self { .retrying(afterSeconds: seconds, cause: cause) } else { .queryProgressed(self) }
  }
}
