internal import Locking

/// Work that several wait for. Who is cancelled stops waiting at once; the work goes on for the others.
///
/// `Task.value` is no such wait: a cancelled waiter would still wait for the end, which may be as far off as a person at a browser.
package final class SharedWork<Value: Sendable>: Sendable {
  private struct State: Sendable {
    var result: Result<Value, any Error>?
    var waiters: [Int: CheckedContinuation<Value, any Error>] = [:]
    var next = 0
    var task: Task<Void, Never>?
    var isAbandoned = false
  }

  private let state = Locked(State())
  private let endsWithWaiters: Bool

  /// Begins at once. With `endsWithWaiters` the work is cancelled when the last who waited for it is gone.
  package init(endsWithWaiters: Bool, _ work: @escaping @Sendable () async throws -> Value) {
    self.endsWithWaiters = endsWithWaiters
    let task = Task {
      let result: Result<Value, any Error>
      do { result = .success(try await work()) } catch { result = .failure(error) }
      self.end(result)
    }
    state.withLock { $0.task = task }
  }

  /// True once nobody waits any more and the work was cancelled; it is then not to be joined.
  package var isAbandoned: Bool { state.withLock(\.isAbandoned) }

  /// What came of it. Throws what the work threw, or `CancellationError` when the waiter was cancelled first.
  package func value() async throws -> Value {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let result = state.withLock { state -> Result<Value, any Error>? in
          if let result = state.result { return result }
          state.waiters[number] = continuation
          return nil
        }
        if let result { return continuation.resume(with: result) }
        // Whoever is cancelled from here on finds the waiter and takes it away.
        if Task.isCancelled { leave(number) }
      }
    } onCancel: {
      leave(number)
    }
  }

  private func leave(_ number: Int) {
    let (continuation, task) = state.withLock { state -> (CheckedContinuation<Value, any Error>?, Task<Void, Never>?) in
      guard let continuation = state.waiters.removeValue(forKey: number) else { return (nil, nil) }
      guard endsWithWaiters, state.waiters.isEmpty, state.result == nil else { return (continuation, nil) }
      state.isAbandoned = true
      return (continuation, state.task)
    }
    task?.cancel()
    continuation?.resume(throwing: CancellationError())
  }

  private func end(_ result: Result<Value, any Error>) {
    let waiters = state.withLock { state in
      state.result = result
      defer { state.waiters = [:] }
      return state.waiters.values
    }
    for continuation in waiters { continuation.resume(with: result) }
  }
}
