internal import Glibc
internal import Locking

/// The one thread that owns the terminal and the model on screen.
@globalActor package actor TerminalActor {
  package static let shared = TerminalActor()

  nonisolated let executor = LoopExecutor()

  /// Runs the actor's jobs on the terminal's loop.
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Makes the calling thread the actor's thread, once and for all, and runs `body` isolated to it.
  static func adoptThread<Result: Sendable>(_ body: @TerminalActor () throws -> Result) rethrows -> Result {
    shared.executor.adoptThread()
    // The isolation of a function type is not part of its calling convention, and this thread is the executor from here on.
    return try withoutActuallyEscaping(body) { escaping in
      try unsafeBitCast(escaping, to: (() throws -> Result).self)()
    }
  }
}

/// Keeps the actor's jobs until the loop runs them between two looks at the keyboard.
final class LoopExecutor: SerialExecutor {
  private struct State: Sendable {
    var jobs: [UnownedJob] = []
    var owner: pthread_t?
  }

  private let state = Locked(State())

  /// Rung when the first job of a batch arrives.
  let bell = Bell()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isFirst = state.withLock { state in
      state.jobs.append(job)
      return state.jobs.count == 1
    }
    if isFirst { bell.ring() }
  }

  func adoptThread() {
    state.withLock { $0.owner = pthread_self() }
  }

  /// Runs what is queued now; jobs that these enqueue wait for the next turn, so that keys are not starved.
  func runJobs() {
    let jobs = state.withLock { state in
      defer { state.jobs = [] }
      return state.jobs
    }
    for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
  }

  func isSameExclusiveExecutionContext(other: LoopExecutor) -> Bool { self === other }

  func checkIsolated() {
    let owner = state.withLock(\.owner)
    precondition(owner.map { pthread_equal($0, pthread_self()) != 0 } ?? false, "only the terminal's thread may do this")
  }
}
