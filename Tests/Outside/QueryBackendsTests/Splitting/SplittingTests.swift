import Casefile
import HuntPipeline
import KQL
import Locking
import TestSupport
import Testing

@testable import QueryBackends

@Suite("Cutting by time") struct SplittingTests {
  private static func verdict(_ text: String) -> TimeSplitting {
    TimeSplitting.verdict(on: KQLQuery(parsing: text)) { $0 == "NoTime" ? nil : "TimeGenerated" }
  }

  @Test(
    "is allowed where each row is looked at alone",
    arguments: [
      "T", "T | where A > 5", "T | where TimeGenerated > ago(1d) and B has 'x' | extend C = A + 1 | project TimeGenerated, C",
      "T | parse A with * 'x' B | mv-expand C | project-away D", "let x = 5; T | where A == x",
      "let since = ago(1d); T | where TimeGenerated > since",
      "T | sort by TimeGenerated desc", "T | extend h = hourofday(TimeGenerated) | order by TimeGenerated, A asc",
      "T | where A in ('x', 'y')",
    ])
  func allowed(_ text: String) { #expect(Self.verdict(text) == .possible(table: "T", .newestFirst), "\(text)") }

  @Test("keeps a rising order")
  func rising() { #expect(Self.verdict("T | sort by TimeGenerated asc") == .possible(table: "T", .oldestFirst)) }

  @Test(
    "is refused, with the reason, for everything else",
    arguments: [
      "T | summarize count()", "T | take 5", "T | top 5 by A", "T | distinct A", "T | sort by A", "T | join U on A",
      "T | count",
      "T | union U", "union T, U", "T | where A in (U)", "T | where A in ((U | project A))", "T | extend r = rand()",
      "T | extend n = now()",
      "let n = now(); T | extend n", "T | serialize r = row_number()", "T | extend p = prev(A)", "search 'x'", "T | as X | where A > 1",
      "T | extend TimeGenerated = A | sort by TimeGenerated", "T | project TimeGenerated = A | sort by TimeGenerated",
      "NoTime | where A > 1", "T | top 5 by TimeGenerated | where A > 1", "T | top 5 by TimeGenerated | mv-expand A",
      "T | top 5 by TimeGenerated | top 3 by TimeGenerated", "let n = 5; T | top n by TimeGenerated",
      "T | extend TimeGenerated = A | top 5 by TimeGenerated",
      "T | sort by TimeGenerated | sort by TimeGenerated", "T | mv-apply A on (take 1)", "T | evaluate bag_unpack(A)", "T | render table",
      "let f = () { T }; f()", "T | where A == toscalar(T | count)", "T |", "T | sample 5", "print 1", "T; U", "set notruncation; T",
      "T | project-rename TimeGenerated = A, B = TimeGenerated | sort by TimeGenerated", "T | invoke f()", "T | lookup U on A",
      "T* | where A > 1",
      "T | where workspace('w').U has 'x'", "datatable(A: int)[1]",
    ])
  func refused(_ text: String) {
    guard case .impossible(let reason) = Self.verdict(text) else {
      Issue.record("\(text) was allowed")
      return
    }
    #expect(!reason.isEmpty)
  }

  @Test("keeps a top of the time column, with what it leaves")
  func top() {
    let text = "T | where A > 5 | top 50 by TimeGenerated desc | project TimeGenerated, A"
    #expect(Self.verdict(text) == .possible(table: "T", .newestFirst, top: 50))
    #expect(Self.verdict("T | top 5 by TimeGenerated asc") == .possible(table: "T", .oldestFirst, top: 5))
  }

  private static let both = [Column("Timestamp", .datetime)]

  @Test("A table with two times is cut, and its service asked, by the one that the query asks for")
  func twoTimes() throws {
    for (text, column) in [
      ("T | where Timestamp > ago(1d)", "Timestamp"), ("T | where TimeGenerated > ago(1d)", "TimeGenerated"),
      ("T | where Timestamp > ago(2d) and TimeGenerated > ago(1d)", "TimeGenerated"),
      ("T | project-rename At = Timestamp | where At between (ago(1d) .. now())", "Timestamp"), ("T", "TimeGenerated"),
    ] {
      let query = try ServiceDesk.approved(text, range: nil, more: Self.both)
      #expect(query.timeColumn(of: "T") == column && !query.hasUnclearTime(of: "T"), "\(text)")
      let range = try #require(query.range)
      let half = TimeRange(from: range.from, to: range.from + .hours(6))
      let part = try #require(query.narrowed(to: half, tables: TableList(query.knownTables)))
      #expect(part.text.hasPrefix("T | where \(column) >= \(KQLLiteral.text(.datetime(half.from))) and \(column) <"), "\(part.text)")
      let isMixed = text.contains("Timestamp")
      #expect(
        (LogAnalyticsRequest.timespan(of: query, column: { _ in "TimeGenerated" }) == nil) == (isMixed && column == "Timestamp"), "\(text)")
    }
  }

  @Test("Advanced hunting gets the range of tables that have no Timestamp, too")
  func huntingTime() throws {
    for (time, more, isSent) in [
      ("TimeGenerated", [], true), ("Timestamp", [], true), ("TimeGenerated", Self.both, false),
    ] as [(String, [Column], Bool)] {
      let query = try ServiceDesk.approved("T | where \(time) > ago(1d)", range: nil, time: time, more: more)
      let span = LogAnalyticsRequest.timespan(of: query) { HuntingBackend.timeColumn(of: $0, in: query) }
      #expect((span != nil) == isSent, "\(time) \(more)")
    }
  }

  @Test("A query whose time is no column's alone is asked at once, and says why it is not cut")
  func unclearTime() async throws {
    let desk = try ServiceDesk(LoopbackCloud.logAnalytics { _, _, _ in LoopbackCloud.logAnalytics(Self.table) })
    let query = try ServiceDesk.approved("T | where ingestion_time() > ago(1d)", range: nil)
    #expect(query.hasUnclearTime(of: "T"))
    let result = await ServiceDesk.run(desk.logAnalytics(splitting: SplittingRules(longestRange: .hours(5))), query)
    #expect(desk.cloud.requests.count == 1 && result.rows.count == 1000)
    #expect(result.outcome?.notes.contains { $0.contains("by no single column") } == true)
    #expect(try JSONValue(parsing: desk.cloud.requests[0].text)["timespan"]?.string == nil)
  }

  @Test("A part is narrowed in the text, never widened")
  func narrowed() throws {
    let query = try ServiceDesk.approved("T | where Number > 3", range: nil)
    let range = try #require(query.range)
    let tables = TableList([TableSchema(name: "T", columns: [Column("TimeGenerated", .datetime)])])
    let middle = range.from + .hours(6)
    let part = try #require(query.narrowed(to: TimeRange(from: range.from, to: middle), tables: tables))
    #expect(
      part.text.contains(
        "TimeGenerated >= \(KQLLiteral.text(.datetime(range.from))) and TimeGenerated < \(KQLLiteral.text(.datetime(middle)))"))
    #expect(part.text.contains("Number > 3") && part.range?.to == middle)
    #expect(query.narrowed(to: TimeRange(from: range.from - .seconds(1), to: middle), tables: tables) == nil)
    #expect(query.narrowed(to: TimeRange(from: middle, to: range.to + .seconds(1)), tables: tables) == nil)
    #expect(query.narrowed(to: TimeRange(from: middle, to: middle), tables: tables) == nil)
  }

