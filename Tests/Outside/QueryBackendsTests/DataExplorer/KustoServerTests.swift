import Casefile
import Foundation
import HuntPipeline
import Locking
import TestSupport
import Testing
import Transport

@testable import QueryBackends

private let address = ProcessInfo.processInfo.environment["LOGSPOTLIGHT_KUSTO_SERVER"]
private let cases = (ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"] ?? "") + "/data/kql/semantics-dev.jsonl"

/// Runs only where LOGSPOTLIGHT_KUSTO_SERVER names a server on this machine that speaks the Kusto REST interface, such as
/// `duckdb-kql serve` with the tables of the init script below:
///
///     CREATE TABLE Events AS SELECT TIMESTAMP '2026-11-25' + INTERVAL (i) MINUTE AS TimeGenerated, 'pc-' || (i % 7) AS Device,
///       CAST(i AS BIGINT) AS Port FROM range(50000) t(i);
///     CREATE TABLE Nothing(TimeGenerated TIMESTAMP, Device VARCHAR);
@Suite("Against a real Kusto server", .enabled(if: address != nil, "LOGSPOTLIGHT_KUSTO_SERVER names no server"), .serialized)
struct KustoServerTests {
  private func backend() throws -> DataExplorerBackend {
    // The server refuses options it would have to ignore, the limit of rows among them; that is learnt.
    try DataExplorerDesk.backend(at: try #require(address), database: "memory")
  }

  private func run(_ text: String, limit: Int = 10_000) async throws -> (columns: [Column], rows: [[Value]], answer: PartAnswer) {
    let batches = Locked<[RowBatch]>([])
    do {
      let answer = try await backend().ask(text, limit: limit) { batch in batches.withLock { $0.append(batch) } }
      return (batches.withLock { $0.first?.columns ?? [] }, batches.withLock { $0.flatMap(\.rows) }, answer)
    } catch let failed as KustoAttempt {
      throw failed.problem
    }
  }

  @Test("A range in parts brings the rows of the whole, and in their order")
  func parts() async throws {
    let start = try #require(DateTime("2026-11-25T00:00:00Z"))
    let text = "Events | where TimeGenerated >= datetime(\(start)) and TimeGenerated <= datetime(\(start + .days(2))) | where Port % 3 == 0"
    let query = try DataExplorerDesk.approved(text + " | sort by TimeGenerated asc")
    var backend = try backend()
    let whole = Locked<[[Value]]>([])
    _ = try await backend.run(query) { batch in whole.withLock { $0 += batch.rows } }
    backend.splitting.longestRange = .hours(5)
    let parts = Locked<[[Value]]>([])
    let outcome = try await backend.run(query) { batch in parts.withLock { $0 += batch.rows } }
    #expect(parts.withLock { $0.count } == 961 && parts.withLock { $0 } == whole.withLock { $0 })
    #expect(outcome.partial == nil && outcome.notes == ["Asked in 10 parts by time, the oldest first."])
  }

  @Test("Many rows come whole, and a limit cuts them")
  func rows() async throws {
    let whole = try await run("Events | sort by Port asc", limit: 60_000)
    #expect(whole.rows.count == 50_000 && whole.answer.partial == nil && !whole.answer.isFull)
    #expect(whole.columns == [Column("TimeGenerated", .datetime), Column("Device", .string), Column("Port", .long)])
    #expect(whole.rows.enumerated().allSatisfy { $1[2] == .long(Int64($0)) && $1[1] == .string("pc-\($0 % 7)") })
    let cut = try await run("Events", limit: 100)
    #expect(cut.rows.count == 100 && cut.answer.isFull)
  }

  @Test("An empty result is explained by questions the server answers")
  func empty() async throws {
    let range = TimeRange(from: DataExplorerDesk.now - .days(40), to: DataExplorerDesk.now - .days(39))
    let past = try await backend().explainEmpty(try DataExplorerDesk.approved(range: range))
    #expect(past.reason == .nothingInRange && past.newestRow != nil)
    let day = TimeRange(from: DataExplorerDesk.now, to: DataExplorerDesk.now + .days(1))
    #expect(
      try await backend().explainEmpty(try DataExplorerDesk.approved("Events | where Device == 'x'", range: day)).reason == .tooNarrow)
  }

  @Test("A management command and a refusal are read as they should be")
  func commands() async throws {
    let tables = try await backend().show(".show tables")
    #expect(tables.values(of: "TableName").map(\.text).sorted() == ["Events", "Nothing"])
    let problem = await #expect(throws: Problem.self) { try await run("Absent | take 1") }
    #expect(problem?.cause?.contains("Absent") == true)
  }

  @Test(
    "Our backend gives what the server answers, and what Microsoft's own engine gave",
    .enabled(if: FileManager.default.fileExists(atPath: cases), "the cases are not here"))
  func semantics() async throws {
    var count: [String: Int] = [:]
    for line in try String(contentsOfFile: cases, encoding: .utf8).split(separator: "\n") {
      let item = try JSONValue(parsing: String(line))
      guard let id = item["id"]?.string, let query = item["query"]?.string else { continue }
      count["cases", default: 0] += 1
      guard let direct = try await direct(query) else {
        count["unsupported by the server", default: 0] += 1
        let problem = await #expect(throws: Problem.self, "\(id)") { try await run(query) }
        #expect(problem?.cause?.isEmpty == false, "\(id)")
        continue
      }
      let ours = try await run(query)
      // The server computes twice, and may order rows differently where the query does not order them.
      let difference = KustoComparison.difference(
        ours.columns, ours.rows, direct, types: direct.types, isOrdered: item["ordered"]?.bool == true)
      count[difference == nil ? "agree with the server" : "differ from the server", default: 0] += 1
      if let difference { Issue.record("\(id): \(difference)") }
      if !ours.answer.notes.isEmpty || ours.answer.partial != nil { print("\(id): \(ours.answer)") }
      guard let expected = KustoComparison.Table(case: item) else {
        count["of them refused by Microsoft's engine", default: 0] += 1
        continue
      }
      let other = KustoComparison.difference(
        ours.columns, ours.rows, expected, types: nil, isOrdered: item["ordered"]?.bool == true)
      count[other == nil ? "agree with Microsoft's engine" : "differ from Microsoft's engine", default: 0] += 1
      if let other { print("\(id): server and Microsoft's engine: \(other)") }
    }
    for (name, number) in count.sorted(by: { $0.key < $1.key }) { print("kusto-server \(name): \(number)") }
    #expect(count["differ from the server"] == nil)
    #expect(count["agree with the server", default: 0] > 100)
  }

  /// The result as the server writes it, read without any of our readers but that of JSON; nil where it refuses.
  private func direct(_ query: String) async throws -> KustoComparison.Table? {
    let body = JSONValue.object(["db": "memory", "csl": .string(query)]).text
    let response = try await HTTPClient().send(
      HTTPRequest(
        .post, try #require(address) + "/v2/rest/query", headers: ["content-type": "application/json"], body: Array(body.utf8)))
    let bytes = try await response.body.collect()
    guard response.head.status == 200 else { return nil }
    // This server writes some numbers as no JSON has them.
    let text = String(decoding: bytes, as: UTF8.self)
      .replacingOccurrences(of: #"([\[,:] ?)(NaN|-?Infinity)\b"#, with: #"$1"$2""#, options: .regularExpression)
    var keptAsText = 0
    let frames = try JSONValue.exact(Array(text.utf8)[...], keptAsText: &keptAsText).array ?? []
    let frame = try #require(frames.first { $0["TableKind"] == "PrimaryResult" })
    let columns = frame["Columns"]?.array ?? []
    return KustoComparison.Table(
      names: columns.compactMap { $0["ColumnName"]?.string }, types: columns.compactMap { $0["ColumnType"]?.string },
      rows: frame["Rows"]?.array?.compactMap(\.array) ?? [])
  }
}
