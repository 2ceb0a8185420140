import AlertSources
import Casefile
import HuntPipeline
import Locking
import SignIn
import TestSupport
import Testing
import Transport

/// How a list must end whose second page goes wrong.
private enum Ending: Equatable {
  /// All 300, nothing missing.
  case whole
  /// What stands in `partial`, after so many.
  case partial(Int, String)
}

extension GraphFault {
  fileprivate var ending: Ending {
    switch self {
    case .throttledOnce, .bandwidthOnce, .unavailableOnce, .cutOnce, .nulls, .wrongTypes, .newWords, .otherCase, .countTooLarge,
      .countAsText:
      .whole
    case .linkToRepeatedPage: .whole
    case .throttledForEver: .partial(100, "Microsoft Graph asks for patience.")
    case .failingForEver, .timingOutWithoutWords, .htmlError, .errorInGoodStatus: .partial(100, "Microsoft Graph could not answer.")
    case .unauthorised: .partial(100, "does not accept the sign-in.")
    case .forbidden: .partial(100, "Microsoft Graph does not allow this.")
    case .missing: .partial(100, "Microsoft Graph has no alerts_v2 here.")
    case .gone: .partial(100, "Microsoft Graph no longer has alerts_v2.")
    case .badRequest: .partial(100, "Microsoft Graph does not take this request.")
    case .conflict: .partial(100, "Somebody else changed it meanwhile")
    case .cutForEver, .reset: .partial(100, "was cut")
    case .stalled: .partial(100, "took too long")
    case .bomb: .partial(100, "is too large")
    case .htmlPage: .partial(100, "Microsoft Graph answered with a web page.")
    case .halfJSON, .textBody: .partial(100, "Microsoft Graph answered with something that is not JSON.")
    case .emptyBody: .partial(100, "Microsoft Graph answered with nothing.")
    case .valueMissing, .valueNoList: .partial(100, "Microsoft Graph's page cannot be read.")
    case .entryNoRecord: .partial(300, "Page 2: entry 1 is no record, entry 2 is no record.")
    case .linkElsewhere, .relativeLink: .partial(200, "Page 3 did not come: A request to another host was refused.")
    case .linkWithUser: .partial(200, "Page 3 did not come: A link with a user name in it was refused.")
    case .linkInCircles: .partial(200, "A page pointed back to one that was read already.")
    case .barrenPages: .partial(100, "50 pages in a row brought nothing new")
    }
  }
}

@Suite("Graph going wrong") struct GraphFaultTests {
  private func desk(_ fault: GraphFault) throws -> GraphDesk {
    let idle = fault == .stalled ? 0.3 : 600.0
    return try GraphDesk(
      LoopbackGraph(alerts: GraphDesk.alerts(0..<300)) { $0.fault = fault },
      timeouts: HTTPRequest.Timeouts(connect: 600, firstByte: 600, idle: idle))
  }

  @Test("A list that stalls is told while it is waited for, with the host and the seconds")
  func told() async throws {
    let desk = try GraphDesk(
      LoopbackGraph(alerts: GraphDesk.alerts(0..<300)) { $0.fault = .stalled },
      timeouts: HTTPRequest.Timeouts(connect: 600, firstByte: 600, idle: 0.5), patience: 0.05)
    let result = try await desk.fetch(pageSize: 100)
    let told = result.progress.compactMap { if case .retrying(0, let cause) = $0 { cause } else { nil } }
    #expect(told.contains { $0.hasPrefix("waiting for 127.0.0.1, ") }, "\(told)")
  }

  @Test("Every fault of a later page ends in data or in what came and why not more", arguments: GraphFault.allCases)
  func later(fault: GraphFault) async throws {
    let desk = try desk(fault)
    let result = try await desk.fetch(pageSize: 100)
    #expect(Set(result.ids).count == result.ids.count)
    let fetch = try #require(result.fetch, "\(String(describing: result.problem))")
    #expect(fetch.count == result.ids.count)
    switch fault.ending {
    case .whole:
      #expect(result.ids.count == 300)
      #expect(fetch.partial == nil)
    case .partial(let count, let words):
      #expect(result.ids.count == count)
      #expect(fetch.partial?.contains(words) == true, "\(fetch.partial ?? "-")")
    }
  }

