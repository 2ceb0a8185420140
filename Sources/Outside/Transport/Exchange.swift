internal import Locking

/// What the engine's thread and the waiting task share about one request.
///
/// The engine delivers a head, pieces of body and one ending; the task waits for them. Each waiter is resumed exactly once: it is
/// taken out of the state under the lock and resumed outside of it.
final class Exchange: Sendable {
  enum Ending: Sendable {
    case complete
    case failed(HTTPFailure)
    case cancelled
  }

  private struct State: Sendable {
    var head: HTTPResponseHead?
    var headWaiter: CheckedContinuation<HTTPResponseHead, any Error>?
    var chunkWaiter: CheckedContinuation<[UInt8]?, any Error>?
    var buffer: [UInt8] = []
    var isPaused = false
    var ending: Ending?
  }

  private let state = Locked(State())
  private let highWater: Int
  private let engine: Engine
  let request: HTTPRequest
  let address: WebAddress

  init(_ request: HTTPRequest, address: WebAddress, engine: Engine, highWater: Int) {
    self.request = request
    self.address = address
    self.engine = engine
    self.highWater = highWater
  }

  /// Waits for the head; cancelling the task ends the transfer.
  func head() async throws -> HTTPResponseHead {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { waiter in
        let now: Result<HTTPResponseHead, any Error>? = state.withLock { state in
          if let head = state.head { return .success(head) }
          if let ending = state.ending { return .failure(error(for: ending)) }
          state.headWaiter = waiter
          return nil
        }
        if let now { waiter.resume(with: now) }
      }
    } onCancel: {
      cancel()
    }
  }

  /// All bytes that have come since the last call, or the next to come; nil at the end.
  func next() async throws -> [UInt8]? {
    try Task.checkCancellation()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { waiter in
        let (now, wasPaused) = takeOrWait(waiter)
        if let now { waiter.resume(with: now) }
        if wasPaused { engine.post(.resume(self)) }
      }
    } onCancel: {
      cancel()
    }
  }

  private func takeOrWait(_ waiter: CheckedContinuation<[UInt8]?, any Error>) -> (Result<[UInt8]?, any Error>?, Bool) {
    state.withLock { state in
      if case .cancelled = state.ending { return (.failure(CancellationError()), false) }
      if !state.buffer.isEmpty {
        var chunk: [UInt8] = []
        swap(&chunk, &state.buffer)
        defer { state.isPaused = false }
        return (.success(chunk), state.isPaused)
      }
      switch state.ending {
      case .complete: return (.success(nil), false)
      case .some(let ending): return (.failure(error(for: ending)), false)
      case nil:
        precondition(state.chunkWaiter == nil, "a body has one reader")
        state.chunkWaiter = waiter
        return (nil, false)
      }
    }
  }

  /// Ends the transfer and wakes whoever waits; nothing happens once it has ended.
  func cancel() {
    if end(.cancelled) { engine.post(.cancel(self)) }
  }

  func deliver(_ head: HTTPResponseHead) {
    let waiter = state.withLock { state in
      state.head = head
      defer { state.headWaiter = nil }
      return state.headWaiter
    }
    waiter?.resume(returning: head)
  }

  /// False when the buffer is full: the engine then pauses until a `resume` is posted.
  func deliver(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let (taken, waiter) = state.withLock { state -> (Bool, CheckedContinuation<[UInt8]?, any Error>?) in
      if state.ending != nil { return (true, nil) }
      if let waiter = state.chunkWaiter {
        state.chunkWaiter = nil
        return (true, waiter)
      }
      if !state.buffer.isEmpty, state.buffer.count + bytes.count > highWater {
        state.isPaused = true
        return (false, nil)
      }
      state.buffer.append(contentsOf: bytes)
      return (true, nil)
    }
    waiter?.resume(returning: Array(bytes))
    return taken
  }

  /// True when this call ended it.
  @discardableResult
  func end(_ ending: Ending) -> Bool {
    let (isFirst, head, chunk) = state.withLock { state in
      let isFirst = state.ending == nil
      if isFirst { state.ending = ending }
      defer {
        state.headWaiter = nil
        state.chunkWaiter = nil
        if isFirst, case .cancelled = ending { state.buffer = [] }
      }
      return (isFirst, state.headWaiter, state.chunkWaiter)
    }
    head?.resume(throwing: error(for: ending))
    if case .complete = ending { chunk?.resume(returning: nil) } else { chunk?.resume(throwing: error(for: ending)) }
    return isFirst
  }

  private func error(for ending: Ending) -> any Error {
    switch ending {
    case .failed(let failure): failure
    case .cancelled: CancellationError()
    case .complete: HTTPFailure(.malformed, host: address.host)
    }
  }
}
