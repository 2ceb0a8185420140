import Casefile
import Foundation
import HuntPipeline
import Locking
import MicrosoftData
import SignIn
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

  private static let isThere = FileManager.default.fileExists(atPath: folder)
  private static let absence: Comment = "LOGSPOTLIGHT_SHARED names no folder with recorded answers"

  private static func recorded(_ name: String) throws -> JSONValue {
    let data = try #require(FileManager.default.contents(atPath: folder + name + ".json"))
    return try JSONValue(parsing: Array(data)[...])
  }

  @Test(
    "stream to the same columns and rows", .enabled(if: isThere, absence),
    arguments: ["la-query", "la-all-types", "la-partial-error", "graph-hunting"])
  func same(name: String) async throws { try await Self.checkStreaming(Self.bodies(in: try Self.recorded(name))) }

  @Test(
    "that are errors have words and a remedy", .enabled(if: isThere, absence), arguments: ["la-errors", "graph-errors", "graph-hunting"])
  func errors(name: String) throws { try Self.checkErrors(Self.errors(in: try Self.recorded(name))) }

  @Test("in the documented shapes, with values of our own, stream to the same columns and rows")
  func shapes() async throws { try await Self.checkStreaming(Self.bodies(in: try JSONValue(parsing: Self.ownAnswers))) }

  @Test("in the documented shapes of errors, with values of our own, have words and a remedy")
  func errorShapes() throws { try Self.checkErrors(Self.errors(in: try JSONValue(parsing: Self.ownErrors))) }

  private static let ownAnswers = """
    {"query":{"tables":[{"name":"PrimaryResult","columns":[{"name":"Category","type":"string"},{"name":"count_","type":"long"}],
    "rows":[["Administrative",20839],["Alert",64]]}],"render":{"visualization":"barchart","title":"t","accumulate":false,"by":null}},
    "types":{"tables":[{"name":"PrimaryResult","columns":[{"name":"b","type":"bool"},{"name":"d","type":"dynamic"},
    {"name":"t","type":"datetime"},{"name":"g","type":"guid"},{"name":"i","type":"int"},{"name":"r","type":"real"},
    {"name":"s","type":"timespan"},{"name":"m","type":"decimal"}],
    "rows":[[true,"{\\"a\\":[1]}","2026-11-20T09:00:00.1234567Z","11111111-2222-3333-4444-555555555555",7,"NaN","1.02:03:04.5","0.1"],
    [null,null,null,null,null,null,null,null]]}],"statistics":{"query":{"executionTime":0.1}}},
    "partial":{"tables":[{"name":"PrimaryResult","columns":[{"name":"OperationName","type":"string"}],"rows":[["Create"]]}],
    "error":{"code":"PartialError","message":"There were some errors when processing your query.","details":[{"code":"EngineError",
    "message":"Something went wrong on the server.","innererror":{"code":"-2133196797","message":"The result is too large.","severity":2,
    "severityName":"Error"}}]}},
    "hunting":{"@odata.context":"x","schema":[{"name":"Timestamp","type":"DateTime"},{"name":"FileName","type":"String"}],
    "results":[{"Timestamp":"2026-11-20T09:39:50.7688641Z","FileName":"cmd.exe"},{"Timestamp":null,"FileName":"sh"}]},
    "annotated":{"schema":[{"name":"Count","type":"Int64"}],"results":[{"Count@odata.type":"#Int64","Count":12}]}}
    """

  private static let ownErrors = """
    {"syntax":{"error":{"message":"The request had some invalid properties","code":"BadArgumentError","innererror":{"code":"SyntaxError",
    "message":"A word is missing"}}},"token":{"error":{"code":"InvalidAuthenticationToken","message":"The token is not valid."}},
    "access":{"error":{"message":"Not allowed","code":"InsufficientAccessError","innererror":{"code":"UnauthorizedClient",
    "message":"No permission"}}},"body":{"error":{"message":"Not read","code":"BadArgumentError","innererror":{
    "code":"QueryValidationError","message":"Failed","details":[{"code":"InvalidJsonBody","message":"It ends early","target":null}]}}},
    "silent":{"error":{"code":"UnknownError","message":"","innerError":{"date":"2026-11-20T11:29:01","request-id":"b","client-request-id":"c"}}}}
    """

  private static func checkStreaming(_ bodies: [JSONValue]) async throws {
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

  private static func checkErrors(_ errors: [JSONValue]) throws {
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
