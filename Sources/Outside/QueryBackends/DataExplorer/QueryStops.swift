import Locking

/// Queries that are being ended at their service after nobody waits for them any more.
///
/// Whoever stops is not kept waiting for it; a program that ends waits by `settle`.
package final class QueryStops: Sendable {
  private let state = Locked((next: 0, tasks: [Int: Task<Void, Never>]()))

  package init() {}

  /// Begins at once; nothing cancels it.
  func begin(_ work: @escaping @Sendable () async -> Void) {
    state.withLock { state in
      let number = state.next
      state.next += 1
      state.tasks[number] = Task.detached {
        await work()
        self.state.withLock { $0.tasks[number] = nil }
      }
    }
  }

  /// Waits until each was told to its service, which takes half a second at most.
  package func settle() async {
    // One that ends may have begun another.
    while let task = state.withLock({ $0.tasks.values.first }) { await task.value }
  }
}
