import Casefile
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
    let model = RemoteModel(provider.configuration(at: server.url), sender: HTTPClient(), surroundings: .system())
    // The best of a few: on a busy machine any one may have to stand in line.
    var best = Duration.seconds(60)
    for _ in 0..<8 where best > .milliseconds(50) {
      let begun = AsyncStream<Void>.makeStream()
      let task = Task { try await model.answer(.question) { _ in begun.continuation.yield() } }
      for await _ in begun.stream { break }
      let start = ContinuousClock.now
      task.cancel()
      await #expect(throws: CancellationError.self) { _ = try await task.value }
      best = min(best, ContinuousClock.now - start)
    }
    #expect(best <= .milliseconds(50))
  }
}
