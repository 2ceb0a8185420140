import Casefile
import Foundation
import HuntPipeline
import Locking
import TestSupport
import Testing
import Transport

@testable import LanguageModels

@Suite("A model behind a faulty server")
struct FaultyServerTests {
  private enum Ending: Equatable {
    case answer
    case cutAnswer
    case problem
  }

  @Test(
    "A server that only keeps the line open is told after a while, given up in the end, and asked once",
    arguments: [": keep-alive\n\n", "event: ping\ndata: {\"type\":\"ping\"}\n\n"])
  func trickling(line: String) async throws {
    let visits = Locked(0)
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      visits.withLock { $0 += 1 }
      connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
      while connection.write(line) { usleep(2000) }
    }
    let told = Locked<[String]>([])
    let configuration = ProviderConfiguration(
      name: "luna", dialect: .openAI, baseURL: server.url, credential: .none, card: { ModelCard(name: $0) })
    var surroundings = RetrySurroundings(now: { DateTime(unixSeconds: 0) }, chance: { 0 }, sleep: { _ in })
    surroundings.patience = 0.05
    let model = RemoteModel(
      configuration, sender: HTTPClient(.init(environment: [:])), surroundings: surroundings,
      timeouts: .init(connect: 600, firstByte: 600, idle: 600, progress: 0.5))
    let problem = await #expect(throws: Problem.self) {
      _ = try await model.answer(.question) { delta in
        if case .retrying(0, let cause) = delta { told.withLock { $0.append(cause) } }
      }
    }
    #expect(problem?.cause == "Signs of life came, but nothing of an answer")
    #expect(told.withLock { $0 }.contains { $0.hasPrefix("waiting for 127.0.0.1, ") })
    #expect(visits.withLock { $0 } == 1)
  }

  @Test("Every fault ends in the answer, in one that was cut, or in one clear problem", .timeLimit(.minutes(10)), arguments: Fault.allCases)
  func ending(of fault: Fault) async throws {
    let server = try FaultServer()
    let waits = Locked<[Double]>([])
    let surroundings = RetrySurroundings(
      now: { DateTime(unixSeconds: Fault.namedMoment - 10) }, chance: { 1 }, sleep: { seconds in waits.withLock { $0.append(seconds) } })
    let configuration = ProviderConfiguration(
      name: "luna", dialect: .compatible, baseURL: server.url(fault), credential: .bearer { "sk-s3cret" })
    let model = RemoteModel(
      configuration, sender: HTTPClient(.init(environment: [:])), surroundings: surroundings, timeouts: FaultyServerTests.timeouts(fault))
    do {
      let answer = try await model.answer(.question) { _ in }
      #expect(FaultyServerTests.ending(fault) == (answer.finish == .cut ? .cutAnswer : .answer))
      #expect(answer.text == "fine")
    } catch let problem as Problem {
      #expect(FaultyServerTests.ending(fault) == .problem, "\(problem)")
      for part in [problem.summary, problem.cause ?? "", problem.remedy ?? ""] { #expect(part.count > 5 && !part.contains("s3cret")) }
    }
    if fault == .quotaUsedUp || fault == .shouldNotRetry || fault == .tooManyRequestsForAnHour { #expect(server.visits(fault) == 1) }
    if fault == .tooManyRequestsForSeconds { #expect(waits.withLock { $0 } == [2]) }
  }

  private static func ending(_ fault: Fault) -> Ending {
    switch fault {
    case .healthy, .interimHeads, .lengthTooSmall, .trailers, .endlessTrailers, .packed, .packedPadded, .packedCut, .drippedEvents: .answer
    case .tooManyRequestsForSeconds, .tooManyRequestsUntilDate, .tooManyRequestsForMilliseconds, .unavailableOnce: .answer
    case .cutAfterEvent: .cutAnswer
    default: .problem
    }
  }

  private static func timeouts(_ fault: Fault) -> HTTPRequest.Timeouts {
    switch fault {
    case .silent, .stalledHead, .drippedHead: .init(connect: 600, firstByte: 0.05, idle: 600)
    case .stalledBody: .init(connect: 600, firstByte: 600, idle: 0.05)
    case .drippedBody: .init(connect: 600, firstByte: 600, idle: 600, total: 0.3)
    default: .init(connect: 600, firstByte: 600, idle: 600)
    }
  }
}
