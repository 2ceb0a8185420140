import Casefile
import HuntPipeline
import Locking
import SignIn
import TestSupport
import Testing
import Transport

@testable import QueryBackends

@Suite("Log Analytics") struct LogAnalyticsTests {
  @Test("A request is exactly what the service documents")
  func request() async throws {
    let desk = try ServiceDesk(LoopbackCloud.logAnalytics { _, _, _ in LoopbackCloud.logAnalytics(ServiceDesk.table) })
    let query = try ServiceDesk.approved("T | where Name == \"a\\\"b\" | take 5")
    let result = await ServiceDesk.run(desk.logAnalytics(workspaces: ["ws 1", "ws-2", "ws-3"]), query)
    #expect(result.problem == nil)
    let request = try #require(desk.cloud.requests.first)
    #expect(request.target == "/v1/workspaces/ws%201/query")
    #expect(request["authorization"] == "Bearer t-1")
    #expect(request["content-type"] == "application/json")
    #expect(request["prefer"] == "wait=180,include-statistics=true")
    let from = ServiceDesk.day.from.text(decimals: 0)
    let to = ServiceDesk.now.text(decimals: 0)
    #expect(
      request.text
        == #"{"query":\#(JSONValue.string(query.text).text),"timespan":"\#(from)/\#(to.dropLast()).0000001Z","workspaces":["ws-2","ws-3"]}"#
    )
    let open = try ServiceDesk.approved("T | where Number > 5")
    #expect(LogAnalyticsRequest.timespan(of: open, column: { _ in LogAnalyticsBackend.timeColumn }) == "\(from)/\(to)")
  }

  @Test("Rows, statistics and order arrive as they were sent")
  func rows() async throws {
    let more: JSONObject = [
      "statistics": [
        "query": ["executionTime": 0.1, "inputDatasetStatistics": ["rows": ["total": 90, "scanned": 77], "scanned_bytes": 4096]]
      ]
    ]
    let desk = try ServiceDesk(LoopbackCloud.logAnalytics { _, _, _ in LoopbackCloud.logAnalytics(ServiceDesk.table, more) })
    let result = await ServiceDesk.run(desk.logAnalytics(), try ServiceDesk.approved("T"))
    #expect(result.rows == ServiceDesk.table.rows)
    #expect(result.columns == ServiceDesk.table.columns)
    #expect(result.outcome == QueryOutcome(rows: 5, scannedRows: 77, scannedBytes: 4096))
  }

  @Test("Every type is read in the service's encoding")
  func types() async throws {
    let table = ServedTable(
      [
        Column("B", .bool), Column("I", .int), Column("L", .long), Column("R", .real), Column("D", .decimal), Column("S", .string),
        Column("T", .datetime), Column("P", .timespan), Column("G", .guid), Column("J", .dynamic),
      ],
      [
        [
          .bool(true), .long(7), .long(.max), .real(.infinity), .decimal("79228162514264337593543950335"), .string(""),
          .datetime(ServiceDesk.now), .timespan(TimeSpan(ticks: 1)), .guid("74be27de-1e4e-49d9-b579-fe0b331d3642"), .dynamic(["a": [1]]),
        ],
        [.null, .null, .null, .null, .null, .string("é\"\n"), .null, .null, .null, .dynamic(.null)],
      ])
    let desk = try ServiceDesk(LoopbackCloud.logAnalytics { _, _, _ in LoopbackCloud.logAnalytics(table) })
    let result = await ServiceDesk.run(desk.logAnalytics(), try ServiceDesk.approved("T"))
    #expect(result.problem == nil)
    #expect(result.rows == table.rows)
    #expect(result.outcome?.notes == [])
  }

  @Test("Every fault ends in rows, in a partial result, or in one clear problem", arguments: LoopbackCloud.LogAnalyticsFault.allCases)
  func faults(fault: LoopbackCloud.LogAnalyticsFault) async throws {
    let desk = try ServiceDesk(
      LoopbackCloud.logAnalytics { _, _, visit in LoopbackCloud.logAnalytics(fault, ServiceDesk.table, visit: visit) })
    let result = await ServiceDesk.run(desk.logAnalytics(idle: 0.3), try ServiceDesk.approved("T | summarize count() by Name"))
    #expect((result.outcome == nil) != (result.problem == nil))
    switch fault {
    case .throttledOnce, .unavailableOnce:
      #expect(result.rows == ServiceDesk.table.rows && result.outcome?.partial == nil)
      #expect(result.progress.count == 1)
      #expect(desk.waits.withLock { $0 } == [fault == .throttledOnce ? 7 : 0.5])
    case .warning, .severalTables:
      #expect(result.rows == ServiceDesk.table.rows && result.outcome?.partial == nil)
      #expect(result.outcome?.notes.count == 1)
    case .noContent: #expect(result.outcome?.rows == 0)
    case .partialTooLarge, .shortRow, .brokenJSON:
      #expect(result.rows == ServiceDesk.table.rows && result.outcome?.partial != nil)
    case .cutAfterRows, .stalledAfterRows:
      #expect(result.rows == Array(ServiceDesk.table.rows.prefix(4)) && result.outcome?.partial?.contains("broke off after 4 rows") == true)
    default:
      let problem = try #require(result.problem)
      #expect(problem.cause?.isEmpty == false && problem.remedy?.isEmpty == false)
      #expect(result.rows.isEmpty)
    }
  }

  @Test("A refusal names the role that helps, or what is wrong with the query")
  func remedies() async throws {
    func problem(_ fault: LoopbackCloud.LogAnalyticsFault) async throws -> Problem {
      let desk = try ServiceDesk(
        LoopbackCloud.logAnalytics { _, _, visit in LoopbackCloud.logAnalytics(fault, ServiceDesk.table, visit: visit) })
      return try #require(await ServiceDesk.run(desk.logAnalytics(), try ServiceDesk.approved("T")).problem)
    }
    let denied = try await problem(.insufficientAccess)
    #expect(denied.remedy?.contains("Log Analytics Reader") == true && denied.remedy?.contains("Data.Read") == true)
    #expect(denied.kind == .refused && denied.cause == "inner words of UnauthorizedClient")
    #expect(try await problem(.syntaxError).cause == "inner words of SyntaxError")
    #expect(try await problem(.throttled).retry == .after(seconds: 7))
    #expect(try await problem(.errorWithoutTables).cause == "deep")
    let summaries = Set(
      try await [
        problem(.syntaxError), problem(.semanticError), problem(.unresolvedWorkspace), problem(.wrongAudience),
        problem(.pathNotFound), problem(.workspaceNotFound), problem(.insufficientAccess), problem(.authenticationFailed),
      ].map(\.summary))
    #expect(summaries.count == 8)
  }

  @Test("The approved number of rows is held, and more is told")
  func limit() async throws {
    let desk = try ServiceDesk(LoopbackCloud.logAnalytics { _, _, _ in LoopbackCloud.logAnalytics(ServiceDesk.table) })
    let result = await ServiceDesk.run(desk.logAnalytics(), try ServiceDesk.approved("T", maxRows: 3))
    #expect(result.rows == Array(ServiceDesk.table.rows.prefix(3)))
    #expect(result.outcome?.partial == "stopped after 3 rows, the limit; there are more")
    let exact = await ServiceDesk.run(desk.logAnalytics(), try ServiceDesk.approved("T", maxRows: 5))
    #expect(exact.outcome?.partial == nil && exact.rows.count == 5)
  }

  @Test("A stop closes the connection")
  func cancel() async throws {
    let arrived = Signal()
    let closed = Signal()
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n" + #"{"tables":[{"name":"#)
      arrived.fire()
      connection.waitForClose()
      closed.fire()
    }
    let desk = try ServiceDesk()
    let backend = LogAnalyticsBackend(
      .init(workspaces: ["w"]),
      sender: .init(
        address: server.url, scope: .init("s"), tokens: ServiceDesk.FixedTokens(), sender: HTTPClient(.init(environment: [:])),
        surroundings: desk.surroundings), surroundings: desk.surroundings)
    let query = try ServiceDesk.approved("T")
    let task = Task { try await backend.run(query) { _ in } }
    #expect(await arrived.wait())
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(await closed.wait())
  }
}
