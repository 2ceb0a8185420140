import Casefile
import Foundation
import HuntPipeline
import Locking
import MicrosoftData
import TestSupport
import Testing
import Transport

@testable import QueryBackends

@Suite("Answers read as they arrive") struct AnswerStreamTests {
  private static let text = #"""
    {"tables":[{"name":"PrimaryResult","columns":[{"name":"A","type":"string"},{"name":"A","type":"long"},{"name":"D","type":"dynamic"}],
    "rows":[["x\"]}",9223372036854775807,"{\"k\":[1,2]}"],["",null,""],["é😀",-1,"null"],[1,2],"row",["a",1,"[]",4]]},
    {"name":"Second","columns":[{"name":"B","type":"int"}],"rows":[[1],[2]]}],
    "render":{"visualization":"table","by":null},"statistics":{"query":{"x":[1,{"y":"]"}]}}}
    """#

  /// Whatever a reading of that text gave.
  private struct Reading {
    var rows: [[Value]] = []
    var answer: LogAnalyticsAnswer
    var ending: AnswerEnding
  }

  private static func read(_ text: String, chunk: Int, limit: Int = 1000, failure: HTTPFailure? = nil) async throws -> Reading {
    let bytes = Array(text.utf8)
    let chunks = stride(from: 0, to: bytes.count, by: chunk).map { Array(bytes[$0..<min($0 + chunk, bytes.count)]) }
    let rows = Locked<[[Value]]>([])
    var stream = AnswerStream(LogAnalyticsAnswer(limit: limit))
    let ending = try await stream.read(HTTPBody(chunks: chunks, failure: failure)) { batch in rows.withLock { $0 += batch.rows } }
    return Reading(rows: rows.withLock { $0 }, answer: stream.receiver, ending: ending)
  }

  @Test("give the same rows as the whole body does, however the bytes are cut", arguments: [1, 2, 3, 5, 7, 16, 61, 100_000])
  func chunks(size: Int) async throws {
    let whole = try #require(try QueryAnswer.read(try JSONValue(parsing: Self.text)))
    let reading = try await Self.read(Self.text, chunk: size)
    #expect(reading.rows == whole.rows)
    #expect(reading.answer.table.columns == whole.columns)
    #expect(reading.answer.table.refused == whole.refused.count)
    #expect(reading.answer.otherTables == ["Second"])
    #expect(reading.answer.statistics?["query"]?["x"]?[1]?["y"] == "]")
    guard case .whole = reading.ending else {
      Issue.record("it ended with \(reading.ending)")
      return
    }
  }

  @Test("keep the rows that came before the line was cut, wherever that is")
  func cut() async throws {
    let whole = try await Self.read(Self.text, chunk: 100_000).rows
    let bytes = Array(Self.text.utf8)
    for end in 1..<bytes.count {
      let reading = try await Self.read(String(decoding: bytes[..<end], as: UTF8.self), chunk: 64, failure: HTTPFailure(.cut, host: "h"))
      #expect(reading.rows == Array(whole.prefix(reading.rows.count)))
      guard case .broken = reading.ending else {
        Issue.record("a body of \(end) bytes ended with \(reading.ending)")
        return
      }
    }
  }

  @Test("get on with every value that came, and with no blank")
  func progress() async throws {
    let count = Locked(0)
    // How often it was said that it got on, after each chunk.
    let seen = Locked<[Int]>([])
    let chunks = [
      "  ", #"{"tables":[{"columns":[{"name":"A""#, #","type":"int"}],"rows":["#, " ", "\n", "[1]", "]}]}",
    ]
    let body = HTTPBody(chunks: chunks.map { Array($0.utf8) }) { count.withLock { $0 += 1 } }.changed { chunk in
      seen.withLock { $0.append(count.withLock { $0 }) }
      return chunk
    }
    var stream = AnswerStream(LogAnalyticsAnswer(limit: 10))
    _ = try await stream.read(body) { _ in }
    let told = seen.withLock { $0 }
    let useful = zip(told, told.dropFirst()).map { $0 < $1 }
    #expect(useful.prefix(6) == [false, false, true, false, false, true], "\(told)")
  }

  @Test("end when nothing but blanks comes, and are not asked again", .timeLimit(.minutes(5)))
  func blanks() async throws {
    let server = try RawServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{\"tables\":[")
      while connection.write(" ") { usleep(2000) }
    }
    let request = HTTPRequest(.post, server.url, timeouts: .init(connect: 60, firstByte: 60, idle: 60, progress: 0.1))
    let response = try await HTTPClient(.init(environment: [:])).send(request)
    var stream = AnswerStream(LogAnalyticsAnswer(limit: 10))
    guard case .broken(let problem) = try await stream.read(response.body, deliver: { _ in }) else {
      Issue.record("it did not break off")
      return
    }
    #expect(problem.cause?.hasPrefix("Signs of life came") == true && problem.retry == .never)
  }

  @Test("of every service are bounded by what the service takes for one query")
  func bounds() throws {
    let cluster = try #require(KustoCluster("https://c.example.com", database: "d"))
    let workspace = LogAnalyticsBackend.Configuration(workspaces: ["w"], wait: 600)
    let requests = [
      (KustoRequest(cluster: cluster).query("T", id: "1"), 240.0), (HuntingRequest.make("T", timespan: nil, address: "https://g"), 180),
      (try LogAnalyticsRequest.make("T", timespan: nil, workspace, address: "https://l"), 600),
    ]
    for (request, seconds) in requests {
      let bound = try #require(request.timeouts.progress)
      #expect(bound > seconds && bound <= seconds + 60, "\(request.url)")
    }
  }

  @Test("stop at the limit, and notice that there was more")
  func limit() async throws {
    let reading = try await Self.read(Self.text, chunk: 8, limit: 2)
    #expect(reading.rows.count == 2)
    guard case .full = reading.ending else {
      Issue.record("it ended with \(reading.ending)")
      return
    }
    let exact = try await Self.read(#"{"tables":[{"columns":[{"name":"A","type":"int"}],"rows":[[1],[2]]}]}"#, chunk: 8, limit: 2)
    guard case .whole = exact.ending else {
      Issue.record("a table of exactly the limit ended with \(exact.ending)")
      return
    }
  }

  @Test("take rows that come before their columns")
  func early() async throws {
    let reading = try await Self.read(
      #"{"tables":[{"rows":[[1,"a"],[2,"b"]],"columns":[{"Name":"N","Type":"int"},{"name":"S"}]}]}"#, chunk: 4)
    #expect(reading.rows == [[.long(1), .string("a")], [.long(2), .string("b")]])
  }

  @Test(
    "end as broken when they are no such JSON",
    arguments: [
      "<html>Sign in</html>", "{\"tables\":[{\"columns\":[],\"rows\":[[]]}]", "{\"tables\":5}", "[]", "{\"tables\":[5]}", "{\"tables\" [}",
      "{\"tables\":[{\"columns\":{},\"rows\":[]}]}", "{\"tables\":[{\"rows\":[[1]]}]}", "{} {}", "nonsense", "{\"tables\":[{\"rows\":{}}]}",
      "{\"tables\":[{\"columns\":[{\"name\":\"A\",\"type\":\"int\"}],\"rows\":[[tru]]}]}",
    ])
  func wrong(_ text: String) async throws {
    for size in [1, 1000] {
      guard case .broken = try await Self.read(text, chunk: size).ending else {
        Issue.record("\(text) ended otherwise")
        return
      }
    }
  }

  @Test("tell an empty body from a broken one", arguments: ["", " \r\n", "\u{FEFF}"])
  func empty(_ text: String) async throws {
    guard case .empty = try await Self.read(text, chunk: 1).ending else {
      Issue.record("it ended otherwise")
      return
    }
  }

  @Test("What a service says it scanned is bounded, so that no sum of it ends the program")
  func absurdStatistics() {
    let most = 1 << 53
    let both: JSONValue = ["a": ["scannedRows": .integer(.max)], "b": ["scannedRows": .integer(.max), "scannedBytes": .integer(-5)]]
    #expect(QueryStatistics(both).rows == most && QueryStatistics(both).bytes == nil)
    var completion = KustoCompletion()
    let most64 = Int64.max
    let payload =
      #"{"input_dataset_statistics":{"rows":{"scanned":\#(most64)}},"resource_usage":{"cache":{"shards":{"hot":{"hitbytes":\#(most64),"missbytes":\#(most64)}}}}}"#
    completion.take(["EventTypeName": .string("QueryResourceConsumption"), "Payload": .string(payload), "Level": .long(6)])
    #expect(completion.scannedRows == most && completion.scannedBytes == most)
  }
}
