import Casefile
import HuntPipeline
import SignIn
import TestSupport
import Testing
import Transport

@testable import QueryBackends

@Suite("Advanced hunting") struct HuntingTests {
  private static let table = ServedTable.numbered(0..<5, from: ServiceDesk.day.from, time: "Timestamp")

  private static func query(_ text: String = "T | where Number > 0", maxRows: Int = 100_000) throws -> ApprovedQuery {
    try ServiceDesk.approved(text, maxRows: maxRows, time: "Timestamp")
  }

  @Test("A request is exactly what Graph documents")
  func request() async throws {
    let desk = try ServiceDesk(LoopbackCloud.hunting { _, _, _ in .json(Self.table.huntingBody()) })
    let query = try Self.query()
    let result = await ServiceDesk.run(try desk.hunting(), query)
    #expect(result.rows == Self.table.rows && result.columns == Self.table.columns)
    let request = try #require(desk.cloud.requests.first)
    #expect(request.target == "/v1.0/security/runHuntingQuery")
    #expect(request["content-type"] == "application/json; charset=utf-8")
    let (from, to) = (ServiceDesk.day.from.text(decimals: 0), ServiceDesk.now.text(decimals: 0))
    #expect(request.text == #"{"Query":\#(JSONValue.string(query.text).text),"Timespan":"\#(from)/\#(to)"}"#)
  }

