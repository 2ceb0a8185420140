import Casefile
import HuntPipeline
import TestSupport
import Testing

@testable import QueryBackends

@Suite("Every backend says why it brought no rows") struct BackendContractEmptyTests {
  private static let now = ContractBench.now
  private static let day = TimeRange(from: now - .days(1), to: now)

  /// Answers the cheap questions of every service about a table whose newest row is from `newest`.
  private static func bench(_ service: ContractService, newest: DateTime?, isInRange: Bool) async throws -> ContractBench {
    let bench = try ContractBench(service) { text in
      if text.contains("getschema") {
        let columns = [Column("TimeGenerated", .datetime), Column("Name", .string)]
        return ServedTable(
          [Column("ColumnName", .string), Column("ColumnType", .string)], columns.map { [.string($0.name), .string($0.type.rawValue)] })
      }
      let moment = newest.map { Value.datetime($0) } ?? .null
      if text.contains("Inside") {
        return ServedTable([Column("Newest", .datetime), Column("Inside", .long)], [[moment, .long(isInRange ? 3 : 0)]])
      }
      if text.contains("Newest") { return ServedTable([Column("Newest", .datetime)], [[moment]]) }
      let isFound = text.contains("where") ? isInRange : newest != nil
      return ServedTable([Column("Found", .int)], isFound ? [[.long(1)]] : [])
    }
    if let newest { try await bench.importing("Probe_CL", [#"{"_table":"Probe_CL","TimeGenerated":"\#(newest)","Name":"x"}"#]) }
    return bench
  }

  private static func explain(_ bench: ContractBench, _ range: TimeRange = day) async throws -> EmptyResult {
    try await bench.backend.explainEmpty(try ContractBench.approved("Probe_CL | where Name == 'y'", range: range))
  }

  @Test("Nothing is in the range: the newest row is told, and what to widen", arguments: ContractService.allCases)
  func range(service: ContractService) async throws {
    let newest = Self.now - .hours(3)
    let past = TimeRange(from: Self.now - .days(9), to: Self.now - .days(8))
    let result = try await Self.explain(try await Self.bench(service, newest: newest, isInRange: false), past)
    #expect(result.reason == .nothingInRange && result.newestRow == newest)
    #expect(!result.explanation.isEmpty && !result.widen.isEmpty)
  }

  @Test("Too narrow: there are rows in the range", arguments: ContractService.allCases)
  func narrow(service: ContractService) async throws {
    let newest = Self.now - .hours(3)
    let result = try await Self.explain(try await Self.bench(service, newest: newest, isInRange: true))
    #expect(result.reason == .tooNarrow && result.newestRow == newest && !result.widen.isEmpty)
  }

  @Test("The table is there but has no rows", arguments: ContractService.allCases)
  func notConnected(service: ContractService) async throws {
    let result = try await Self.explain(try await Self.bench(service, newest: nil, isInRange: false))
    #expect(result.reason == .tableNotConnected && result.explanation.contains("Probe_CL"))
  }
}
