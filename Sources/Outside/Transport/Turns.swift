/// So many at a time, the others in the order they came. A waiter whose task is cancelled leaves the line.
package actor Turns {
  private var free: Int
  private var line: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
  private var next = 0

  package init(places: Int = 1) { free = max(1, places) }

  /// How many wait.
  package var waiting: Int { line.count }

  /// True when a place was free; whoever has it must `pass` it.
  package func takeAtOnce() -> Bool {
    guard free > 0 else { return false }
    free -= 1
    return true
  }

  /// Waits for the turn; whoever has it must `pass` it. Throws only `CancellationError`.
  package func take() async throws {
    try Task.checkCancellation()
    if takeAtOnce() { return }
    next += 1
    let number = next
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        if Task.isCancelled {
          continuation.resume(throwing: CancellationError())
        } else {
          line.append((number, continuation))
        }
      }
    } onCancel: {
      Task { await self.leave(number) }
    }
  }

  package func pass() {
    guard !line.isEmpty else {
      free += 1
      return
    }
    line.removeFirst().continuation.resume()
  }

  private func leave(_ number: Int) {
    guard let place = line.firstIndex(where: { $0.number == number }) else { return }
    line.remove(at: place).continuation.resume(throwing: CancellationError())
  }
}