  @Test(
    "A wish to wait is read as everywhere: seconds, dates, nothing absurd",
    arguments: [("1e300", 86_400.0), ("nan", 60), ("Mon, 01 Jan 0001 00:05:00 GMT", 300)])
  func wishes(text: String, seconds: Double) async throws {
    let desk = try GraphDesk(LoopbackGraph())
    desk.cloud.add { _, _ in .json(#"{"error":{"code":"TooManyRequests","message":""}}"#, status: 429, headers: [["Retry-After", text]]) }
    #expect(try await desk.fetch().problem?.retry == .after(seconds: seconds))
  }

  @Test("Waits are told before they begin, as long as the service asks for")
  func waits() async throws {
    let desk = try desk(.throttledOnce)
    let result = try await desk.fetch(pageSize: 100)
    #expect(result.progress.contains(.retrying(afterSeconds: 7, cause: "too many requests (HTTP 429)")))
    #expect(desk.waits.withLock { $0 } == [7])
    let failing = try self.desk(.failingForEver)
    _ = try await failing.fetch(pageSize: 100)
    #expect(failing.waits.withLock { $0.count } == 3)
  }

  @Test(
    "A first page that does not come is one problem with its remedy",
    arguments: [
      (403, "Authorization_RequestDenied", "does not allow this", "SecurityAlert.Read.All"),
      (404, "ResourceNotFound", "has no alerts_v2", "Check the cloud"), (400, "BadRequest", "does not take", "filters by assignedTo"),
      (200, "Authorization_RequestDenied", "does not allow this", "SecurityAlert.Read.All"),
      (200, "TooManyRequests", "asks for patience", "150 requests a minute"), (500, "generalException", "could not answer", "request-id"),
      (412, "PreconditionFailed", "changed it meanwhile", "Fetch the alert again"),
    ])
  func first(status: Int, code: String, summary: String, remedy: String) async throws {
    let desk = try GraphDesk(LoopbackGraph())
    desk.cloud.add { _, _ in LoopbackGraph.error(status, code) }
    let problem = try #require(try await desk.fetch().problem)
    #expect(problem.summary.contains(summary))
    #expect(problem.remedy?.contains(remedy) == true)
    #expect(problem.cause?.hasPrefix("HTTP \(status) \(code): It went wrong.") == true)
    #expect(problem.cause?.contains("request-id 11111111-2222-3333-4444-555555555555") == true)
    #expect(problem.cause?.contains("client-request-id 00000000-0000-0000-0000-0000000000") == true)
  }

  @Test("The inner error is read in both spellings, and nested")
  func innerErrors() async throws {
    let desk = try GraphDesk(LoopbackGraph())
    desk.cloud.add { _, _ in
      .json(#"{"error":{"code":"BadRequest","message":"no","innererror":{"innerError":{"request-id":"deep"}}}}"#, status: 400)
    }
    #expect(try await desk.fetch().problem?.cause?.contains("request-id deep") == true)
  }

  @Test("A wrong token is a sign-in problem, and nothing is retried without end")
  func wrongToken() async throws {
    let desk = try GraphDesk(LoopbackGraph(alerts: GraphDesk.alerts(0..<1)), token: "other")
    #expect(try await desk.fetch().problem?.summary.hasSuffix("does not accept the sign-in.") == true)
    #expect(desk.cloud.requests.count <= 2)
  }

  @Test("An empty list is an empty list")
  func empty() async throws {
    let result = try await GraphDesk(LoopbackGraph()).fetch()
    #expect(result.fetch == AlertFetch(count: 0))
    #expect(result.alerts.isEmpty)
  }

  /// Answers at once and keeps nothing, so that many pages are quick: page by page another link, until so many were asked for.
  private final class EndlessPages: HTTPSending, Sendable {
    let asked = Locked(0)

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
      let page = asked.withLock { asked -> Int in
        asked += 1
        return asked
      }
      let link = page < 10_000 ? #","@odata.nextLink":"https://graph.microsoft.com/v1.0/security/alerts_v2?$skiptoken=\#(page)""# : ""
      let body = #"{"value":[{"id":"a\#(page)","title":"t","createdDateTime":"2026-11-01T00:00:00Z"}]\#(link)}"#
      return HTTPResponse(head: HTTPResponseHead(status: 200), body: HTTPBody(chunks: [Array(body.utf8)]), url: request.url)
    }
  }

  @Test("Ten thousand pages are read one after the other")
  func manyPages() async throws {
    let pages = EndlessPages()
    let sender = AuthorisedSender(
      address: "https://graph.microsoft.com", scope: TokenScope("s"), tokens: GraphDesk.FixedTokens(), sender: pages,
      policy: GraphConnection.retryPolicy, surroundings: .system())
    let fetch = try await GraphAlertSource(GraphConnection(sender)).fetch(AlertQuery()) { _ in }
    #expect(fetch == AlertFetch(count: 10_000))
    #expect(pages.asked.withLock { $0 } == 10_000)
  }
}
