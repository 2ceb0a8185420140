import Casefile
import HuntPipeline
import Locking
import Transport

/// Requests on their way: started ahead, awaited in their turn. A head that has come waits with its body unread, so that the service
/// works side by side while rows are read one part after the other.
final class PartRequests<Service: QueryService>: Sendable {
  private struct Request: Sendable {
    let task: Task<Service.Sent, any Error>
    let silence: SilenceWatch
  }

  private let service: Service
  private let requests = Locked<[String: Request]>([:])
  private let started = Locked(0)

  init(_ service: Service) { self.service = service }

  /// Requests started in all.
  var count: Int { started.withLock { $0 } }

  /// Sends the query unless it is on its way already; a wait of its own is no silence of it, and of no other.
  func start(_ query: ApprovedQuery, _ progress: @escaping @Sendable (QueryProgress) -> Void) {
    let service = self.service
    requests.withLock { requests in
      guard requests[query.text] == nil else { return }
      started.withLock { $0 += 1 }
      let silence = SilenceWatch()
      let task = Task {
        try await service.send(query) { seconds, cause in
          silence.heard(waiting: seconds)
          progress(.retrying(afterSeconds: seconds, cause: cause))
        }
      }
      requests[query.text] = Request(task: task, silence: silence)
    }
  }

  /// The watch over the request for this query.
  func silence(of query: ApprovedQuery) -> SilenceWatch { requests.withLock { $0[query.text]?.silence } ?? SilenceWatch() }

  /// Its answer, begun; cancelling the waiting task ends every request.
  func sent(_ query: ApprovedQuery) async throws -> Service.Sent {
    guard let task = requests.withLock({ $0[query.text]?.task }) else { throw CancellationError() }
    // The body lives as long as someone holds the answer, and nobody does once it is read.
    defer { forget(query) }
    return try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      cancelAll()
    }
  }

  /// Ends every request but those for these queries: an answer that waits for its turn holds its line, and must not keep others from theirs.
  func keepOnly(_ queries: [ApprovedQuery]) {
    let wanted = Set(queries.map(\.text))
    end { !wanted.contains($0) }
  }

  /// The same query may be sent anew.
  func forget(_ query: ApprovedQuery) { requests.withLock { $0[query.text] = nil } }

  /// Ends everything that is on its way.
  func cancelAll() { end { _ in true } }

  private func end(_ isUnwanted: (String) -> Bool) {
    let unwanted = requests.withLock { requests in
      let texts = requests.keys.filter(isUnwanted)
      return texts.compactMap { requests.removeValue(forKey: $0)?.task }
    }
    for task in unwanted {
      task.cancel()
      service.abandon(task)
    }
  }
}
