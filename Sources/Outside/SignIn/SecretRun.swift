package import Foundation
internal import Locking

/// One run of a program for what it writes, on a thread of its own: the threads that tasks share are few, and none may wait for a person at
/// a passphrase. Whoever is cancelled, or out of time, waits no longer, and the program is ended.
package final class SecretRun: Sendable {
  /// Why nothing came.
  package enum Trouble: Error, Equatable {
    case notStarted(String)
    case failed(Int32)
    case late
  }

  private struct State: Sendable {
    var waiter: CheckedContinuation<Data, any Error>?
    /// The program while it runs.
    var program: Int32?
    var isOver = false
  }

  private let state = Locked(State())
  private let alarm: Alarm

  /// Calls the body once so many seconds are over.
  package typealias Alarm = @Sendable (_ seconds: Double, _ body: @escaping @Sendable () -> Void) -> Void

  /// `alarm` says when time is over.
  package init(alarm: @escaping Alarm = { DispatchQueue.global().asyncAfter(deadline: .now() + $0, execute: $1) }) { self.alarm = alarm }

  /// What it writes to standard output until it ends well. Throws `Trouble` or `CancellationError`.
  package func output(of words: [String], within seconds: Double) async throws -> Data {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { waiter in
        let isOver = state.withLock { state in
          if !state.isOver { state.waiter = waiter }
          return state.isOver
        }
        if isOver { return waiter.resume(throwing: CancellationError()) }
        Thread.detachNewThread { self.run(words) }
        alarm(seconds) { self.end(.failure(Trouble.late)) }
      }
    } onCancel: {
      end(.failure(CancellationError()))
    }
  }

  private func run(_ words: [String]) {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      return end(.failure(Trouble.notStarted(error.localizedDescription)))
    }
    let isOver = state.withLock { state in
      state.program = process.processIdentifier
      return state.isOver
    }
    if isOver { kill(process.processIdentifier, SIGKILL) }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    state.withLock { $0.program = nil }
    end(process.terminationStatus == 0 ? .success(output) : .failure(Trouble.failed(process.terminationStatus)))
  }

  /// The first ending counts; one that came before the program's own ends the program.
  private func end(_ result: Result<Data, any Error>) {
    let waiter = state.withLock { state -> CheckedContinuation<Data, any Error>? in
      guard !state.isOver else { return nil }
      state.isOver = true
      if let program = state.program { kill(program, SIGKILL) }
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume(with: result)
  }
}
