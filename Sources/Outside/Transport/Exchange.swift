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
    /// When the head came, or the reader last got on.
    var gotOn: ContinuousClock.Instant?

    mutating func takeBuffer() -> [UInt8] {
      var chunk: [UInt8] = []
      swap(&chunk, &buffer)
      return chunk
    }
  }

  /// What libcurl hands over at most in one call.
  private static let pieceBytes = 16 << 10
  /// A waiting reader is woken for this much in the middle of reading.
  private static let chunkBytes = 256 << 10

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
        defer { state.isPaused = false }
        return (.success(state.takeBuffer()), state.isPaused)
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

  /// The reader found something useful in what came.
  func progressed() { state.withLock { $0.gotOn = .now } }

  /// When the head came, or the reader last got on; now while no reader waits, who owes no progress then. Nil before the head.
  var lastProgress: ContinuousClock.Instant? {
    state.withLock { state in state.chunkWaiter == nil && state.gotOn != nil ? .now : state.gotOn }
  }

  /// Ends the transfer and wakes whoever waits; nothing happens once it has ended.
  func cancel() {
    if end(.cancelled) { engine.post(.cancel(self)) }
  }

  /// Ends the transfer because of what its bytes turned out to be; the failure is the caller's to throw, now and at every later call.
  func fail(_ reason: HTTPFailure.Reason) -> HTTPFailure {
    let failure = HTTPFailure(reason, host: address.host)
    let isRunning = state.withLock { state in
      defer {
        state.ending = .failed(failure)
        state.buffer = []
      }
      return state.ending == nil
    }
    if isRunning { engine.post(.cancel(self)) }
    return failure
  }

  func deliver(_ head: HTTPResponseHead) {
    let waiter = state.withLock { state in
      state.head = head
      state.gotOn = .now
      defer { state.headWaiter = nil }
      return state.headWaiter
    }
    waiter?.resume(returning: head)
  }

  /// False when the buffer is full: the engine then pauses until a `resume` is posted, or `flush` says so.
  ///
  /// A waiting reader is woken here only for a large chunk; for what is left the engine calls `flush` once it has read all there is. A
  /// wake-up for each of libcurl's 16 kB pieces would cost more than the bytes.
  func deliver(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let (isTaken, waiter, chunk) = state.withLock { state -> (Bool, CheckedContinuation<[UInt8]?, any Error>?, [UInt8]) in
      if state.ending != nil { return (true, nil, []) }
      if !state.buffer.isEmpty, state.buffer.count + bytes.count > highWater {
        state.isPaused = true
        return (false, nil, [])
      }
      if state.buffer.isEmpty, bytes.count >= Exchange.pieceBytes {
        state.buffer.reserveCapacity(min(highWater + Exchange.pieceBytes, Exchange.chunkBytes))
      }
      state.buffer.append(contentsOf: bytes)
      guard state.chunkWaiter != nil, state.buffer.count >= Exchange.chunkBytes - Exchange.pieceBytes else { return (true, nil, []) }
      return (true, state.chunkWaiter.take(), state.takeBuffer())
    }
    waiter?.resume(returning: chunk)
    return isTaken
  }

  /// Hands a waiting reader what has come. True when the transfer was paused and has room again.
  func flush() -> Bool {
    let (waiter, chunk, wasPaused) = state.withLock { state -> (CheckedContinuation<[UInt8]?, any Error>?, [UInt8], Bool) in
      guard state.chunkWaiter != nil, !state.buffer.isEmpty, state.ending == nil else { return (nil, [], false) }
      defer { state.isPaused = false }
      return (state.chunkWaiter.take(), state.takeBuffer(), state.isPaused)
    }
    waiter?.resume(returning: chunk)
    return wasPaused
  }

  /// True when this call ended it.
  @discardableResult
  func end(_ ending: Ending) -> Bool {
    let (isFirst, head, reader, rest) = state.withLock { state in
      let isFirst = state.ending == nil
      if isFirst { state.ending = ending }
      if isFirst, case .cancelled = ending { state.buffer = [] }
      // Who waits gets what has come; the ending is for the next call.
      let rest = state.chunkWaiter == nil ? [] : state.takeBuffer()
      return (isFirst, state.headWaiter.take(), state.chunkWaiter.take(), rest)
    }
    head?.resume(throwing: error(for: ending))
    if !rest.isEmpty {
      reader?.resume(returning: rest)
    } else if case .complete = ending {
      reader?.resume(returning: nil)
    } else {
      reader?.resume(throwing: error(for: ending))
    }
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
