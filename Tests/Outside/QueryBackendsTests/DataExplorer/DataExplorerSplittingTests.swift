import Casefile
import Foundation
import HuntPipeline
import KQL
import Locking
import TestSupport
import Testing
import Transport

@testable import QueryBackends

@Suite("Too much for one answer of Data Explorer") struct DataExplorerSplittingTests {
  private static let day = TimeRange(from: DataExplorerDesk.now - .days(1), to: DataExplorerDesk.now)
  private static let rows: [[Value]] = (0..<960).map { number in
    [.datetime(day.from + .seconds(90.0 * Double(number))), .string("pc-\(number % 7)"), .long(Int64(number))]
  }

  /// The rows whose time lies in every window that stands in the text.
  private static func rows(in text: String) -> [[Value]] {
    let words = text.split { $0 == " " || $0 == "(" || $0 == ")" || $0 == "\n" }
    let moments = words.indices.compactMap { index -> (isEnd: Bool, DateTime)? in
      guard index > 0, words[index] == "datetime", index + 1 < words.count else { return nil }
      return DateTime(String(words[index + 1])).map { (words[index - 1].hasPrefix("<"), $0) }
    }
    let from = moments.filter { !$0.isEnd }.map(\.1).max() ?? .minimum
    let to = moments.filter(\.isEnd).map(\.1).min() ?? .maximum
    return rows.filter { row in if case .datetime(let moment)? = row.first { from <= moment && moment < to } else { false } }
  }

  private static let text =
    "Events | where TimeGenerated >= datetime(\(day.from)) and TimeGenerated < datetime(\(day.to)) | where Port >= 0"

  /// A cluster that sends no more than `most` rows, and reports the rest as too large.
  private static func cutting(at most: Int) -> DataExplorerCloud {
    DataExplorerCloud { text in
      let all = rows(in: text)
      let isTooLarge = all.count > most
      return DataExplorerFrames(
        columns: DataExplorerDesk.columns, rows: Array(all.prefix(most)), shape: .fragmented, fault: isTooLarge ? .errorAtTableEnd : nil)
    }
  }

  @Test("is asked again in halves, and every row is here once")
  func tooLarge() async throws {
    let desk = try DataExplorerDesk(Self.cutting(at: 300))
    let (batches, outcome) = try await desk.run(try DataExplorerDesk.approved(Self.text))
    let rows = batches.flatMap(\.rows)
    #expect(rows.count == 960 && Set(rows) == Set(Self.rows))
    #expect(outcome.rows == 960 && outcome.partial == nil)
    #expect(outcome.notes.contains { $0.contains("in halves") } && outcome.notes.first?.contains("parts by time") == true)
  }

  @Test("is told as missing where cutting would change the answer, with the reason")
  func uncuttable() async throws {
    let desk = try DataExplorerDesk(Self.cutting(at: 300))
    let outcome = try await desk.run(try DataExplorerDesk.approved(Self.text + " | sort by Device")).outcome
    #expect(outcome.partial?.contains("E_QUERY_RESULT_SET_TOO_LARGE") == true)
    #expect(outcome.notes.contains { $0.contains("it does not sort by TimeGenerated first") })
    #expect(desk.cloud.requests.count { $0.path == "/v2/rest/query" } == 1)
  }

  /// A cluster on which every query over more than `most` rows takes too long.
  private static func slow(over most: Int) throws -> LoopbackCloud {
    func cluster(_ fault: DataExplorerFault?) -> LoopbackCloud.Part {
      DataExplorerCloud(fault: fault) { text in DataExplorerFrames(columns: DataExplorerDesk.columns, rows: rows(in: text)) }.part
    }
    let (slow, quick) = (cluster(.timedOut), cluster(nil))
    return try LoopbackCloud([
      { request, visit in
        let text = (try? JSONValue(parsing: request.text))?["csl"]?.string ?? ""
        return request.path == "/v2/rest/query" && rows(in: text).count > most ? slow(request, visit) : quick(request, visit)
      }
    ])
  }

  @Test("is cut where it takes too long, and comes newest first")
  func tooSlow() async throws {
    let cloud = try Self.slow(over: 500)
    let seen = Locked<[[Value]]>([])
    let steps = Locked<[QueryProgress]>([])
    let query = try DataExplorerDesk.approved(Self.text)
    let outcome = try await DataExplorerDesk.backend(at: cloud.url).run(query) { step in
      steps.withLock { $0.append(step) }
    } deliver: { batch in
      seen.withLock { $0 += batch.rows }
    }
    #expect(seen.withLock { $0 } == Array(Self.rows[480...] + Self.rows[..<480]))
    #expect(outcome.partial == nil && outcome.notes.first == "Asked in 2 parts by time, the newest first.")
    #expect(steps.withLock { $0.last } == .parts(done: 2, of: 2))
    #expect(cloud.requests.count { $0.path == "/v2/rest/query" } == 3)
  }

