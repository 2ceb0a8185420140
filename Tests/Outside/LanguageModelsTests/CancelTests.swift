import Casefile
import Dispatch
import HuntPipeline
import Locking
import TestSupport
import Testing
import Transport

@testable import LanguageModels

@Suite("Stopping a call", .serialized) struct CancelTests {
  @Test("Every provider's answer ends within 50 ms of the cancel, in the middle of the stream", arguments: ContractProvider.all)
  func cancel(provider: ContractProvider) async throws {
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      let begun = Dialogue(parts: [.say(["half"])], ending: .cut).bytes(provider.format)
      connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
      connection.write(begun)
      connection.waitForClose()
    }
    // On a busy machine the test itself may come to its turn after minutes; the call must still be running then.
    let model = RemoteModel(
      provider.configuration(at: server.url), sender: HTTPClient(), surroundings: .system(),
      timeouts: .init(connect: 600, firstByte: 600, idle: 600))
    // The call has a thread of its own, so that it does not stand in line behind all other tests; the best of a few counts, as the machine
    // may be busy.
    let thread = OwnThread()
    var best = Duration.seconds(60)
    for _ in 0..<8 where best > .milliseconds(50) {
      let begun = AsyncStream<Void>.makeStream()
      let task = Task(executorPreference: thread) { () -> ContinuousClock.Instant? in
        do {
          _ = try await model.answer(.question) { _ in begun.continuation.yield() }
        } catch is CancellationError {
          return .now
        }
        return nil
      }
      for await _ in begun.stream { break }
      let start = ContinuousClock.now
      task.cancel()
      best = min(best, try #require(try await task.value) - start)
    }
    #expect(best <= .milliseconds(50))
  }
}

/// Runs the jobs of one task apart from the shared pool.
private final class OwnThread: TaskExecutor {
  private let queue = DispatchQueue(label: "own thread", qos: .userInitiated)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
