import Casefile
import HuntPipeline
import TestSupport
import Testing

@testable import QueryBackends

@Suite("Why nothing came") struct EmptyProbeTests {
  private static func answer(_ newest: DateTime?, _ inside: Int64) -> ServedTable {
    ServedTable([Column("Newest", .datetime), Column("Inside", .long)], [[newest.map { .datetime($0) } ?? .null, .long(inside)]])
  }

  private static let old = TimeRange(from: ServiceDesk.now - .days(9), to: ServiceDesk.now - .days(8))

  @Test("Logs are late where the newest row is of today and the range reaches to now; a source silent for days is not late")
  func late() async throws {
    let range = TimeRange(from: ServiceDesk.now - .minutes(30), to: ServiceDesk.now)
    for (age, reason) in [(1.0, EmptyResult.Reason.lag), (72.0, .nothingInRange)] {
      let newest = ServiceDesk.now - .hours(age)
      let desk = try ServiceDesk(LoopbackCloud.logAnalytics { _, _, _ in LoopbackCloud.logAnalytics(Self.answer(newest, 0)) })
      #expect(try await desk.logAnalytics().explainEmpty(try ServiceDesk.approved("T", range: range)).reason == reason)
    }
  }

  @Test(
    "Both services tell an empty table, an empty range and too narrow a match apart",
    arguments: [
      (nil, 0, EmptyResult.Reason.tableNotConnected), (ServiceDesk.now - .days(8.5), 0, .nothingInRange),
      (ServiceDesk.now - .days(1), 0, .nothingInRange),
      (ServiceDesk.now - .days(1), 3, .tooNarrow),
    ] as [(DateTime?, Int64, EmptyResult.Reason)])
  func reasons(_ newest: DateTime?, _ inside: Int64, _ reason: EmptyResult.Reason) async throws {
    let desk = try ServiceDesk(
      LoopbackCloud.logAnalytics { _, _, _ in LoopbackCloud.logAnalytics(Self.answer(newest, inside)) },
      LoopbackCloud.hunting { _, _, _ in .json(Self.answer(newest, inside).huntingBody()) })
    for result in [
      try await desk.logAnalytics().explainEmpty(try ServiceDesk.approved("T", range: Self.old)),
      try await desk.hunting().explainEmpty(try ServiceDesk.approved("T", range: Self.old, time: "Timestamp")),
    ] {
      #expect(result.reason == reason)
      #expect(result.newestRow == newest)
      #expect(!result.widen.isEmpty && !result.explanation.isEmpty)
    }
    let question = try #require(try JSONValue(parsing: desk.cloud.requests[0].text)["query"]?.string)
    #expect(question.hasPrefix("T | summarize Newest = max(TimeGenerated), Inside = countif(TimeGenerated >= datetime("))
    // From the range's begin to now; only where that brings nothing all that is kept is looked through.
    let spans = try desk.cloud.requests.filter { $0.path.hasPrefix("/v1/") }.map { try JSONValue(parsing: $0.text)["timespan"]?.string }
    let since = Self.old.from.text(decimals: 0) + "/" + ServiceDesk.now.text(decimals: 0)
    #expect(spans == (newest == nil ? [since, nil] : [since]))
  }

  @Test("Rows without any time are rows all the same, and are said to be there")
  func timeless() async throws {
    let columns = [Column("Newest", .datetime), Column("Inside", .long), Column("Rows", .long)]
    let table = ServedTable(columns, [[.null, .long(0), .long(7)]])
    let desk = try ServiceDesk(LoopbackCloud.logAnalytics { _, _, _ in LoopbackCloud.logAnalytics(table) })
    let result = try await desk.logAnalytics().explainEmpty(try ServiceDesk.approved("T", range: Self.old))
    #expect(result.reason == .nothingInRange)
    #expect(result.explanation == "T has 7 rows, none with a time in TimeGenerated, so that no range of time finds any.")
  }

  @Test("The time that the query asks by decides, in the text where the service's own range is another column's")
  func otherTime() async throws {
    let desk = try ServiceDesk(
      LoopbackCloud.logAnalytics { _, _, _ in LoopbackCloud.logAnalytics(Self.answer(ServiceDesk.now - .days(1), 0)) })
    let query = try ServiceDesk.approved("T | where Timestamp > ago(2h)", range: nil, more: [Column("Timestamp", .datetime)])
    #expect(try await desk.logAnalytics().explainEmpty(query).reason == .nothingInRange)
    let body = try JSONValue(parsing: desk.cloud.requests[0].text)
    #expect(body["query"]?.string?.hasPrefix("T | where Timestamp >= datetime(") == true)
    #expect(body["query"]?.string?.contains("max(Timestamp)") == true && body["timespan"]?.string == nil)
  }

  @Test("Rows from before the range are told of, though the service is first asked about the range alone")
  func before() async throws {
    let newest = ServiceDesk.now - .days(40)
    let desk = try ServiceDesk(
      LoopbackCloud.logAnalytics { _, timespan, _ in
        LoopbackCloud.logAnalytics(Self.answer(timespan == nil ? newest : nil, 0))
      })
    let result = try await desk.logAnalytics().explainEmpty(try ServiceDesk.approved("T", range: Self.old))
    #expect(result.reason == .nothingInRange && result.newestRow == newest)
  }

  @Test("A refusal is no permission, an unknown name is no table, and trouble is trouble")
  func refusals() async throws {
    let query = try ServiceDesk.approved("T", range: Self.old)
    for (fault, reason) in [
      (LoopbackCloud.LogAnalyticsFault.insufficientAccess, EmptyResult.Reason.noPermission), (.semanticError, .tableNotConnected),
    ] {
      let desk = try ServiceDesk(
        LoopbackCloud.logAnalytics { _, _, visit in LoopbackCloud.logAnalytics(fault, ServiceDesk.table, visit: visit) })
      #expect(try await desk.logAnalytics().explainEmpty(query).reason == reason)
    }
    // The token is for another service, which is nobody's lack of permission.
    let body = #"{"error":{"code":"InvalidAuthenticationTokenAudience","message":"Wrong audience."}}"#
    let wrong = try ServiceDesk(LoopbackCloud.logAnalytics { _, _, _ in .json(body, status: 403) })
    let problem = await #expect(throws: Problem.self) { try await wrong.logAnalytics().explainEmpty(query) }
    #expect(problem?.summary == "The token is meant for another service.")
    let desk = try ServiceDesk(
      LoopbackCloud.logAnalytics { _, _, visit in LoopbackCloud.logAnalytics(.serverError, ServiceDesk.table, visit: visit) })
    await #expect(throws: (any Error).self) { try await desk.logAnalytics().explainEmpty(query) }
  }
}
