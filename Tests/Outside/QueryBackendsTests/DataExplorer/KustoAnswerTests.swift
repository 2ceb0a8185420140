import Casefile
import Foundation
import HuntPipeline
import Locking
import MicrosoftData
import Testing
import TestSupport
import Transport

@testable import QueryBackends

@Suite("Frames of Data Explorer") struct KustoAnswerTests {
  private struct Reading {
    var rows: [[Value]] = []
    var columns: [Column] = []
    var answer: KustoAnswer
    var ending: AnswerEnding

    func part() throws -> PartAnswer {
      do {
        return try KustoOutcome(try #require(KustoCluster("https://c.kusto.windows.net", database: "D")), answer, ending).part()
      } catch let failed as KustoAttempt {
        throw failed.problem
      } catch let end as EndOfRun {
        throw end.error
      }
    }
  }

  private static func read(_ chunks: [[UInt8]], limit: Int = 1000) async throws -> Reading {
    let seen = Locked<[RowBatch]>([])
    var stream = AnswerStream(KustoAnswer(limit: limit))
    let ending = try await stream.read(HTTPBody(chunks: chunks)) { batch in seen.withLock { $0.append(batch) } }
    let batches = seen.withLock { $0 }
    return Reading(rows: batches.flatMap(\.rows), columns: batches.first?.columns ?? [], answer: stream.receiver, ending: ending)
  }

  private static func chunks(_ text: String, of size: Int) -> [[UInt8]] {
    let bytes = Array(text.utf8)
    return stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
  }

  private static let types: [Column] = [
    Column("B", .bool), Column("I", .int), Column("L", .long), Column("R", .real), Column("D", .decimal), Column("S", .string),
    Column("T", .datetime), Column("P", .timespan), Column("G", .guid), Column("J", .dynamic),
  ]
  private static let rows: [[Value]] = [
    [
      .bool(true), .long(-2_147_483_648), .long(.max), .real(1.797_693_134_862_315_7e308), .decimal("79228162514264337593543950335"),
      .string("\u{1F600} \"quoted\" \\"), .datetime(DateTime(ticks: DateTime.unixEpochTicks + 1)), .timespan(TimeSpan(ticks: 1)),
      .guid("74be27de-1e4e-49d9-b579-fe0b331d3642"), .dynamic(["a": [1, ["b": 9_007_199_254_740_993]]]),
    ],
    [.null, .null, .null, .null, .null, .string(""), .null, .null, .null, .dynamic(.null)],
    [
      .bool(false), .long(0), .long(.min), .real(.nan), .decimal("-0.0000001"), .string(""), .datetime(.maximum),
      .timespan(.days(-2.5)), .guid("00000000-0000-0000-0000-000000000000"), .dynamic("[1,2]"),
    ],
  ]

  @Test("are the same however they are cut and shaped", arguments: DataExplorerFrames.Shape.allCases, [1, 2, 3, 7, 64, 100_000])
  func cuts(shape: DataExplorerFrames.Shape, size: Int) async throws {
    let text = DataExplorerFrames(columns: Self.types, rows: Self.rows, shape: shape).body
    let reading = try await Self.read(Self.chunks(text, of: size))
    // NaN is not equal to itself, but its text is.
    #expect(reading.rows.map { $0.map(\.json) } == Self.rows.map { $0.map(\.json) })
    #expect(reading.columns == Self.types)
    #expect(try reading.part().partial == nil)
    #expect(reading.answer.completion.scannedRows == 1200)
  }

  @Test("without rows still tell the columns", arguments: DataExplorerFrames.Shape.allCases)
  func empty(shape: DataExplorerFrames.Shape) async throws {
    let reading = try await Self.read(Self.chunks(DataExplorerFrames(columns: Self.types, rows: [], shape: shape).body, of: 50))
    #expect(reading.rows.isEmpty && reading.columns == Self.types)
    #expect(try reading.part() == PartAnswer(scannedRows: 1200, scannedBytes: 9000))
  }

  @Test("that take back delivered rows end in a problem, not in wrong rows")
  func takenBack() async throws {
    let pieces = [
      #"[{"FrameType":"DataSetHeader","IsProgressive":false,"Version":"v2.0","IsFragmented":true},"#,
      #"{"FrameType":"TableHeader","TableId":1,"TableKind":"PrimaryResult","TableName":"P","Columns":[{"ColumnName":"n","ColumnType":"long"}]},"#,
      #"{"FrameType":"TableFragment","TableId":1,"TableFragmentType":"DataAppend","Rows":[[1],[2]]},"#,
      #"{"FrameType":"TableFragment","TableId":1,"TableFragmentType":"DataReplace","Rows":[[3]]},"#,
      #"{"FrameType":"TableCompletion","TableId":1,"RowCount":1},{"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}]"#,
    ]
    let together = try await Self.read([Array(pieces.joined().utf8)])
    #expect(together.rows == [[.long(3)]])
    #expect(try together.part().partial == nil)
    let held = Locked<[[Value]]>([])
    var stream = AnswerStream(KustoAnswer(limit: 10))
    // A batch of more rows than one is let out at once is delivered before the replacement comes.
    let many = "[" + (0..<5000).map { "[\($0)]" }.joined(separator: ",") + "]"
    let chunks = pieces.map { Array($0.replacingOccurrences(of: "[[1],[2]]", with: many).utf8) }
    stream = AnswerStream(KustoAnswer(limit: 10_000))
    let ending = try await stream.read(HTTPBody(chunks: chunks)) { batch in held.withLock { $0 += batch.rows } }
    let reading = Reading(rows: held.withLock { $0 }, answer: stream.receiver, ending: ending)
    let problem = #expect(throws: Problem.self) { try reading.part() }
    #expect(problem?.summary.contains("took back") == true && problem?.withdrawsRows == true)
  }