  @Test("is given up where even a small part of the time takes too long, not asked in ever more pieces")
  func hopeless() async throws {
    let cloud = try Self.slow(over: -1)
    let query = try DataExplorerDesk.approved(Self.text)
    let problem = await #expect(throws: Problem.self) { try await DataExplorerDesk.backend(at: cloud.url).run(query) { _ in } }
    #expect(problem?.cause?.contains("alone is too much") == true)
    #expect(cloud.requests.count { $0.path == "/v2/rest/query" } <= 16)
  }

  @Test("is refused, and says what would help, where the table's time is not known")
  func unknownTime() async throws {
    let cloud = try Self.slow(over: 500)
    let query = try DataExplorerDesk.approved("Events | where Port >= 0", columns: [Column("Device", .string), Column("Port", .long)])
    let problem = await #expect(throws: Problem.self) {
      try await DataExplorerDesk.backend(at: cloud.url).run(query) { _ in }
    }
    #expect(problem?.remedy?.contains("no time column that is known") == true)
  }

  @Test("ends at the limit, and ends there what was asked ahead")
  func limit() async throws {
    let cloud = try Self.slow(over: 300)
    let stops = QueryStops()
    let given = Locked<[String]>([])
    var backend = try DataExplorerDesk.backend(at: cloud.url, stops: stops) {
      let id = UUID().uuidString.lowercased()
      given.withLock { $0.append(id) }
      return id
    }
    backend.longestStop = .seconds(60)
    let rows = Locked(0)
    let outcome = try await backend.run(try DataExplorerDesk.approved(Self.text, limit: 200)) { batch in
      rows.withLock { $0 += batch.rows.count }
    }
    await stops.settle()
    #expect(rows.withLock { $0 } == 200 && outcome.rows == 200)
    #expect(outcome.partial?.contains("stopped after 200 rows, the limit") == true)
    // Whatever was begun and not read was told to end, and nothing else.
    func text(_ request: LoopbackCloud.Request) -> String { (try? JSONValue(parsing: request.text))?["csl"]?.string ?? "" }
    func ids(_ requests: [LoopbackCloud.Request]) -> Set<String> { Set(requests.compactMap { $0["x-ms-client-request-id"] }) }
    let endings = cloud.requests.filter { $0.path == "/v1/rest/mgmt" }
    let queries = Set(given.withLock { $0 }.map { "LogSpotlight.Query;" + $0 })
      .subtracting(ids(endings).map { $0.replacing(".Cancel;", with: ".Query;") })
    // The whole, its newer half and the newest quarter were read; the quarter before it and the older half were only asked ahead.
    let read = ids(cloud.requests.filter { $0.path == "/v2/rest/query" && Self.rows(in: text($0)).last == Self.rows.last })
    let unread = queries.subtracting(read)
    #expect(read.count == 3 && unread.count == 2)
    #expect(Set(endings.map(text)) == Set(unread.map { ".cancel query \"\($0)\"" }))
  }

  /// Says when it is gone.
  private final class Held: Sendable {
    let isGone: Locked<Bool>
    init(_ isGone: Locked<Bool>) { self.isGone = isGone }
    deinit { isGone.withLock { $0 = true } }
  }

  /// An answer that nobody reads, in nobody's hands but the backend's.
  private static func abandon(_ backend: DataExplorerBackend, _ isGone: Locked<Bool>) async throws {
    let sending = Task<KustoSent, any Error> {
      let held = Held(isGone)
      let body = HTTPBody(chunks: []).changed { chunk in withExtendedLifetime(held) { chunk } }
      let response = HTTPResponse(head: HTTPResponseHead(status: 200), body: body, url: "")
      return KustoSent(text: "Events", id: "LogSpotlight.Query;1", limit: 1, isLimited: true, response: response)
    }
    KustoQuery(backend: backend, whole: "Events").abandon(sending)
  }

  @Test("An answer that nobody reads gives its line free before the service has heard that it is to end")
  func abandoned() async throws {
    let isGone = Locked(false)
    let wasGone = Locked(false)
    let cloud = try LoopbackCloud([
      { request, _ in
        // The service lets wait for as long as somebody holds the answer, ten seconds at most.
        for _ in 0..<10_000 where !isGone.withLock({ $0 }) { usleep(1000) }
        wasGone.withLock { $0 = isGone.withLock { $0 } }
        return .json("{}")
      }
    ])
    let stops = QueryStops()
    var backend = try DataExplorerDesk.backend(at: cloud.url, stops: stops)
    backend.longestStop = .seconds(60)
    try await Self.abandon(backend, isGone)
    await stops.settle()
    #expect(cloud.requests.count == 1 && wasGone.withLock { $0 })
  }
}