  /// Serves the rows of a table whose time lies in the timespan asked; half open.
  static func rows(of table: ServedTable, in timespan: String?) -> ServedTable {
    let ends = (timespan ?? "").split(separator: "/").compactMap { DateTime($0) }
    guard ends.count == 2 else { return table }
    return ServedTable(
      table.columns,
      table.rows.filter { row in if case .datetime(let moment)? = row.first { ends[0] <= moment && moment < ends[1] } else { false } }
        .reversed())
  }

  private static let table = ServedTable.numbered(0..<1000, from: ServiceDesk.day.from)

  @Test("A long range is asked in parts and comes newest first, each row once")
  func long() async throws {
    let desk = try ServiceDesk(
      LoopbackCloud.logAnalytics { _, timespan, _ in LoopbackCloud.logAnalytics(Self.rows(of: Self.table, in: timespan)) })
    let rules = SplittingRules(longestRange: .hours(5))
    let result = await ServiceDesk.run(desk.logAnalytics(splitting: rules), try ServiceDesk.approved("T | where Number >= 0"))
    #expect(result.rows == Self.table.rows.reversed())
    #expect(desk.cloud.requests.count == 5)
    #expect(result.outcome?.notes == ["Asked in 5 parts by time, the newest first."])
    #expect(result.outcome?.partial == nil)
    #expect(result.progress.last == .parts(done: 5, of: 5))
  }

