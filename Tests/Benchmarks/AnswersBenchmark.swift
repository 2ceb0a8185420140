import Casefile
import Foundation
import HuntPipeline
import KQL
import LocalStore
import Locking
import QueryBackends
import SignIn
import TestSupport
import Transport

/// How fast a Log Analytics answer of 100 MiB lands in the store: network, reading and archiving, with the memory it takes.
///
/// The server is a thread of this process and writes blocks made before; its processor time counts too.
enum AnswersBenchmark {
  private struct Tokens: TokenSource {
    func token(for scope: TokenScope) async throws -> AccessToken { AccessToken("t", expires: .maximum) }
    func drop(_ refused: AccessToken, for scope: TokenScope, claims: String?) async {}
  }

  private static let bytes = 100 << 20

  static func run() throws {
    let done = DispatchSemaphore(value: 0)
    Task {
      do { try await measure() } catch { print("failed: \(error)") }
      done.signal()
    }
    done.wait()
  }

  private static func cell(_ value: Value) -> String {
    if case .dynamic(let json) = value { return JSONValue.string(json.plainText).plainText }
    return value.json.plainText
  }

  private static func measure() async throws {
    let block = Array(RowsBenchmark.rows(2000).map { row in "[" + row.map(cell).joined(separator: ",") + "]" }.joined(separator: ",").utf8)
    let columns = RowsBenchmark.columns.map { #"{"name":"\#($0.name)","type":"\#($0.type.rawValue)"}"# }.joined(separator: ",")
    let head = Array(#"{"tables":[{"name":"PrimaryResult","columns":[\#(columns)],"rows":["#.utf8)
    let tail = Array("]}]}".utf8)
    let blocks = bytes / (block.count + 1)
    let length = head.count + blocks * (block.count + 1) - 1 + tail.count
    let server = try RawServer { connection in
      while connection.readRequest() != nil {
        connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\n\r\n")
        connection.write(head)
        for number in 0..<blocks where !connection.write(number == 0 ? block : [0x2C] + block) { return }
        connection.write(tail)
      }
    }
    print("an answer of \(length >> 20) MiB, \(blocks * 2000) rows of \(RowsBenchmark.columns.count) columns")
    for archives in [false, true, true] { try await measure(server.url, length, rows: blocks * 2000, archives: archives) }
  }

  private static func measure(_ address: String, _ length: Int, rows: Int, archives: Bool) async throws {
    let folder = NSTemporaryDirectory() + "answers-benchmark-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try EmbeddedStore(at: folder + "/store.sqlite")
    let backend = LogAnalyticsBackend(
      .init(workspaces: ["w"]),
      sender: AuthorisedSender(
        address: address, scope: TokenScope("s"), tokens: Tokens(), sender: HTTPClient(.init(environment: [:])), surroundings: .system()),
      surroundings: .system())
    let now = DateTime(ticks: 640_000_000_000_000_000)
    let tables = TableList([TableSchema(name: "T", columns: [Column("TimeGenerated", .datetime)] + RowsBenchmark.columns)])
    let review = Guardrails(policy: GuardrailPolicy(maxRows: 10_000_000), tables: tables, now: now).review(
      KQLQuery(parsing: "T"), range: TimeRange(from: now - .days(1), to: now))
    guard case .allowed(let query) = review else { return print("not allowed: \(review)") }
    let id = ResultSetID(at: now)
    try await store.begin(id, hunt: HuntID(at: now), query: query.text, columns: RowsBenchmark.columns)
    try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    let before = ProcessFigures(getpid())
    let start = ContinuousClock.now
    let outcome = try await backend.run(query) { batch in if archives { try await store.append(batch, to: id) } }
    try await store.finish(id, rows: outcome.rows, partial: outcome.partial)
    let (seconds, attoseconds) = start.duration(to: .now).components
    let elapsed = Double(seconds) + Double(attoseconds) * 1e-18
    let after = ProcessFigures(getpid())
    let processor = Double(after.processorMilliseconds - before.processorMilliseconds) / 1000
    func rate(_ time: Double) -> Int { Int(Double(length) / max(time, 0.001) / 1e6) }
    print(
      "  \(archives ? "into the store" : "read only"): \(rate(elapsed)) MB/s by the clock, \(rate(processor)) MB/s of processor time, "
        + "\(outcome.rows == rows && outcome.partial == nil ? "all rows" : "\(outcome)"), peak memory +\(after.peakMegabytes - before.residentMegabytes) MB"
    )
    try store.close()
  }
}
