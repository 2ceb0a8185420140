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

  @Test("It is not offered in China")
  func china() throws {
    let desk = try ServiceDesk()
    #expect(throws: Problem.self) {
      try HuntingBackend(cloud: .china, sender: desk.sender(.none), surroundings: desk.surroundings)
    }
  }
}
