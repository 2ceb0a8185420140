import Casefile
package import HuntPipeline
import Locking
import Transport

extension DataExplorerBackend {
  /// Rows younger than this may still be on their way: Data Explorer gathers what it takes in for five minutes by default.
  private static let latency = TimeSpan.minutes(10)

  /// Asks each table for its newest row and for rows in the range, until one of them explains the emptiness.
  package func explainEmpty(_ query: ApprovedQuery) async throws -> EmptyResult {
    try await EmptyProbe(
      query: query, timeColumn: query.timeColumn(of:), now: surroundings.now(), latency: DataExplorerBackend.latency,
      place: "the database \(cluster.database)", permission: "the role Database Viewer on \(cluster.database)", rangeColumn: { _ in nil }
    ) { text, _ in
      try await reply(to: text)
    }.explain()
  }

  private func reply(to question: String) async throws -> EmptyProbe.Reply {
    let row = Locked<[Value]?>(nil)
    do {
      try await ask(question, limit: 1) { batch in if let first = batch.rows.first { row.withLock { $0 = $0 ?? first } } }
    } catch let end as EndOfRun {
      throw end.error
    } catch let failed as KustoAttempt {
      switch failed.refusal?.status {
      case 400 where failed.refusal?.error?.innerCode.hasPrefix("SEM") == true: return .unknown
      case 401, 403: return .forbidden
      default: throw failed.problem
      }
    }
    return row.withLock { $0 }.map { .row($0) } ?? .noRow
  }
}
