import Casefile
import HuntPipeline
import Locking
import Transport

/// Requests on their way: started ahead, awaited in their turn. A head that has come waits with its body unread, so that the service
/// works side by side while rows are read one part after the other.
final class PartRequests: Sendable {
  private let tasks = Locked<[String: Task<HTTPResponse, any Error>]>([:])
  private let started = Locked(0)

  /// Requests started in all.
  var count: Int { started.withLock { $0 } }

  /// Sends the query unless it is on its way already.
  func start(_ service: some QueryService, _ query: ApprovedQuery, _ progress: @escaping @Sendable (QueryProgress) -> Void) {
    tasks.withLock { tasks in
      guard tasks[query.text] == nil else { return }
      started.withLock { $0 += 1 }
      tasks[query.text] = Task {
        try await service.send(query) { seconds, cause in progress(.retrying(afterSeconds: seconds, cause: cause)) }
      }
    }
  }

  /// The head of its answer; cancelling the waiting task ends every request.
  func response(of query: ApprovedQuery) async throws -> HTTPResponse {
    guard let task = tasks.withLock({ $0[query.text] }) else { throw CancellationError() }
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
    let others = tasks.withLock { tasks in
      defer { tasks = tasks.filter { wanted.contains($0.key) } }
      return tasks.filter { !wanted.contains($0.key) }.values
    }
    for task in others { task.cancel() }
  }

  /// The same query may be sent anew.
  func forget(_ query: ApprovedQuery) { tasks.withLock { $0[query.text] = nil } }

  /// Ends everything that is on its way.
  func cancelAll() {
    let all = tasks.withLock { tasks in
      defer { tasks = [:] }
      return Array(tasks.values)
    }
    for task in all { task.cancel() }
  }
}
