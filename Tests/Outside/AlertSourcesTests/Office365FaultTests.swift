import AlertSources
import Casefile
import HuntPipeline
import TestSupport
import Testing

@Suite("Office 365 going wrong") struct Office365FaultTests {
  /// How a fetch with one fault must end, a healthy content in the same window.
  enum Ending: Equatable {
    /// All of it, after these tries again.
    case whole
    /// What there is, and a reason with these words.
    case partial(String)
    /// A problem with these words.
    case problem(String)
  }

  /// Once the fault passes; where it stays.
  private static func endings(_ fault: Office365Fault) -> (once: Ending, always: Ending) {
    switch fault {
    case .throttled403, .throttled429, .throttledWithRetryAfter: (.whole, .problem("AF429"))
    case .bareThrottled: (.whole, .problem("HTTP 429"))
    case .internalError, .internalErrorWith200: (.whole, .problem("AF50000"))
    case .unavailable: (.whole, .problem("HTTP 503"))
    case .resetAtOnce: (.whole, .problem("cut"))
    case .auditOff: (.problem("DataServiceException"), .problem("60 minutes"))
    case .tenantUnknown: (.problem("AF20011"), .problem("60 minutes"))
    case .noPermission, .noPermission401: (.problem("AF10001"), .problem("ActivityFeed.Read"))
    case .unknownCode: (.problem("AF77777"), .problem("Something of tomorrow"))
    case .unauthorisedBare, .unauthorisedJSON: (.problem("401"), .problem("401"))
    case .webPage: (.problem("web page"), .problem("web page"))
    case .noPermissionForDataLoss: (.partial("DLP.All"), .partial("AF10001"))
    case .subscriptionGone: (.partial("AF20022"), .problem("AF20022"))
    case .disabledByAdministrator: (.partial("AF20023"), .problem("AF20023"))
    case .contentExpired: (.partial("1 × The content has expired. (AF20051)"), .partial("AF20051"))
    case .contentMissing: (.partial("1 × The content does not exist. (AF20050)"), .partial("AF20050"))
    case .contentRefused: (.partial("(AF20052)"), .partial("AF20052"))
    case .nextPageRefused: (.partial("AF20031"), .partial("AF20031"))
    case .cutContent, .cutJSON, .emptyContent: (.whole, .partial("3 of 3 content blobs did not come"))
    case .stalledContent: (.whole, .partial("took too long"))
    case .objectInsteadOfContent: (.partial("1 of 3 content blobs did not come"), .partial("something else"))
    case .objectInsteadOfList: (.partial("Audit.General"), .problem("no array"))
    case .nullsInContent: (.partial("2 entries or records were none"), .partial("could not be read"))
    case .nullsInList: (.partial("3 entries or records were none"), .partial("could not be read"))
    case .nextPageElsewhere, .nextPageOnOtherPath: (.partial("out of the tenant's feed"), .partial("out of the tenant's feed"))
    case .nextPageInCircles: (.partial("something else"), .partial("something else"))
    case .contentElsewhere: (.partial("out of the tenant's feed"), .partial("out of the tenant's feed"))
    case .nextPageURL, .doubledInList, .statusMissing: (.whole, .whole)
    }
  }

  /// Three contents of Audit.General on two pages, and DLP.All without any.
  private func run(_ fault: Office365Fault, times: Int) async throws -> (Ending, Office365Desk, RowShelf) {
    let desk = try Office365Desk(enabled: ["Audit.General", "DLP.All"])
    let shelf = RowShelf()
    for number in 1...3 {
      desk.service.add(Office365Desk.general("a$\(number)", "2026-11-24T0\(number + 5):30:00Z", Office365Desk.record("r-\(number)")))
    }
    desk.service.set(fault, times: times)
    let source = try desk.source(keeper: shelf, parallel: 1, idle: 0.2)
    do {
      let fetch = try await desk.fetch(source, AlertQuery(updatedSince: DateTime("2026-11-24T06:00:00Z")))
      return (fetch.partial.map { .partial($0) } ?? .whole, desk, shelf)
    } catch let problem as Problem {
      #expect(source.state == Office365State())
      #expect(problem.remedy?.isEmpty == false)
      return (.problem(problem.description), desk, shelf)
    }
  }