  @Test("An answer that is too large is asked again in halves, and no row comes twice")
  func tooLarge() async throws {
    let desk = try ServiceDesk(
      LoopbackCloud.logAnalytics { _, timespan, _ in
        var rows = Self.rows(of: Self.table, in: timespan)
        guard rows.rows.count > 300 else { return LoopbackCloud.logAnalytics(rows) }
        rows.rows = Array(rows.rows.prefix(300))
        return LoopbackCloud.logAnalytics(rows, LoopbackCloud.tooLarge)
      })
    let result = await ServiceDesk.run(desk.logAnalytics(), try ServiceDesk.approved("T | where Number >= 0"))
    #expect(Set(result.rows) == Set(Self.table.rows) && result.rows.count == 1000)
    #expect(result.outcome?.partial == nil && result.outcome?.notes.isEmpty == false)
  }

  @Test("A query that takes too long is asked in halves; one that cannot be cut is a problem that says why")
  func tooSlow() async throws {
    let desk = try ServiceDesk(
      LoopbackCloud.logAnalytics { _, timespan, _ in
        let rows = Self.rows(of: Self.table, in: timespan)
        return rows.rows.count > 600 ? LoopbackCloud.logAnalytics(.gatewayTimeout, rows, visit: 1) : LoopbackCloud.logAnalytics(rows)
      })
    let result = await ServiceDesk.run(desk.logAnalytics(), try ServiceDesk.approved("T | where Number >= 0"))
    #expect(result.problem == nil && result.outcome?.partial == nil, "\(String(describing: result.outcome))")
    #expect(result.rows == Self.table.rows.reversed())
    let whole = await ServiceDesk.run(desk.logAnalytics(), try ServiceDesk.approved("T | summarize count()"))
    #expect(whole.problem?.remedy?.contains("summarize") == true)
  }

  @Test("A part that fails is named, and its neighbours are kept")
  func gap() async throws {
    let failing = (ServiceDesk.day.from + .hours(12)).text(decimals: 0)
    let desk = try ServiceDesk(
      LoopbackCloud.logAnalytics { _, timespan, _ in
        timespan?.hasPrefix(failing) == true
          ? LoopbackCloud.logAnalytics(.serverError, Self.table, visit: 1)
          : LoopbackCloud.logAnalytics(Self.rows(of: Self.table, in: timespan))
      })
    let result = await ServiceDesk.run(
      desk.logAnalytics(splitting: SplittingRules(longestRange: .hours(6))), try ServiceDesk.approved("T | where Number >= 0"))
    #expect(result.outcome?.partial?.contains(failing) == true)
    #expect(result.rows.count == 720)
  }

  @Test("The limit holds over all parts")
  func limit() async throws {
    let desk = try ServiceDesk(
      LoopbackCloud.logAnalytics { _, timespan, _ in LoopbackCloud.logAnalytics(Self.rows(of: Self.table, in: timespan)) })
    let result = await ServiceDesk.run(
      desk.logAnalytics(splitting: SplittingRules(longestRange: .hours(5))), try ServiceDesk.approved("T | where Number >= 0", maxRows: 250)
    )
    #expect(result.rows == Array(Self.table.rows.reversed().prefix(250)))
    #expect(result.outcome?.partial != nil)
  }
}