  @Test("Names and types in either case, annotations, .NET types, missing keys and numbers as text are read", arguments: [true, false])
  func encodings(upperKeys: Bool) async throws {
    let table = ServedTable(
      [Column("B", .bool), Column("L", .long), Column("R", .real), Column("S", .string), Column("T", .datetime), Column("J", .dynamic)],
      [[.bool(true), .long(.max), .real(1.5), .string("x"), .datetime(ServiceDesk.now), .dynamic(["a": [1, nil]])]])
    let desk = try ServiceDesk(LoopbackCloud.hunting { _, _, _ in .json(table.huntingBody(upperKeys: upperKeys)) })
    #expect(await ServiceDesk.run(try desk.hunting(), try Self.query()).rows == table.rows)
    let odd = #"""
      {"Schema":[{"Name":"B","Type":"SByte"},{"Name":"L","Type":"Int64"},{"Name":"S","Type":"String"},{"Name":"J","Type":"Object"},{"Name":"X","Type":"Odd"}],
      "Results":[{"L@odata.type":"#Int64","L":"9223372036854775807","extra":[1],"J":"[1,2]"},{"j":{"k":1},"b":0,"X":5}]}
      """#
    desk.cloud.add(LoopbackCloud.hunting { _, _, _ in .json(odd) })
    let result = await ServiceDesk.run(try desk.hunting(), try Self.query())
    #expect(
      result.rows == [
        [.null, .long(.max), .string(""), .dynamic([1, 2]), .string("")],
        [.bool(false), .null, .string(""), .dynamic(["k": 1]), .string("5")],
      ])
  }

  @Test("Every fault ends in rows, in a partial result, or in one clear problem", arguments: LoopbackCloud.HuntingFault.allCases)
  func faults(fault: LoopbackCloud.HuntingFault) async throws {
    let desk = try ServiceDesk(LoopbackCloud.hunting { _, _, visit in LoopbackCloud.hunting(fault, Self.table, visit: visit) })
    let result = await ServiceDesk.run(try desk.hunting(), try Self.query("T | summarize count() by Name"))
    #expect((result.outcome == nil) != (result.problem == nil))
    switch fault {
    case .throttledOnce, .unavailableOnce, .schemaLast: #expect(result.rows == Self.table.rows && result.outcome?.partial == nil)
    case .noContent: #expect(result.outcome?.rows == 0)
    case .rowOfCells, .brokenJSON: #expect(result.rows == Self.table.rows && result.outcome?.partial != nil)
    case .cutAfterRows: #expect(result.rows.count == 4 && result.outcome?.partial != nil)
    default:
      let problem = try #require(result.problem)
      #expect(problem.cause?.isEmpty == false && problem.remedy?.isEmpty == false)
      if fault == .forbidden { #expect(problem.remedy?.contains("ThreatHunting.Read.All") == true) }
      if fault == .cpuQuota { #expect(problem.summary.contains("processor")) }
      if fault == .callQuota { #expect(problem.summary.contains("often")) }
    }
  }

  @Test("As many rows as the service's limit are called partial")
  func limit() async throws {
    let table = ServedTable([Column("N", .long)], (0..<100_000).map { [.long(Int64($0))] })
    let desk = try ServiceDesk(LoopbackCloud.hunting { _, _, _ in .json(table.huntingBody()) })
    let result = await ServiceDesk.run(try desk.hunting(), try Self.query("T | summarize count() by Number", maxRows: 200_000))
    #expect(result.outcome?.rows == 100_000 && result.outcome?.partial != nil)
  }

  /// Refuses answers of more than `most` rows; one row is always given.
  private static func limited(_ table: ServedTable, most: Int) -> LoopbackCloud.Part {
    LoopbackCloud.hunting { text, timespan, _ in
      var rows = SplittingTests.rows(of: table, in: timespan)
      if text.hasSuffix("\n| take 1") { rows.rows = Array(rows.rows.prefix(1)) }
      return rows.rows.count > most ? LoopbackCloud.huntingTooLarge : .json(rows.huntingBody())
    }
  }

  @Test("An answer that is refused as too large is asked again in halves, newest first, every row once, and said so")
  func tooLarge() async throws {
    let table = ServedTable.numbered(0..<1000, from: ServiceDesk.day.from, time: "Timestamp")
    let desk = try ServiceDesk(Self.limited(table, most: 300))
    let result = await ServiceDesk.run(try desk.hunting(), try Self.query("T | where Number >= 0;"))
    #expect(result.rows == table.rows.reversed())
    #expect(result.outcome?.partial == nil)
    #expect(result.outcome?.notes.first?.hasPrefix("Asked in 5 parts by time") == true, "\(result.outcome?.notes ?? [])")
    #expect(result.outcome?.notes.contains { $0.contains("too much for one request, so it was asked in halves") } == true)
    // A part that was asked ahead is given up where the halves of one before it come first.
    #expect((10...11).contains(desk.cloud.requests.count), "nine parts, and one question whether the query is right")
  }

  @Test("A query that is wrong gets the same answer for one row, and is not cut")
  func wrong() async throws {
    let desk = try ServiceDesk(LoopbackCloud.hunting { _, _, _ in LoopbackCloud.hunting(.badQuery, Self.table, visit: 1) })
    let result = await ServiceDesk.run(try desk.hunting(), try Self.query())
    #expect(result.problem?.summary == "Advanced hunting refused the query.")
    #expect(desk.cloud.requests.count == 2)
  }

  @Test("A too large answer of a query that cannot be cut says why; one of a minute cannot be cut further")
  func uncut() async throws {
    let table = ServedTable.numbered(0..<1000, from: ServiceDesk.day.from, time: "Timestamp")
    let desk = try ServiceDesk(Self.limited(table, most: 300))
    let sorted = await ServiceDesk.run(try desk.hunting(), try Self.query("T | sort by Name"))
    #expect(sorted.problem?.remedy?.contains("It could not be cut by time, because it does not sort by Timestamp first.") == true)
    #expect(desk.cloud.requests.count == 1)
    let dense = try ServiceDesk(Self.limited(table, most: 1))
    let rules = SplittingRules(longestRange: .days(30), shortestPart: .hours(12), concurrency: 2, mostRequests: 30)
    let result = await ServiceDesk.run(try dense.hunting(splitting: rules), try Self.query())
    #expect(result.problem?.summary == "The answer is too large for advanced hunting.")
    #expect(result.problem?.remedy?.contains("It could not be cut by time any further.") == true)
  }

  @Test("It is not offered in China")
  func china() throws {
    let desk = try ServiceDesk()
    #expect(throws: Problem.self) {
      try HuntingBackend(cloud: .china, sender: desk.sender(.none), surroundings: desk.surroundings)
    }
  }
}
