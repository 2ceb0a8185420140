import Casefile
import HuntPipeline
import SignIn
import Transport

/// A query that was sent, its answer's body unread.
struct KustoSent: Sendable {
  let text: String
  /// What ends it at the service.
  let id: String
  /// Rows that were asked for.
  let limit: Int
  /// Whether the service was told of it.
  let isLimited: Bool
  let response: HTTPResponse
}

/// One run of a query, as its cutting by time needs it.
struct KustoQuery: QueryService {
  let backend: DataExplorerBackend
  /// The text before any cutting.
  let whole: String

  func send(_ query: ApprovedQuery, retrying: @escaping @Sendable (Double, String) -> Void) async throws -> KustoSent {
    try await backend.send(query.text, limit: query.maxRows, retrying: retrying)
  }

  func read(
    _ sent: KustoSent, of query: ApprovedQuery, limit: Int, progress: @escaping @Sendable (QueryProgress) -> Void,
    deliver: @Sendable (RowBatch) async throws -> Void
  ) async throws -> PartAnswer {
    let isWhole = query.text == whole
    do {
      return try await backend.read(sent, limit: limit) { step in
        // How far one part is says little of the whole.
        if case .fraction = step, !isWhole { return }
        progress(step)
      } deliver: {
        try await deliver($0)
      }
    } catch let failed as KustoAttempt {
      throw ServiceRefusal(problem: failed.problem, isTooMuch: failed.isTooMuch)
    }
  }

  var host: String { backend.sender.host }

  var longestAnswer: Double? { backend.requests.serverTimeout }

  /// Data Explorer takes a closed connection for no reason to stop, so that the query is ended by its id. Nobody holds the answer
  /// meanwhile, or its line would stay open until then.
  func abandon(_ sending: Task<KustoSent, any Error>) {
    let backend = self.backend
    let id = Task.detached { (try? await sending.value)?.id }
    backend.stops.begin { if let id = await id.value { await backend.stop(id) } }
  }
}