  @Test(
    "that stood for all before them are no rows where the result then fails; pieces that were only added stand", arguments: [true, false])
  func progressiveFailure(isReplaced: Bool) async throws {
    let kind = isReplaced ? "DataReplace" : "DataAppend"
    let error = #"{"error":{"code":"General","message":"it broke","@permanent":true}}"#
    let text = """
      [{"FrameType":"DataSetHeader","IsProgressive":true,"Version":"v2.0"},
      {"FrameType":"TableHeader","TableId":1,"TableKind":"PrimaryResult","TableName":"P","Columns":[{"ColumnName":"n","ColumnType":"long"}]},
      {"FrameType":"TableFragment","TableId":1,"TableFragmentType":"\(kind)","Rows":[[1],[2]]},
      {"FrameType":"TableCompletion","TableId":1,"RowCount":2,"OneApiErrors":[\(error)]},
      {"FrameType":"DataSetCompletion","HasErrors":true,"Cancelled":false,"OneApiErrors":[\(error)]}]
      """
    let reading = try await Self.read([Array(text.utf8)])
    #expect(reading.rows.count == (isReplaced ? 0 : 2))
    if isReplaced {
      #expect(throws: Problem.self) { try reading.part() }
    } else {
      #expect(try reading.part().partial?.contains("it broke") == true)
    }
  }

  @Test("doubled names are made different, unknown types are text, misfits are kept and told")
  func oddColumns() async throws {
    let text = """
      [{"FrameType":"DataSetHeader","IsProgressive":false,"Version":"v2.0"},
      {"FrameType":"DataTable","TableId":1,"TableKind":"PrimaryResult","TableName":"P","Columns":[{"ColumnName":"a","ColumnType":"long"},
      {"ColumnName":"a","DataType":"SByte"},{"ColumnName":"a","ColumnType":"geography"}],"Rows":[[1,1,"x"],["eight",0,{"k":1}]]},
      {"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}]
      """
    let reading = try await Self.read(Self.chunks(text, of: 9))
    #expect(reading.columns == [Column("a", .long), Column("a1", .bool), Column("a2", .string)])
    #expect(reading.rows == [[.long(1), .bool(true), .string("x")], [.string("eight"), .bool(false), .string(#"{"k":1}"#)]])
    #expect(try reading.part().notes.first?.hasPrefix("1 cells") == true)
  }

  private static let examples = (ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"] ?? "") + "/data/apis/"

  @Test(
    "the examples of the documentation are read as documented",
    .enabled(if: FileManager.default.fileExists(atPath: examples), "LOGSPOTLIGHT_SHARED names no folder with the examples"))
  func documented() async throws {
    let folder = Self.examples
    func reading(_ name: String) async throws -> Reading {
      let bytes = try #require(FileManager.default.contents(atPath: folder + name))
      return try await Self.read(Self.chunks(String(decoding: bytes, as: UTF8.self), of: 100))
    }
    let whole = try await reading("kusto-v2.json")
    #expect(whole.rows.count == 6)
    #expect(whole.rows[3][2] == .timespan(.minutes(1)) && whole.rows[4][2].text == "1.01:01:01")
    #expect(whole.rows[1][1] == .datetime(.minimum) && whole.rows[2][5] == .real(.infinity))
    #expect(try whole.part().partial == nil)
    let progressive = try await reading("kusto-v2-progressive.json")
    #expect(progressive.rows == [[.string("TEXAS"), .long(21)], [.string("KANSAS"), .long(7)]])
    let cut = try await reading("kusto-v2-error-row.json")
    #expect(cut.rows.count == 5)
    #expect(try cut.part().partial?.contains("E_QUERY_RESULT_SET_TOO_LARGE") == true)
    let body = try #require(FileManager.default.contents(atPath: folder + "kusto-error-400.json"))
    let error = try #require(KustoError(try JSONValue(parsing: Array(body)[...])))
    #expect(error.innerCode == "SEM0100" && error.isPermanent == true && error.message.contains("named 'aaa'"))
  }
}
