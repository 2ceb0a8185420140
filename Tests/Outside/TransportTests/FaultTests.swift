import Casefile
import Locking
import TestSupport
import Testing

@testable import Transport

@Suite("Faulty servers")
struct FaultTests {
  @Test("Each ends in data, in a status, or in one clear problem", .timeLimit(.minutes(10)), arguments: Fault.allCases)
  func ending(of fault: Fault) async throws {
    let server = try FaultServer()
    let expected = ExpectedEnding(fault)
    let waits = Locked<[Double]>([])
    let surroundings = RetrySurroundings(
      now: { DateTime(unixSeconds: Fault.namedMoment - 10) }, chance: { 1 }, sleep: { seconds in waits.withLock { $0.append(seconds) } })
    let sender = RetryingSender(client(), surroundings: surroundings)
    let request = HTTPRequest(
      .get, server.url(fault), headers: ["Authorization": "Bearer s3cret"], timeouts: expected.timeouts, maximumBody: 1 << 30)
    let seen = try await ending(of: request, sender)
    #expect(seen == expected.ending)
    if !expected.isTimed {
      #expect(server.visits(fault) == expected.visits)
      #expect(waits.withLock { $0 } == expected.waits)
    }
  }

  @Test("They are at least forty")
  func count() { #expect(Fault.allCases.count >= 40) }

  @Test("A million bytes a second or one: an event without end is refused as one that is too large", .timeLimit(.minutes(10)))
  func endlessEvent() async throws {
    let server = try FaultServer()
    let body = try await client().send(HTTPRequest.patient(.get, server.url(.endlessEvent))).body
    await #expect(throws: ServerSentEventParser.EventTooLarge(limit: 1 << 20)) {
      for try await _ in body.serverSentEvents(limit: 1 << 20) {}
    }
    expectClear(ServerSentEventParser.EventTooLarge(limit: 1 << 20).problem)
  }

  @Test("An event that the end of the line cut is marked as cut")
  func halfEvent() async throws {
    let server = try FaultServer()
    var events: [ServerSentEvent] = []
    for try await event in try await client().send(HTTPRequest.patient(.get, server.url(.halfEvent))).body.serverSentEvents() {
      events.append(event)
    }
    #expect(events.map(\.isCut) == [true])
  }

  /// Reads to the end. A failure must be told in words, show no secret, and stay the same for whoever asks again.
  private func ending(of request: HTTPRequest, _ sender: some HTTPSending) async throws -> ExpectedEnding.Ending {
    do {
      let response = try await sender.send(request)
      var chunks = response.body.makeAsyncIterator()
      var first: [UInt8] = []
      var count = 0
      do {
        while let chunk = try await chunks.next() {
          count += chunk.count
          if first.count < 4096 { first += chunk }
        }
      } catch let failure as HTTPFailure {
        await #expect(throws: failure) { _ = try await chunks.next() }
        throw failure
      }
      if response.head.status != 200 { return .status(response.head.status) }
      return first == Fault.answer ? .answer : .bytes(count)
    } catch let failure as HTTPFailure {
      expectClear(failure.problem)
      return .failure(failure.reason)
    }
  }

  private func expectClear(_ problem: Problem) {
    for part in [problem.summary, problem.cause ?? "", problem.remedy ?? ""] {
      #expect(part.count > 5)
      #expect(!part.contains("s3cret") && !part.contains("libcurl"))
    }
  }
}