  private func check(_ got: Ending, _ wanted: Ending, _ fault: Office365Fault) {
    switch (got, wanted) {
    case (.whole, .whole): break
    case (.partial(let words), .partial(let part)), (.problem(let words), .problem(let part)):
      #expect(words.contains(part), "\(fault): \(words)")
    default: Issue.record(Comment(rawValue: "\(fault): \(got) instead of \(wanted)"))
    }
  }

  @Test("A fault that happens once ends in all data, in partial data or in one problem", arguments: Office365Fault.allCases)
  func once(fault: Office365Fault) async throws {
    let (ending, desk, shelf) = try await run(fault, times: 1)
    check(ending, Self.endings(fault).once, fault)
    // That fault lists one content, twice.
    if ending == .whole { #expect(shelf.ids == (fault == .doubledInList ? ["r-1"] : ["r-1", "r-2", "r-3"]), "\(fault)") }
    #expect(!desk.cloud.requests.contains { $0.target.contains("elsewhere") })
  }

  @Test("A fault that stays ends in partial data or in one problem, after a bounded number of requests", arguments: Office365Fault.allCases)
  func always(fault: Office365Fault) async throws {
    let (ending, desk, _) = try await run(fault, times: .max)
    check(ending, Self.endings(fault).always, fault)
    #expect(desk.cloud.requests.count <= 20, "\(fault): \(desk.cloud.requests.count)")
  }

  static let codes = [
    "AF10001", "AF20001", "AF20002", "AF20003", "AF20010", "AF20011", "AF20012", "AF20013", "AF20020", "AF20021", "AF20022", "AF20023",
    "AF20030", "AF20031", "AF20050", "AF20051", "AF20052", "AF20053", "AF20054", "AF20055", "AF429", "AF50000",
  ]

  @Test("Every documented code becomes a problem that names it and says what to do", arguments: codes)
  func code(code: String) async throws {
    let desk = try Office365Desk()
    desk.cloud.add { _, _ in .json("{\"error\":{\"code\":\"\(code)\",\"message\":\"words \\u001b[31m of the service\"}}", status: 400) }
    let problem = await problem { _ = try await desk.source().subscriptions.list() }
    #expect(problem?.cause?.hasPrefix("\(code), HTTP 400: words ") == true)
    #expect(problem?.cause?.contains("\u{1B}") == false)
    #expect(problem?.remedy?.isEmpty == false)
    #expect(problem?.summary.isEmpty == false)
    let isPassing = ["AF429", "AF50000"].contains(code)
    #expect((problem?.retry == .never) == !isPassing)
    #expect(problem?.summary != "Office 365 did not do what was asked.")
  }

  @Test("The code decides, whatever the status", arguments: [200, 400, 403, 429, 500])
  func status(status: Int) async throws {
    let desk = try Office365Desk()
    desk.cloud.add { _, visit in visit == 1 ? .json("{\"error\":{\"code\":\"AF429\"}}", status: status) : nil }
    #expect(try await desk.source().subscriptions.list().count == 1)
    #expect(desk.sleeps == [30])
    desk.cloud.add { _, _ in .json("{\"error\":{\"code\":\"AF20022\"}}", status: status) }
    let problem = await problem { _ = try await desk.source().subscriptions.list() }
    #expect(problem?.summary == "This content type is not subscribed to.")
    #expect(desk.sleeps == [30])
  }

  @Test("One failing content does not lose the others, and the reasons are counted")
  func manyReasons() async throws {
    let desk = try Office365Desk()
    let shelf = RowShelf()
    desk.service.set(pageSize: 50)
    for number in 1...9 {
      desk.service.add(Office365Desk.general("a$\(number)", "2026-11-24T0\(number):30:00Z", Office365Desk.record("r-\(number)")))
    }
    desk.cloud.add { request, _ in
      guard request.path.contains("/audit/a$") else { return nil }
      return switch request.path.last {
      case "2", "5": .json("{\"error\":{\"code\":\"AF20051\"}}", status: 400)
      case "7": .json("{}")
      default: nil
      }
    }
    let source = try desk.source(keeper: shelf)
    let fetch = try await desk.fetch(source, AlertQuery(updatedSince: DateTime("2026-11-24T00:00:00Z")))
    #expect(shelf.ids == ["r-1", "r-3", "r-4", "r-6", "r-8", "r-9"])
    let words = try #require(fetch.partial)
    #expect(words.hasPrefix("3 of 9 content blobs did not come: "))
    #expect(words.contains("2 × The content has expired. (AF20051)"))
    #expect(words.contains("1 × Office 365 answered with something else than was asked for."))
  }
}
