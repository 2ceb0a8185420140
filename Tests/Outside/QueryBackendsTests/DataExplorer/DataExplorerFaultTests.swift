import Casefile
import HuntPipeline
import Locking
import Testing
import TestSupport

@testable import QueryBackends

@Suite("What Data Explorer may answer") struct DataExplorerFaultTests {
  private static func desk(_ fault: DataExplorerFault, _ shape: DataExplorerFrames.Shape) throws -> DataExplorerDesk {
    try DataExplorerDesk(
      DataExplorerCloud(fault: fault) { _ in DataExplorerFrames(columns: columns, rows: rows, shape: shape) })
  }

  /// One that is not cut by time: it is asked once, whatever is wrong with its answer.
  private static func query() throws -> ApprovedQuery { try DataExplorerDesk.approved("Events | sort by Device") }

  private static let columns = [
    Column("When", .datetime), Column("Text", .string), Column("Number", .long), Column("Share", .real), Column("More", .dynamic),
    Column("Flag", .bool), Column("Length", .timespan),
  ]
  private static let rows: [[Value]] = [
    [
      .datetime(DataExplorerDesk.now), .string("a\"]},{"), .long(.max), .real(.infinity), .dynamic(["k": [1, "]"]]), .bool(true),
      .timespan(TimeSpan(ticks: 1)),
    ],
    [.null, .string(""), .null, .null, .dynamic(.null), .null, .null],
    [.datetime(.minimum), .string("é😀"), .long(.min), .real(-.infinity), .dynamic("plain"), .bool(false), .timespan(.days(-1.5))],
  ]

  @Test(
    "ends in the rows, in part of them with a reason, or in one clear problem",
    arguments: DataExplorerFault.allCases, [DataExplorerFrames.Shape.whole, .fragmented])
  func faults(fault: DataExplorerFault, shape: DataExplorerFrames.Shape) async throws {
    let desk = try Self.desk(fault, shape)
    let query = try Self.query()
    do {
      let (batches, outcome) = try await desk.run(query)
      let rows = batches.flatMap(\.rows)
      #expect(outcome.rows == rows.count)
      switch fault.ending {
      case .data:
        #expect(rows == Self.rows)
        #expect(outcome.partial == nil)
        #expect(batches.first?.columns == Self.columns)
      case .partial:
        #expect(!rows.isEmpty && rows == Array(Self.rows.prefix(rows.count)))
        #expect(outcome.partial?.isEmpty == false)
      case .problem: Issue.record("\(fault) brought \(rows.count) rows and \(outcome)")
      }
    } catch let problem as Problem {
      #expect(fault.ending == .problem, "\(fault): \(problem)")
      #expect(problem.cause?.isEmpty == false && problem.remedy?.isEmpty == false, "\(problem)")
    }
    let waits = desk.waits.withLock { $0.count }
    if fault.passes { #expect(waits == 1, "\(fault) waited \(waits) times") }
  }

  @Test("is retried only where the service calls it passing")
  func permanence() async throws {
    for (fault, asked) in [(DataExplorerFault.failedForGood, 1), (.syntax, 1), (.forbidden, 1), (.timedOut, 1), (.gatewayForGood, 3)] {
      let desk = try Self.desk(fault, .whole)
      await #expect(throws: Problem.self) { try await desk.run(try Self.query()) }
      #expect(desk.cloud.requests.count == asked, "\(fault)")
    }
  }

  @Test("names the role that is missing, the limit that was met, and when to come again")
  func words() async throws {
    func problem(_ fault: DataExplorerFault) async throws -> Problem? {
      let desk = try Self.desk(fault, .whole)
      do {
        _ = try await desk.run(try Self.query())
        return nil
      } catch let problem as Problem {
        return problem
      }
    }
    #expect(try await problem(.forbidden)?.remedy?.contains("Database Viewer") == true)
    #expect(try await problem(.throttled)?.retry == .after(seconds: 7))
    #expect(try await problem(.semantic)?.cause?.contains("SEM0100: 'where': no column 'x'") == true)
    #expect(try await problem(.runaway)?.summary.contains("memory") == true)
    #expect(try await problem(.failedForGood)?.retry == .never)
    let cut = try await Self.desk(.errorAtTableEnd, .fragmented).run(try Self.query())
    #expect(cut.outcome.partial?.contains("E_QUERY_RESULT_SET_TOO_LARGE") == true)
  }

  @Test("tells what was scanned, and of further results")
  func notes() async throws {
    let plain = try await Self.desk(.unknownFrame, .fragmented).run(try Self.query()).outcome
    #expect(plain.scannedRows == 1200 && plain.scannedBytes == 9000)
    let second = try await Self.desk(.secondResult, .whole).run(try Self.query()).outcome
    #expect(second.notes.contains { $0.contains("2 results") })
  }
}
