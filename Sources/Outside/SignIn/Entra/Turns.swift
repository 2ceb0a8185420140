/// One at a time, in the order they came. A waiter whose task is cancelled leaves the line.
actor Turns {
  private var isTaken = false
  private var line: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
  private var next = 0

  /// Waits for the turn; whoever has it must `pass` it. Throws only `CancellationError`.
  func take() async throws {
    try Task.checkCancellation()
    guard isTaken else {
      isTaken = true
      return
    }
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

  func pass() {
    guard !line.isEmpty else {
      isTaken = false
      return
    }
    line.removeFirst().continuation.resume()
  }

  private func leave(_ number: Int) {
    guard let place = line.firstIndex(where: { $0.number == number }) else { return }
    line.remove(at: place).continuation.resume(throwing: CancellationError())
  }
}
