import Casefile
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
