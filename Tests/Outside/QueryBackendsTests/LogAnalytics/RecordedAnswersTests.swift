import Casefile
import Foundation
import HuntPipeline
import Locking
import MicrosoftData
import Testing
import Transport

@testable import QueryBackends

/// Documented bodies that lie beside the project on some machines are read the same way as whole bodies are.
@Suite("Recorded answers") struct RecordedAnswersTests {
  private static let folder = (ProcessInfo.processInfo.environment["LOGSPOTLIGHT_SHARED"] ?? "") + "/data/apis/"

  /// Every member at any depth that is a body of these services.
  private static func bodies(in json: JSONValue) -> [JSONValue] {
    let own = json["tables"] != nil || (json["schema"] != nil && json["results"] != nil) ? [json] : []
    return own + (json.object?.values.flatMap(bodies) ?? []) + (json.array?.flatMap(bodies) ?? [])
  }

  private static func errors(in json: JSONValue) -> [JSONValue] {
    let own = json["error"]?.object != nil && json["tables"] == nil ? [json] : []
    return own + (json.object?.values.flatMap(errors) ?? [])
  }

  @Test("stream to the same columns and rows", arguments: ["la-query", "la-all-types", "la-partial-error", "graph-hunting"])
  func same(name: String) async throws {
    guard let data = FileManager.default.contents(atPath: Self.folder + name + ".json") else { return }
    let bodies = Self.bodies(in: try JSONValue(parsing: Array(data)[...]))
    #expect(!bodies.isEmpty)
    for body in bodies {
      let expected = try #require(try QueryAnswer.read(body))
      let chunks = Array(body.plainText.utf8).map { [$0] }
      let rows = Locked<[[Value]]>([])
      let columns: [Column]?
      if body["tables"] != nil {
        var stream = AnswerStream(LogAnalyticsAnswer(limit: 1000))
        _ = try await stream.read(HTTPBody(chunks: chunks)) { batch in rows.withLock { $0 += batch.rows } }
        columns = stream.receiver.table.columns
        #expect(stream.receiver.error.flatMap { ServiceReport($0) }?.message == expected.partial)
      } else {
        var stream = AnswerStream(HuntingAnswer(limit: 1000))
        _ = try await stream.read(HTTPBody(chunks: chunks)) { batch in rows.withLock { $0 += batch.rows } }
        columns = stream.receiver.table.columns
      }
      #expect(columns == expected.columns)
      #expect(String(describing: rows.withLock { $0 }) == String(describing: expected.rows))
    }
  }

  @Test("that are errors have words and a remedy", arguments: ["la-errors", "graph-errors", "graph-hunting"])
  func errors(name: String) throws {
    guard let data = FileManager.default.contents(atPath: Self.folder + name + ".json") else { return }
    let errors = Self.errors(in: try JSONValue(parsing: Array(data)[...]))
    #expect(!errors.isEmpty)
    for error in errors {
      let report = try #require(ServiceReport(error), "\(error.text)")
      for status in [400, 401, 403, 404, 429, 500, 504] {
        for problem in [LogAnalyticsProblem.problem(status, report), HuntingProblem.problem(status, report)] {
          #expect(problem.cause?.isEmpty == false && problem.remedy?.isEmpty == false)
        }
      }
    }
  }
}
