internal import Foundation

/// Tests that wait for other programs by blocking run here, on a thread of their own: on the shared pool, which has a thread a core, two of
/// them would keep every task of all other tests from running.
@globalActor package actor BlockingTests {
  package static let shared = BlockingTests()

  private static let executor = OwnThread()

  package nonisolated var unownedExecutor: UnownedSerialExecutor { BlockingTests.executor.asUnownedSerialExecutor() }
}

/// One thread that runs jobs in the order they come. Sendable by proof: its list is only touched under its condition.
private final class OwnThread: SerialExecutor, @unchecked Sendable {
  private let condition = NSCondition()
  private var jobs: [UnownedJob] = []

  init() { Thread { self.run() }.start() }

  func enqueue(_ job: consuming ExecutorJob) {
    condition.lock()
    jobs.append(UnownedJob(job))
    condition.signal()
    condition.unlock()
  }

  private func run() {
    while true {
      condition.lock()
      while jobs.isEmpty { condition.wait() }
      let ready = jobs
      jobs = []
      condition.unlock()
      for job in ready { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
  }
}
